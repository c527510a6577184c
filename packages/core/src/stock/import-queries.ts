import type { ImportJobDto, ImportRejectDto } from '@keyfall/contracts/inventory-schemas';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { Sealed } from '../inventory/index.ts';
import { idPositionOf, pageOf } from '../page-cursor.ts';

const NOW = sql<Date>`app.now()`;

export interface ImportJobRow {
  readonly id: string;
  readonly sku_id: string;
  readonly batch_id: string;
  readonly file_name: string;
  readonly size_bytes: bigint;
  readonly state: ImportJobDto['state'];
  readonly profile: unknown;
  readonly lines_done: bigint;
}

export async function insertImportJob(
  tx: ServiceTx,
  job: {
    readonly id: string;
    readonly skuId: string;
    readonly batchId: string;
    readonly fileName: string;
    readonly sizeBytes: number;
    readonly createdBy: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('inventory.import_job')
    .values({
      id: job.id,
      sku_id: job.skuId,
      batch_id: job.batchId,
      file_name: job.fileName,
      size_bytes: BigInt(job.sizeBytes),
      created_by: job.createdBy,
    })
    .execute();
}

export async function readImportJob(tx: ServiceTx, id: string, lock = false): Promise<ImportJobRow | undefined> {
  let query = tx
    .selectFrom('inventory.import_job')
    .select(['id', 'sku_id', 'batch_id', 'file_name', 'size_bytes', 'state', 'profile', 'lines_done'])
    .where('id', '=', id);
  if (lock) query = query.forNoKeyUpdate();
  return await query.executeTakeFirst();
}

/** Stores a piece of an upload; the same piece sent again replaces itself. */
export async function storeChunk(tx: ServiceTx, jobId: string, seq: number, sealed: Sealed): Promise<void> {
  await tx.deleteFrom('inventory.import_chunk').where('job_id', '=', jobId).where('seq', '=', seq).execute();
  await tx
    .insertInto('inventory.import_chunk')
    .values({ job_id: jobId, seq, nonce: sealed.nonce, ciphertext: sealed.ciphertext })
    .execute();
}

export async function readChunk(tx: ServiceTx, jobId: string, seq: number): Promise<Sealed | undefined> {
  return await tx
    .selectFrom('inventory.import_chunk')
    .select(['nonce', 'ciphertext'])
    .where('job_id', '=', jobId)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/** How many pieces are there, the highest number and the bytes they hold (without the tags of the encryption). */
export async function sumChunks(
  tx: ServiceTx,
  jobId: string,
): Promise<{ pieces: number; last: number; bytes: number }> {
  const row = await tx
    .selectFrom('inventory.import_chunk')
    .select([
      sql<number>`count(*)::integer`.as('pieces'),
      sql<number>`coalesce(max(seq), -1)`.as('last'),
      sql<string>`coalesce(sum(octet_length(ciphertext) - 16), 0)::text`.as('bytes'),
    ])
    .where('job_id', '=', jobId)
    .executeTakeFirstOrThrow();
  return { pieces: row.pieces, last: row.last, bytes: Number(row.bytes) };
}

export async function deleteChunks(tx: ServiceTx, jobId: string): Promise<void> {
  await tx.deleteFrom('inventory.import_chunk').where('job_id', '=', jobId).execute();
}

export async function setImportState(
  tx: ServiceTx,
  id: string,
  change: {
    readonly state: ImportJobDto['state'];
    readonly profile?: unknown;
    readonly errorCode?: string;
    readonly isEnd?: boolean;
  },
): Promise<void> {
  await tx
    .updateTable('inventory.import_job')
    .set({
      state: change.state,
      ...(change.profile === undefined ? {} : { profile: JSON.stringify(change.profile) }),
      ...(change.errorCode === undefined ? {} : { error_code: change.errorCode }),
      ...(change.isEnd === true ? { finished_at: NOW, lease_until: null } : {}),
      updated_at: NOW,
    })
    .where('id', '=', id)
    .execute();
}

/** Takes the lease of one job that is ready, or whose worker died; undefined when there is none. */
export async function leaseImportJob(
  tx: ServiceTx,
  owner: string,
  id: string | null,
): Promise<ImportJobRow | undefined> {
  const { rows } = await sql<ImportJobRow>`
    update inventory.import_job j
       set state = 'running', lease_owner = ${owner}, lease_until = app.now() + interval '60 seconds',
           started_at = coalesce(j.started_at, app.now()), updated_at = app.now()
     where j.tenant_id = app.tenant_id() and j.id = (
       select id from inventory.import_job
        where tenant_id = app.tenant_id() and (${id}::uuid is null or id = ${id}::uuid)
          and (state = 'ready' or (state = 'running' and lease_until < app.now()))
        order by created_at limit 1 for update skip locked)
    returning j.id, j.sku_id, j.batch_id, j.file_name, j.size_bytes, j.state, j.profile, j.lines_done`.execute(tx);
  return rows[0];
}

export interface SliceResult {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly line: number;
}

/** Counts a slice and renews the lease; false when another worker has taken the job over. */
export async function advanceImportJob(tx: ServiceTx, id: string, owner: string, slice: SliceResult): Promise<boolean> {
  const result = await tx
    .updateTable('inventory.import_job')
    .set((eb) => ({
      accepted: eb('accepted', '+', BigInt(slice.accepted)),
      duplicates: eb('duplicates', '+', BigInt(slice.duplicates)),
      rejected: eb('rejected', '+', BigInt(slice.rejected)),
      lines_done: BigInt(slice.line),
      lease_until: sql<Date>`app.now() + interval '60 seconds'`,
      updated_at: NOW,
    }))
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function addBatchCounts(tx: ServiceTx, batchId: string, slice: SliceResult): Promise<void> {
  await tx
    .updateTable('inventory.batch')
    .set((eb) => ({
      accepted: eb('accepted', '+', BigInt(slice.accepted)),
      duplicates: eb('duplicates', '+', BigInt(slice.duplicates)),
      rejected: eb('rejected', '+', BigInt(slice.rejected)),
      updated_at: NOW,
    }))
    .where('id', '=', batchId)
    .execute();
}

export interface RejectRow {
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
  readonly sealed: Sealed;
}

export async function insertRejects(tx: ServiceTx, jobId: string, rows: readonly RejectRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 2000) {
    await tx
      .insertInto('inventory.import_reject')
      .values(
        rows.slice(start, start + 2000).map((row) => ({
          job_id: jobId,
          line: BigInt(row.line),
          reason: row.reason,
          excerpt: row.excerpt.slice(0, 120),
          nonce: row.sealed.nonce,
          ciphertext: row.sealed.ciphertext,
        })),
      )
      .onConflict((conflict) => conflict.columns(['tenant_id', 'job_id', 'line']).doNothing())
      .execute();
  }
}

export async function listImportJobs(
  tx: ReadTx<'admin'>,
  filter: { readonly id?: string | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ readonly items: readonly ImportJobDto[]; readonly nextCursor: string | null }> {
  let query = tx
    .selectFrom('inventory.import_job as j')
    .innerJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'j.tenant_id').onRef('s.id', '=', 'j.sku_id'),
    )
    .select([
      'j.id',
      'j.batch_id',
      'j.sku_id',
      's.code',
      'j.file_name',
      'j.size_bytes',
      'j.state',
      'j.lines_done',
      'j.bytes_done',
    ])
    .select(['j.accepted', 'j.duplicates', 'j.rejected', 'j.error_code', 'j.created_at', 'j.finished_at'])
    .orderBy('j.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.id) query = query.where('j.id', '=', filter.id);
  const after = idPositionOf(filter.cursor);
  if (after) query = query.where('j.id', '<', after);
  const rows = await query.execute();
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.id]);
  const items = page.map((row) => ({
    id: row.id,
    batchId: row.batch_id,
    skuId: row.sku_id,
    skuCode: row.code,
    fileName: row.file_name,
    sizeBytes: Number(row.size_bytes),
    state: row.state,
    linesDone: Number(row.lines_done),
    bytesDone: Number(row.bytes_done),
    accepted: Number(row.accepted),
    duplicates: Number(row.duplicates),
    rejected: Number(row.rejected),
    errorCode: row.error_code,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }));
  return { items, nextCursor };
}

/** Rejected rows of a job by line, without their text. */
export async function listImportRejects(
  tx: ReadTx<'admin'>,
  jobId: string,
  limit: number,
): Promise<readonly ImportRejectDto[]> {
  const rows = await tx
    .selectFrom('inventory.import_reject')
    .select(['line', 'reason', 'excerpt'])
    .where('job_id', '=', jobId)
    .orderBy('line')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ line: Number(row.line), reason: row.reason, excerpt: row.excerpt }));
}

/** Rejected rows with their sealed text, a page at a time. */
export async function readSealedRejects(
  tx: ServiceTx,
  jobId: string,
  afterLine: number,
  limit: number,
): Promise<readonly { line: bigint; reason: string; nonce: Buffer; ciphertext: Buffer }[]> {
  return await tx
    .selectFrom('inventory.import_reject')
    .select(['line', 'reason', 'nonce', 'ciphertext'])
    .where('job_id', '=', jobId)
    .where('line', '>', BigInt(afterLine))
    .orderBy('line')
    .limit(limit)
    .execute();
}
