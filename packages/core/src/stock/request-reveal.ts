import { type CodeId, type Page } from '@keyfall/contracts';
import type { RevealRequestDto } from '@keyfall/contracts/stock-request-schemas';
import { uuidv7 } from 'uuidv7';
import { namesOfLogins } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { closeAlert, raiseAlert } from '../notifications/index.ts';
import { idPositionOf, pageOf } from '../page-cursor.ts';
import { assertMayDecide, shownStateOf } from './request.rules.ts';
import {
  decideRevealRow,
  insertRevealRequest,
  listRevealRows,
  lockRevealRequest,
  lockStaffReveals,
  readOpenRevealRequests,
  readSkuOfCode,
} from './reveal-queries.ts';

/** How long a request waits for its decision, and an approval for its use. */
const VALID_HOURS = 24;
const OPEN_MAX = 50;

/**
 * Asks somebody else to agree to one code's being opened, beyond what one person may open a day; those who may agree are
 * alerted until it is decided or its time is over. Asking again for the same code answers the request that is open.
 *
 * @throws DomainError not_found, limit_exceeded (too many undecided)
 */
export async function requestReveal(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly codeId: CodeId; readonly reason: string },
): Promise<{ readonly id: string }> {
  const { loginId } = ctx.principal;
  const { codeId, reason } = input;
  const id = uuidv7();
  return await asService(ctx, async (tx) => {
    const code = await readSkuOfCode(tx, codeId);
    if (code === undefined) throw new DomainError('not_found', { what: 'code' });
    await lockStaffReveals(tx, loginId);
    const present = await readOpenRevealRequests(tx, { codeId, loginId });
    if (present.id !== null) return { id: present.id };
    if (present.open >= OPEN_MAX) throw new DomainError('limit_exceeded', { limit: 'reveal_requests', max: OPEN_MAX });
    await insertRevealRequest(tx, { id, codeId, loginId, reason, validHours: VALID_HOURS });
    const params = { code: code.sku_code, asked_by: loginId };
    await raiseAlert(tx, { kind: 'stock.reveal_asked', subject: id, params });
    await recordAudit(tx, ctx, {
      action: 'inventory.request_reveal',
      subjectKind: 'code',
      subjectId: codeId,
      data: { requestId: id, reason },
    });
    return { id };
  });
}

/**
 * A second person's word on a request: approved, whoever asked may open that one code within a day, once.
 *
 * @throws DomainError not_found, stock_own_request, stock_request_closed
 */
export async function decideReveal(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly id: string; readonly verdict: 'approve' | 'reject' },
): Promise<void> {
  const { loginId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const request = await lockRevealRequest(tx, input.id);
    assertMayDecide(request, loginId);
    const state = input.verdict === 'approve' ? 'approved' : 'rejected';
    await decideRevealRow(tx, request.id, { state, by: loginId, validHours: VALID_HOURS });
    await closeAlert(tx, 'stock.reveal_asked', request.id);
    await recordAudit(tx, ctx, {
      action: `inventory.${input.verdict}_reveal`,
      subjectKind: 'code',
      subjectId: request.code_id,
      data: { requestId: request.id, requestedBy: request.requested_by },
    });
  });
}

/** Requests to open codes, newest first. */
export async function listRevealRequests(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<RevealRequestDto>> {
  const rows = await asStaff(ctx, (tx) =>
    listRevealRows(tx, { before: idPositionOf(input.cursor), limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.id]);
  const people = page.flatMap((row) => [row.requested_by, row.decided_by]);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => ({
      id: row.id,
      codeId: row.code_id,
      mask: row.mask,
      skuCode: row.sku_code,
      reason: row.reason,
      state: shownStateOf(row),
      requestedBy: names.get(row.requested_by) ?? null,
      decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? null),
      isOwn: row.requested_by === ctx.principal.loginId,
      validUntil: row.valid_until.toISOString(),
      createdAt: row.created_at.toISOString(),
    })),
    nextCursor,
  };
}
