import type { CodeId } from '@keyfall/contracts';
import type { OpenCodeDto } from '@keyfall/contracts/inventory-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { assert, DomainError } from '../errors.ts';
import { openCodes, recordReveals } from '../inventory/index.ts';
import { countStaffReveals, lockStaffReveals, useRevealApproval } from './reveal-queries.ts';

/** A member of staff may open this many codes a day alone; further ones need a second person each. */
export const REVEALS_A_DAY = 50;

/**
 * Opens one code for a member of staff, who says why. The reveal is committed before the plaintext is read, counts against
 * the day's bound and stands in the audit. Beyond the bound an approval of this very code by somebody else is used up. The
 * caller's session must have proved a second factor lately. Reveals of one person take turns, so the bound is exact.
 *
 * @throws DomainError not_found, reveal_quota_exceeded
 */
export async function revealCode(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly codeId: CodeId; readonly reason: string },
): Promise<OpenCodeDto> {
  const { tenantId, loginId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const code = await tx
      .selectFrom('inventory.card_code')
      .select(['id', 'order_id'])
      .where('id', '=', input.codeId)
      .executeTakeFirst();
    if (code === undefined) throw new DomainError('not_found', { what: 'code' });
    await lockStaffReveals(tx, loginId);
    const isAlone = (await countStaffReveals(tx, loginId)) < REVEALS_A_DAY;
    const requestId = isAlone ? undefined : await useRevealApproval(tx, { codeId: code.id, loginId });
    if (!isAlone && requestId === undefined) throw new DomainError('reveal_quota_exceeded', { perDay: REVEALS_A_DAY });
    await recordReveals(tx, [
      {
        codeId: code.id,
        channel: 'staff',
        orderId: code.order_id,
        actorId: loginId,
        reason: input.reason,
        ip: ctx.ip,
        userAgent: ctx.userAgent,
      },
    ]);
    await recordAudit(tx, ctx, {
      action: 'inventory.reveal',
      subjectKind: 'code',
      subjectId: code.id,
      data: { reason: input.reason, ...(requestId === undefined ? {} : { requestId }) },
    });
  });
  const [opened] = await openCodes(ctx.core, tenantId, [input.codeId]);
  assert(opened, 'a revealed code did not open');
  return opened;
}
