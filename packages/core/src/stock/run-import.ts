import { randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SupplierId, TenantId } from '@keyfall/contracts';
import { bulkTx, serviceTx, type BulkTx } from '@keyfall/db';
import { lineAmount, parseFaceValue, parseUnitPrice, type CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { assert, DomainError, isDomainError } from '../errors.ts';
import {
  blindIndex,
  codeIdentity,
  loadTenantKeys,
  markStockDirty,
  maskOf,
  numberIdentity,
  parseCodeFile,
  readProfile,
  readSkuForStock,
  readTenantFacts,
  sealCode,
  sealReject,
  type CodeRow,
  type RejectedRow,
  type TenantKeys,
} from '../inventory/index.ts';
import { wakeWorker } from '../jobs/index.ts';
import { credit, debit, draftJournal, postJournal } from '../ledger/index.ts';
import { secret, type Secret } from '../secret.ts';
import { loadBatchKey } from './batch-key.ts';
import {
  addBatchCounts,
  advanceImportJob,
  deleteChunks,
  insertRejects,
  leaseImportJob,
  setImportState,
  sumChunks,
  type ImportJobRow,
  type RejectRow,
} from './import-queries.ts';
import { readUpload } from './preview-import.ts';
import { storeCodes } from './staging-queries.ts';

/** Rows of one commit: large enough for COPY to pay, small enough that a killed worker repeats little. */
const SLICE_ROWS = 5000;

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
    const run = await openRun(core, tenantId, owner, job);
    await importRows(core, run);
    await finish(core, run, 'done');
  } catch (error) {
    if (!isDomainError(error)) throw error;
    // The file itself is at fault: what was committed stays, the reason is told.
    await failImport(core, tenantId, job.id, error);
  }
  return true;
}

interface ImportRun {
  readonly tenantId: TenantId;
  readonly owner: string;
  readonly job: ImportJobRow;
  readonly keys: TenantKeys;
  readonly batchKey: Secret<Uint8Array>;
  readonly pieces: number;
  readonly currency: CurrencyCode;
  readonly timezone: string;
  readonly unitCost: string | null;
  readonly batchExpiry: Date | null;
  readonly supplierId: SupplierId;
  readonly isRange: boolean;
  readonly range: readonly [string, string] | null;
  readonly isRandom: boolean;
}

async function openRun(core: Core, tenantId: TenantId, owner: string, job: ImportJobRow): Promise<ImportRun> {
  const keys = await loadTenantKeys(core, tenantId);
  const batchKey = await loadBatchKey(core, tenantId, job.batch_id);
  return await serviceTx(core.db, { tenantId }, async (tx) => {
    const { currency, timezone } = await readTenantFacts(tx);
    const sku = await readSkuForStock(tx, { id: job.sku_id });
    assert(sku, 'an import names a SKU that does not exist');
    const batch = await tx
      .selectFrom('inventory.batch')
      .select(['unit_cost', 'expires_at', 'supplier_id'])
      .where('id', '=', job.batch_id)
      .executeTakeFirstOrThrow();
    const { pieces } = await sumChunks(tx, job.id);
    return {
      tenantId,
      owner,
      job,
      keys,
      batchKey,
      pieces,
      currency: currency as CurrencyCode,
      timezone,
      unitCost: batch.unit_cost,
      batchExpiry: batch.expires_at,
      supplierId: supplierOf(batch.supplier_id),
      isRange: sku.face_min !== null,
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
  // One slice is committed while the next one is read and sealed: worker and database each keep a processor busy. Slices
  // still commit one after the other, in the order of their lines.
  let committing = Promise.resolve();
  const passOn = async (): Promise<void> => {
    const slice = await sealSlice(run, rows.splice(0), rejects.splice(0));
    await committing;
    committing = commitSlice(core, run, slice);
    // Its failure is thrown where it is awaited; until then it is not a rejection that nobody handles.
    committing.catch(() => {});
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
    await committing;
  }
}

interface StagedCode {
  readonly row: CodeRow;
  readonly id: string;
  readonly cost: bigint | null;
}

/** Rows of one commit, ready to be sent. */
interface SealedSlice {
  readonly staged: readonly StagedCode[];
  /** The staged codes as CSV, in pieces. */
  readonly csv: readonly string[];
  readonly rejects: readonly RejectRow[];
  /** The last line of the file that it covers. */
  readonly line: number;
}

/** Sealing blocks the process, which serves others too: after so many rows they get a turn. */
const SEAL_AT_ONCE = 500;

async function sealSlice(run: ImportRun, rows: readonly CodeRow[], bad: readonly RejectedRow[]): Promise<SealedSlice> {
  const rejects: RejectRow[] = bad.map((row) => ({
    line: row.line,
    reason: row.reason,
    excerpt: row.mask,
    sealed: sealReject(run.batchKey, run.tenantId, run.job.id, row.line, row.raw),
  }));
  const staged: StagedCode[] = [];
  const csv: string[] = [];
  for (let start = 0; start < rows.length; start += SEAL_AT_ONCE) {
    let text = '';
    for (const row of rows.slice(start, start + SEAL_AT_ONCE)) {
      const faceValue = run.isRange ? faceValueOf(row, run.range) : null;
      if (run.isRange && faceValue === null) {
        rejects.push(rejectOf(run, row, 'too_few_columns'));
        continue;
      }
      const code = { row, id: uuidv7(), cost: costOf(run, faceValue) };
      staged.push(code);
      text += csvLineOf(run, code, faceValue);
    }
    csv.push(text);
    await nextTurn();
  }
  const line = Math.max(...rows.map((row) => row.line), ...bad.map((row) => row.line));
  return { staged, csv, rejects, line };
}

async function commitSlice(core: Core, run: ImportRun, { staged, csv, rejects, line }: SealedSlice): Promise<void> {
  const { tenantId, job } = run;
  await bulkTx(core.db, { tenantId }, async (tx) => {
    const kept = await storeCodes(tx, run.job, csv);
    const duplicates = staged.filter((code) => !kept.has(code.id));
    const all = [...rejects, ...duplicates.map((code) => rejectOf(run, code.row, 'duplicate'))];
    await insertRejects(tx, job.id, all);
    const slice = { accepted: kept.size, duplicates: duplicates.length, rejected: rejects.length, line };
    if (!(await advanceImportJob(tx, job.id, run.owner, slice))) {
      throw new DomainError('import_state_conflict', { state: 'taken_over' });
    }
    await addBatchCounts(tx, job.batch_id, slice);
    const cost = staged.reduce((sum, code) => (kept.has(code.id) ? sum + (code.cost ?? 0n) : sum), 0n);
    await postGoodsIn(tx, run, cost, line);
    await markStockDirty(tx, [job.sku_id]);
    await wakeWorker(tx, tenantId, 'stock.count');
  });
}

function csvLineOf(run: ImportRun, { row, id, cost }: StagedCode, faceValue: string | null): string {
  const { tenantId, job, keys, batchKey } = run;
  const { nonce, ciphertext } = sealCode(
    batchKey,
    { tenantId, codeId: id, skuId: job.sku_id, batchId: job.batch_id },
    row,
  );
  const number = numberIdentity(row);
  const cells = [
    id,
    row.kind,
    faceValue ?? '',
    (row.expiresAt ?? run.batchExpiry)?.toISOString() ?? '',
    hex(blindIndex(keys.index, 'identity', codeIdentity(row))),
    number === undefined ? '' : hex(blindIndex(keys.index, 'number', number)),
    `"${maskOf(row).replaceAll('"', '""')}"`,
    cost === null ? '' : cost.toString(),
    run.isRandom ? String(randomInt(1, 2 ** 31 - 1)) : '0',
    hex(nonce),
    hex(ciphertext),
  ];
  return `${cells.join(',')}\n`;
}

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

function faceValueOf(row: CodeRow, range: readonly [string, string] | null): string | null {
  if (row.faceValue === undefined || range === null) return null;
  const match = /^(\d{1,9}(?:\.\d{1,8})?)/.exec(row.faceValue.trim());
  const value = match?.[1];
  if (value === undefined) return null;
  try {
    const face = parseFaceValue(value);
    const [low, high] = range.map(Number);
    // A comparison of plain decimals within nine digits is exact enough for a bound; the value itself stays text.
    return low !== undefined && high !== undefined && Number(face) >= low && Number(face) <= high ? face : null;
  } catch {
    return null;
  }
}

function costOf(run: ImportRun, faceValue: string | null): bigint | null {
  if (run.unitCost === null) return null;
  const faced = faceValue === null ? {} : { faceValue: parseFaceValue(faceValue) };
  return lineAmount(1, parseUnitPrice(run.unitCost), run.currency, faced).minor;
}

function rejectOf(run: ImportRun, row: CodeRow, reason: string): RejectRow {
  const raw = [row.number, row.secret, row.link, row.password].map((part) => part?.expose() ?? '').join('\t');
  return {
    line: row.line,
    reason,
    excerpt: maskOf(row),
    sealed: sealReject(run.batchKey, run.tenantId, run.job.id, row.line, secret(raw)),
  };
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

async function finish(core: Core, run: ImportRun, state: 'done'): Promise<void> {
  await serviceTx(core.db, { tenantId: run.tenantId }, async (tx) => {
    await deleteChunks(tx, run.job.id);
    await setImportState(tx, run.job.id, { state, isEnd: true });
  });
}

async function failImport(core: Core, tenantId: TenantId, jobId: string, error: DomainError): Promise<void> {
  if (error.code === 'import_state_conflict') return;
  await serviceTx(core.db, { tenantId }, async (tx) => {
    await deleteChunks(tx, jobId);
    await setImportState(tx, jobId, { state: 'failed', errorCode: error.code, isEnd: true });
  });
}
