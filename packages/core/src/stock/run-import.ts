import { setTimeout as sleep } from 'node:timers/promises';
import type { SupplierId, TenantId } from '@keyfall/contracts';
import { bulkTx, isRetryable, serviceTx, type BulkTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { assert, DomainError, isDomainError } from '../errors.ts';
import {
  loadTenantKeys,
  markStockDirty,
  parseCodeFile,
  readProfile,
  readSkuForStock,
  readTenantFacts,
  type CodeRow,
  type RejectedRow,
} from '../inventory/index.ts';
import { wakeWorker } from '../jobs/index.ts';
import { credit, debit, draftJournal, postJournal } from '../ledger/index.ts';
import { loadBatchKey } from './batch-key.ts';
import {
  addBatchCounts,
  advanceImportJob,
  deleteChunks,
  insertRejects,
  leaseImportJob,
  readImportJob,
  setImportState,
  sumChunks,
  type ImportJobRow,
} from './import-queries.ts';
import { OrderedCommits } from './ordered-commits.ts';
import { readUpload } from './preview-import.ts';
import { costOf, rejectOf, RecentIdentities, sealSlice, type ImportRun, type SealedSlice } from './seal-slice.ts';
import { storeCodes } from './staging-queries.ts';

/** Rows of one commit: large enough for COPY to pay, small enough that a killed worker repeats little. */
const SLICE_ROWS = 5000;
/** Slices that the database takes in at once: each keeps one of its processors busy, and sales need some too. */
const SLICES_AT_ONCE = 2;

/** Runs every import that is ready, or whose worker died, to its end. Called by the worker when import work is due. */
export async function runDueImport(
  core: Core,
  tenantId: TenantId,
  requestId: string,
): Promise<{ readonly done: number }> {
  let done = 0;
  while (await runImport(core, tenantId, requestId, null)) done += 1;
  return { done };
}

/**
 * Runs an import job under a lease. Rows are committed slice by slice with their counts, so a killed run goes on behind the
 * last committed line and nothing is imported twice; a code that was ever held is a duplicate. The upload's pieces are
 * deleted in the commit that ends the job. Returns false when there is no such job to run.
 */
export async function runImport(
  core: Core,
  tenantId: TenantId,
  requestId: string,
  jobId: string | null,
): Promise<boolean> {
  const owner = uuidv7();
  const job = await serviceTx(core.db, { tenantId, requestId }, (tx) => leaseImportJob(tx, owner, jobId));
  if (job === undefined) return false;
  try {
    await runToEnd(core, tenantId, owner, job);
    await finish(core, tenantId, job.id);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    // The file itself is at fault: what was committed stays, the reason is told.
    await failImport(core, tenantId, job.id, error);
  }
  return true;
}

/** How often an import that gave way to another one, or lost its connection, goes on behind its last commit. */
const ATTEMPTS_MAX = 5;
const PAUSE_MS = 200;

// Of two imports with the same codes one may wait for the other's slice that is not committed yet, and in the worst case
// both do: the database then ends one of the waits.
async function runToEnd(core: Core, tenantId: TenantId, owner: string, job: ImportJobRow): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await importRows(core, await openRun(core, tenantId, owner, job));
      return;
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await sleep(PAUSE_MS * attempt * Math.random());
    }
  }
}

async function openRun(core: Core, tenantId: TenantId, owner: string, leased: ImportJobRow): Promise<ImportRun> {
  const keys = await loadTenantKeys(core, tenantId);
  const batchKey = await loadBatchKey(core, tenantId, leased.batch_id);
  return await serviceTx(core.db, { tenantId }, async (tx) => {
    const job = await readImportJob(tx, leased.id);
    assert(job, 'a leased import is gone');
    const { currency, timezone } = await readTenantFacts(tx);
    const sku = await readSkuForStock(tx, { id: job.sku_id });
    assert(sku, 'an import names a SKU that does not exist');
    const batch = await tx
      .selectFrom('inventory.batch')
      .select(['unit_cost', 'expires_at', 'supplier_id'])
      .where('id', '=', job.batch_id)
      .executeTakeFirstOrThrow();
    const { pieces } = await sumChunks(tx, job.id);
    const priced = { unitCost: batch.unit_cost, currency: currency as CurrencyCode };
    const isRange = sku.face_min !== null;
    return {
      ...priced,
      tenantId,
      owner,
      job,
      keys,
      batchKey,
      pieces,
      timezone,
      codeCost: isRange ? null : costOf(priced, null),
      batchExpiry: batch.expires_at,
      supplierId: supplierOf(batch.supplier_id),
      isRange,
      range: sku.face_min === null || sku.face_max === null ? null : ([sku.face_min, sku.face_max] as const),
      isRandom: sku.allocation === 'random',
    };
  });
}

// Every import names a supplier; a batch without one was not made by an import.
function supplierOf(id: string | null): SupplierId {
  assert(id, 'an import without a supplier');
  return id as SupplierId;
}

async function importRows(core: Core, run: ImportRun): Promise<void> {
  const source = readUpload(core, { tenantId: run.tenantId, jobId: run.job.id, pieces: run.pieces, key: run.batchKey });
  const rows: CodeRow[] = [];
  const rejects: RejectedRow[] = [];
  const linesDone = Number(run.job.lines_done);
  // Slices are stored side by side while the next one is read and sealed: worker and database keep all processors busy.
  // They still commit one after the other, in the order of their lines.
  const commits = new OrderedCommits(SLICES_AT_ONCE);
  const seen = new RecentIdentities(SLICES_AT_ONCE + 1);
  const passOn = async (): Promise<void> => {
    const slice = await sealSlice(run, rows.splice(0), rejects.splice(0), seen);
    await commits.add((before) => commitSlice(core, run, slice, before));
  };
  try {
    for await (const row of parseCodeFile(source, readProfile(run.job.profile), { timezone: run.timezone })) {
      if (row.line <= linesDone) continue;
      if (row.type === 'reject') rejects.push(row);
      else rows.push(row);
      if (rows.length + rejects.length >= SLICE_ROWS) await passOn();
    }
    if (rows.length + rejects.length > 0) await passOn();
  } finally {
    // Also when the file turns out to be broken further down: what is being committed stays, and ends before we do.
    await commits.end();
  }
}

async function commitSlice(core: Core, run: ImportRun, sealed: SealedSlice, before: Promise<void>): Promise<void> {
  const { tenantId, job } = run;
  const { staged, rejects, line } = sealed;
  await bulkTx(core.db, { tenantId }, async (tx) => {
    const held = staged.length === 0 ? new Set<string>() : await storeCodes(tx, job, sealed.pieces);
    const kept = staged.filter((code) => !held.has(code.id));
    const repeated = [...sealed.repeated, ...staged.filter((code) => held.has(code.id)).map((code) => code.row)];
    await insertRejects(tx, job.id, [...rejects, ...repeated.map((row) => rejectOf(run, row, 'duplicate'))]);
    await before;
    const slice = { accepted: kept.length, duplicates: repeated.length, rejected: rejects.length, line };
    if (!(await advanceImportJob(tx, job.id, run.owner, slice))) {
      throw new DomainError('import_state_conflict', { state: 'taken_over' });
    }
    await addBatchCounts(tx, job.batch_id, slice);
    const cost = kept.reduce((sum, code) => sum + (code.cost ?? 0n), 0n);
    await postGoodsIn(tx, run, cost, line);
    await markStockDirty(tx, [job.sku_id]);
    await wakeWorker(tx, tenantId, 'stock.count');
  });
}

// One journal a slice, keyed by its last line: a slice that is repeated after a crash was never committed before.
async function postGoodsIn(tx: BulkTx, run: ImportRun, cost: bigint, line: number): Promise<void> {
  if (cost === 0n) return;
  const draft = draftJournal(
    { idemKey: `import:${run.job.batch_id}:${line}`, kind: 'stock_import', currency: run.currency },
    [debit('1110', cost), credit('2110', cost, run.supplierId)],
  );
  await postJournal(tx, run.tenantId, draft, {
    journalId: uuidv7(),
    reference: run.job.file_name.slice(0, 200),
    meta: { batchId: run.job.batch_id },
  });
}

async function finish(core: Core, tenantId: TenantId, jobId: string): Promise<void> {
  await serviceTx(core.db, { tenantId }, async (tx) => {
    await deleteChunks(tx, jobId);
    await setImportState(tx, jobId, { state: 'done', isEnd: true });
  });
}

async function failImport(core: Core, tenantId: TenantId, jobId: string, error: DomainError): Promise<void> {
  if (error.code === 'import_state_conflict') return;
  await serviceTx(core.db, { tenantId }, async (tx) => {
    await deleteChunks(tx, jobId);
    await setImportState(tx, jobId, { state: 'failed', errorCode: error.code, isEnd: true });
  });
}
