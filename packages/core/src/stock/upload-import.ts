import type { ImportId } from '@keyfall/contracts';
import type { ImportStartInput } from '@keyfall/contracts/inventory-schemas';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal, type SystemPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  ensureSupplier,
  insertBatch,
  insertBatchKey,
  loadTenantKeys,
  newBatchKey,
  readSkuForStock,
  sealChunk,
} from '../inventory/index.ts';
import { wakeWorker } from '../jobs/index.ts';
import { loadBatchKey } from './batch-key.ts';
import {
  deleteChunks,
  insertImportJob,
  readImportJob,
  setImportState,
  storeChunk,
  sumChunks,
} from './import-queries.ts';

type ImportCtx = Ctx<StaffPrincipal | SystemPrincipal>;

/** A piece of an upload: at most this many bytes, sent in order of their numbers from 0. */
export const CHUNK_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Opens an import: a batch with its own data key, and a job that waits for the file. Nothing of the file exists yet.
 * @throws DomainError not_found (SKU), import_kind_mismatch (a direct top-up holds no codes)
 */
export async function startImport(
  ctx: ImportCtx,
  input: ImportStartInput,
): Promise<{ readonly jobId: string; readonly batchId: string }> {
  const { tenantId } = ctx.principal;
  const keys = await loadTenantKeys(ctx.core, tenantId);
  return await asService(ctx, async (tx) => {
    const sku = await readSkuForStock(tx, { id: input.skuId });
    if (sku === undefined) throw new DomainError('not_found', { what: 'sku' });
    if (sku.kind === 'top_up') throw new DomainError('import_kind_mismatch', { kind: sku.kind });
    const supplierId = input.supplierId ?? (await ensureSupplier(tx, input.supplierName ?? 'unnamed'));
    const actor = ctx.principal.kind === 'staff' ? ctx.principal.loginId : null;
    const batchId = await insertBatch(tx, {
      skuId: sku.id,
      supplierId,
      name: input.batchName ?? input.fileName.slice(0, 200),
      unitCost: input.unitCost ?? sku.unit_cost,
      expiresAt: input.expiresAt === null ? null : new Date(input.expiresAt),
      createdBy: actor,
    });
    const { wrapped } = newBatchKey(keys.data, tenantId, batchId);
    await insertBatchKey(tx, { batchId, tenantKeyId: keys.dataKeyId, wrapped });
    const jobId = uuidv7();
    await insertImportJob(tx, {
      id: jobId,
      skuId: sku.id,
      batchId,
      fileName: input.fileName,
      sizeBytes: input.sizeBytes,
      createdBy: actor,
    });
    await recordAudit(tx, ctx, {
      action: 'inventory.start_import',
      subjectKind: 'import',
      subjectId: jobId,
      data: { batchId, sku: sku.code },
    });
    return { jobId, batchId };
  });
}

/**
 * Takes one piece of the file and keeps it as ciphertext. A piece sent again replaces itself, so an upload can be resumed
 * at any piece. @throws DomainError not_found, import_state_conflict, payload_too_large
 */
export async function uploadChunk(ctx: ImportCtx, jobId: ImportId, seq: number, bytes: Uint8Array): Promise<void> {
  if (bytes.byteLength > CHUNK_BYTES_MAX) throw new DomainError('payload_too_large', { bytesMax: CHUNK_BYTES_MAX });
  const { tenantId } = ctx.principal;
  const job = await asService(ctx, (tx) => readImportJob(tx, jobId));
  if (job === undefined) throw new DomainError('not_found', { what: 'import' });
  const key = await loadBatchKey(ctx.core, tenantId, job.batch_id);
  const sealed = sealChunk(key, tenantId, jobId, seq, bytes);
  await asService(ctx, async (tx) => {
    const present = await readImportJob(tx, jobId, true);
    if (present?.state !== 'uploading')
      throw new DomainError('import_state_conflict', { state: present?.state ?? 'gone' });
    await storeChunk(tx, jobId, seq, sealed);
  });
}

/** Whether every byte of the file is here, and what is missing otherwise. @throws DomainError import_state_conflict */
export async function assertUploaded(
  ctx: ImportCtx,
  jobId: ImportId,
): Promise<{ readonly batchId: string; readonly pieces: number }> {
  return await asService(ctx, async (tx) => {
    const job = await readImportJob(tx, jobId);
    if (job === undefined) throw new DomainError('not_found', { what: 'import' });
    const sum = await sumChunks(tx, jobId);
    if (sum.pieces === 0) throw new DomainError('import_file_empty');
    if (sum.pieces !== sum.last + 1 || sum.bytes !== Number(job.size_bytes)) {
      throw new DomainError('import_state_conflict', { state: 'incomplete' });
    }
    return { batchId: job.batch_id, pieces: sum.pieces };
  });
}

/** Gives an upload up: the file's pieces go, the empty batch stays as void. @throws DomainError not_found, import_state_conflict */
export async function cancelImport(ctx: ImportCtx, jobId: ImportId): Promise<void> {
  await asService(ctx, async (tx) => {
    const job = await readImportJob(tx, jobId, true);
    if (job === undefined) throw new DomainError('not_found', { what: 'import' });
    if (job.state !== 'uploading') throw new DomainError('import_state_conflict', { state: job.state });
    await deleteChunks(tx, jobId);
    await setImportState(tx, jobId, { state: 'cancelled', isEnd: true });
    await tx.updateTable('inventory.batch').set({ state: 'void' }).where('id', '=', job.batch_id).execute();
    await recordAudit(tx, ctx, { action: 'inventory.cancel_import', subjectKind: 'import', subjectId: jobId });
  });
}

/**
 * Lets the import run with the profile that the preview showed. The worker picks it up; it can be left alone from here.
 * @throws DomainError not_found, import_state_conflict
 */
export async function confirmImport(ctx: ImportCtx, jobId: ImportId, profile: unknown): Promise<void> {
  await assertUploaded(ctx, jobId);
  await asService(ctx, async (tx) => {
    const job = await readImportJob(tx, jobId, true);
    if (job?.state !== 'uploading') throw new DomainError('import_state_conflict', { state: job?.state ?? 'gone' });
    await setImportState(tx, jobId, { state: 'ready', profile });
    await wakeWorker(tx, ctx.principal.tenantId, 'import.run');
    await recordAudit(tx, ctx, { action: 'inventory.confirm_import', subjectKind: 'import', subjectId: jobId });
  });
  ctx.core.ports.poke(ctx.principal.tenantId, 'import.run');
}
