import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Rejected rows hold plaintext under encryption; after this time nobody can download them any more. */
const REJECTS_KEPT = '7 days';
/** An upload that nobody went on with. */
const UPLOAD_KEPT = '24 hours';
const ROWS_A_ROUND = 5000;

/** Removes rejected rows whose time is over, a bounded number of them, and returns how many. */
export async function forgetRejects(tx: ServiceTx): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`
    with old as (
      select r.job_id, r.line from inventory.import_reject r
        join inventory.import_job j on j.tenant_id = r.tenant_id and j.id = r.job_id
       where r.tenant_id = app.tenant_id() and j.finished_at < app.now() - ${REJECTS_KEPT}::interval limit ${ROWS_A_ROUND}),
    gone as (
      delete from inventory.import_reject r using old
       where r.tenant_id = app.tenant_id() and r.job_id = old.job_id and r.line = old.line returning 1)
    select count(*) as n from gone`.execute(tx);
  return Number(rows[0]?.n ?? 0n);
}

/** Cancels uploads that were left alone, with their pieces and batches, and returns how many. */
export async function giveUpUploads(tx: ServiceTx): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`
    with left_alone as (
      update inventory.import_job j set state = 'cancelled', finished_at = app.now(), updated_at = app.now()
       where j.tenant_id = app.tenant_id() and j.state = 'uploading' and j.updated_at < app.now() - ${UPLOAD_KEPT}::interval
      returning j.id, j.batch_id),
    pieces as (
      delete from inventory.import_chunk c using left_alone l where c.tenant_id = app.tenant_id() and c.job_id = l.id),
    batches as (
      update inventory.batch b set state = 'void', updated_at = app.now() from left_alone l
       where b.tenant_id = app.tenant_id() and b.id = l.batch_id)
    select count(*) as n from left_alone`.execute(tx);
  return Number(rows[0]?.n ?? 0n);
}
