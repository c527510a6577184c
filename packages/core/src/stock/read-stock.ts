import { can, type ImportId } from '@keyfall/contracts';
import type { BatchDto, CodeRowDto, ImportJobDto, ImportRejectDto } from '@keyfall/contracts/inventory-schemas';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  blindIndexesOf,
  listBatches,
  listCodes,
  listSuppliers,
  openReject,
  type CodeFilter,
} from '../inventory/index.ts';
import { recordAudit } from '../audit/index.ts';
import { Secret } from '../secret.ts';
import { loadBatchKey } from './batch-key.ts';
import { listImportJobs, listImportRejects, readImportJob, readSealedRejects } from './import-queries.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A page of batches; unit costs only for those who may see them. */
export async function readBatches(
  ctx: Ctx<StaffPrincipal>,
  filter: { readonly skuId?: string | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<BatchDto>> {
  const page = await asStaff(ctx, (tx) => listBatches(tx, filter));
  if (can({ audience: 'admin', role: ctx.principal.role }, 'inventory.read_cost')) return page;
  return { ...page, items: page.items.map((batch) => ({ ...batch, unitCost: null })) };
}

/** A page of codes by their masks. */
export async function readCodes(
  ctx: Ctx<StaffPrincipal>,
  filter: Omit<CodeFilter, 'blindIndexes'>,
): Promise<Page<CodeRowDto>> {
  return await asStaff(ctx, (tx) => listCodes(tx, filter));
}

/** Finds a code by its value through the blind index; the value is neither stored nor logged, and others are not shown. */
export async function searchCodes(ctx: Ctx<StaffPrincipal>, value: string): Promise<readonly CodeRowDto[]> {
  const blindIndexes = await blindIndexesOf(ctx.core, ctx.principal.tenantId, new Secret(value));
  const page = await asStaff(ctx, (tx) => listCodes(tx, { blindIndexes, limit: 20 }));
  return page.items;
}

/** A page of imports, newest first, or the one named. */
export async function readImportJobs(
  ctx: Ctx<StaffPrincipal>,
  filter: { readonly id?: string | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<ImportJobDto>> {
  return await asStaff(ctx, (tx) => listImportJobs(tx, filter));
}

/** The first rejected rows of an import: line, reason and a masked excerpt. */
export async function readImportRejects(ctx: Ctx<StaffPrincipal>, id: ImportId): Promise<readonly ImportRejectDto[]> {
  return await asStaff(ctx, (tx) => listImportRejects(tx, id, 1000));
}

const REJECTS_A_PAGE = 2000;

/**
 * The rejected and duplicate rows of an import as they were written, decrypted while they are read: line, reason, text.
 * The download stands in the audit before the first row leaves. @throws DomainError not_found
 */
export async function* writeRejectFile(
  ctx: Ctx<StaffPrincipal>,
  id: ImportId,
): AsyncGenerator<{ readonly line: number; readonly reason: string; readonly text: string }, void, undefined> {
  const { tenantId } = ctx.principal;
  const job = await asService(ctx, async (tx) => {
    const found = await readImportJob(tx, id);
    if (found === undefined) throw new DomainError('not_found', { what: 'import' });
    await recordAudit(tx, ctx, { action: 'inventory.download_rejects', subjectKind: 'import', subjectId: id });
    return found;
  });
  const key = await loadBatchKey(ctx.core, tenantId, job.batch_id);
  for (let after = 0; ;) {
    const rows = await asService(ctx, (tx) => readSealedRejects(tx, id, after, REJECTS_A_PAGE));
    for (const row of rows) {
      const line = Number(row.line);
      yield { line, reason: row.reason, text: openReject(key, tenantId, id, line, row) };
      after = line;
    }
    if (rows.length < REJECTS_A_PAGE) return;
  }
}

/** The suppliers an import can name. */
export async function readSuppliers(
  ctx: Ctx<StaffPrincipal>,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return await asStaff(ctx, listSuppliers);
}
