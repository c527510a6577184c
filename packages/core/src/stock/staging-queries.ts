import { Readable } from 'node:stream';
import { copyInto, type BulkTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Puts codes and their sealed secrets in, and returns the ids of those that were not held before. */
export async function storeCodes(
  tx: BulkTx,
  job: { readonly sku_id: string; readonly batch_id: string },
  csv: readonly string[],
): Promise<ReadonlySet<string>> {
  if (csv.every((text) => text === '')) return new Set();
  await sql`create temporary table staged_code (
    id uuid, content text, face_value numeric, expires_at timestamptz, identity_index bytea, number_index bytea, mask text,
    unit_cost bigint, pick integer, nonce bytea, ciphertext bytea) on commit drop`.execute(tx);
  await copyInto(
    tx,
    'copy pg_temp.staged_code (id, content, face_value, expires_at, identity_index, number_index, mask, unit_cost, pick, nonce, ciphertext) from stdin (format csv)',
    Readable.from(csv),
  );
  const { rows } = await sql<{ id: string }>`
    with kept as (
      insert into inventory.card_code (id, sku_id, batch_id, content, face_value, expires_at, identity_index, number_index, mask, unit_cost, pick)
      select id, ${job.sku_id}, ${job.batch_id}, content, face_value, expires_at, identity_index, number_index, mask, unit_cost, pick
        from pg_temp.staged_code
      on conflict (tenant_id, identity_index) do nothing
      returning id),
    sealed as (
      insert into inventory.card_code_secret (code_id, batch_id, nonce, ciphertext)
      select s.id, ${job.batch_id}, s.nonce, s.ciphertext from pg_temp.staged_code s join kept using (id))
    select id from kept`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
