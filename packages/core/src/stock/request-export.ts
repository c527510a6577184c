import { type BatchId, type Page, type SkuId } from '@keyfall/contracts';
import type { ExportRequestDto } from '@keyfall/contracts/stock-request-schemas';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { namesOfLogins } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { closeAlert, raiseAlert } from '../notifications/index.ts';
import { idPositionOf, pageOf } from '../page-cursor.ts';
import {
  cancelExportRow,
  countUnsold,
  decideExportRow,
  insertExportRequest,
  listExportRows,
  lockExportRequest,
  readExportSku,
} from './export-queries.ts';
import { assertMayDecide, assertRequestIs, shownStateOf } from './request.rules.ts';

/** How long a request waits for its decision, and an approval for its download. */
const DECIDE_HOURS = 72;
const DOWNLOAD_HOURS = 24;

/**
 * Asks that unsold codes of a SKU, or of one batch of it, may leave as a file. Nothing leaves before somebody else agrees;
 * those who may are alerted until it is decided or its time is over.
 *
 * @throws DomainError not_found (sku), export_empty
 */
export async function requestExport(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly skuId: SkuId; readonly batchId?: BatchId | undefined; readonly reason: string },
): Promise<{ readonly id: string }> {
  const id = uuidv7();
  const of = { skuId: input.skuId, batchId: input.batchId ?? null };
  await asService(ctx, async (tx) => {
    const sku = await readExportSku(tx, of.skuId);
    if (sku === undefined) throw new DomainError('not_found', { what: 'sku' });
    const units = await countUnsold(tx, of);
    if (units === 0n) throw new DomainError('export_empty');
    const { loginId } = ctx.principal;
    await insertExportRequest(tx, { id, ...of, reason: input.reason, units, loginId, validHours: DECIDE_HOURS });
    const params = { code: sku.code, units: Number(units), asked_by: loginId };
    await raiseAlert(tx, { kind: 'stock.export_asked', subject: id, params });
    await recordAudit(tx, ctx, {
      action: 'inventory.request_export',
      subjectKind: 'export',
      subjectId: id,
      data: { ...of, units: units.toString(), reason: input.reason },
    });
  });
  return { id };
}

/**
 * A second person's word on an export: approved, whoever asked may download it within a day, once.
 *
 * @throws DomainError not_found, stock_own_request, stock_request_closed
 */
export async function decideExport(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly id: string; readonly verdict: 'approve' | 'reject' },
): Promise<void> {
  const { loginId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const request = await lockExportRequest(tx, input.id);
    assertMayDecide(request, loginId);
    const state = input.verdict === 'approve' ? 'approved' : 'rejected';
    await decideExportRow(tx, request.id, { state, by: loginId, validHours: DOWNLOAD_HOURS });
    await closeAlert(tx, 'stock.export_asked', request.id);
    await recordAudit(tx, ctx, {
      action: `inventory.${input.verdict}_export`,
      subjectKind: 'export',
      subjectId: request.id,
      data: { requestedBy: request.requested_by, units: request.units.toString() },
    });
  });
}

/** Takes back one's own request before it was downloaded. @throws DomainError not_found, stock_request_closed */
export async function cancelExport(ctx: Ctx<StaffPrincipal>, input: { readonly id: string }): Promise<void> {
  await asService(ctx, async (tx) => {
    const request = await lockOwn(tx, input.id, ctx.principal.loginId);
    if (request.state !== 'requested' && request.state !== 'approved') {
      throw new DomainError('stock_request_closed', { state: request.state });
    }
    await cancelExportRow(tx, request.id);
    await closeAlert(tx, 'stock.export_asked', request.id);
    await recordAudit(tx, ctx, { action: 'inventory.cancel_export', subjectKind: 'export', subjectId: request.id });
  });
}

/**
 * Locks an approved export for whoever asked for it; somebody else's is not found.
 * @throws DomainError not_found, stock_request_closed
 */
export async function lockOwnApproved(tx: ServiceTx, id: string, loginId: string) {
  const request = await lockOwn(tx, id, loginId);
  assertRequestIs(request, 'approved');
  return request;
}

/**
 * Locks an export that its asker began to download, to go on with it; somebody else's is not found.
 * @throws DomainError not_found, stock_request_closed
 */
export async function lockOwnBegun(tx: ServiceTx, id: string, loginId: string) {
  const request = await lockOwn(tx, id, loginId);
  if (!hasBegun(request.state) || request.is_over)
    throw new DomainError('stock_request_closed', { state: hasBegun(request.state) ? 'expired' : request.state });
  return request;
}

/** Also one that is whole: the server knows what it sent, not what arrived. */
function hasBegun(state: string): boolean {
  return state === 'running' || state === 'failed' || state === 'done';
}

/** Locks a request of the asker's own; somebody else's is not found. */
async function lockOwn(tx: ServiceTx, id: string, loginId: string) {
  const request = await lockExportRequest(tx, id);
  if (request?.requested_by !== loginId) throw new DomainError('not_found', { what: 'request' });
  return request;
}

/** Whether the caller may download this export now, or go on; asked before the browser follows the link. */
export async function assertMayDownload(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly id: string; readonly isResumed?: boolean | undefined },
): Promise<void> {
  await asService(ctx, async (tx) => {
    await (input.isResumed === true ? lockOwnBegun : lockOwnApproved)(tx, input.id, ctx.principal.loginId);
  });
}

/** Exports that were asked for, newest first. */
export async function listExports(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<ExportRequestDto>> {
  const rows = await asStaff(ctx, (tx) =>
    listExportRows(tx, { before: idPositionOf(input.cursor), limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.id]);
  const people = page.flatMap((row) => [row.requested_by, row.decided_by]);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => ({
      id: row.id,
      skuId: row.sku_id,
      skuCode: row.sku_code,
      batch: row.batch,
      reason: row.reason,
      units: Number(row.units),
      exported: Number(row.exported),
      state: row.is_silent ? 'failed' : shownStateOf(row),
      requestedBy: names.get(row.requested_by) ?? null,
      decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? null),
      isOwn: row.requested_by === ctx.principal.loginId,
      isResumable: row.requested_by === ctx.principal.loginId && hasBegun(row.state) && !row.is_over,
      validUntil: row.valid_until.toISOString(),
      createdAt: row.created_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
    })),
    nextCursor,
  };
}
