import type { HoldRulesDto } from '@keyfall/contracts/withdrawal-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { flagOrder, prolongHold, readHoldRules, writeAccountHold, writeHoldDays } from './hold-rule-queries.ts';

/** How long income waits before it is available. */
export async function getHoldRules(ctx: Ctx<StaffPrincipal>): Promise<HoldRulesDto> {
  const { tenant, accounts } = await asStaff(ctx, readHoldRules);
  return {
    usualDays: tenant.hold_days,
    riskyDays: tenant.risk_hold_days,
    accounts: accounts.map(({ id, name, hold_days: days }) => ({ id, name, days })),
  };
}

/** Changes it for what is earned from now on; what is held keeps its day. @throws DomainError not_found (an account) */
export async function saveHoldRules(
  ctx: Ctx<StaffPrincipal>,
  input: Pick<HoldRulesDto, 'usualDays' | 'riskyDays'> & {
    readonly accounts: readonly { readonly id: string; readonly days: number | null }[];
  },
): Promise<void> {
  await asService(ctx, async (tx) => {
    await writeHoldDays(tx, { usual: input.usualDays, risky: input.riskyDays });
    for (const { id, days } of input.accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      if (!(await writeAccountHold(tx, id, days))) throw new DomainError('not_found', { what: 'gateway_account' });
    }
    await recordAudit(tx, ctx, { action: 'withdrawals.save_hold', data: { ...input } });
  });
}

/**
 * A person doubts an order: what of its income is still held, and what it will still earn, waits longer. Taking the doubt
 * back shortens nothing that waits already. @throws DomainError order_not_found
 */
export async function flagOrderRisk(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly orderNo: string; readonly note: string | null },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const orderId = await flagOrder(tx, input.orderNo, input.note);
    if (orderId === undefined) throw new DomainError('order_not_found');
    if (input.note !== null) await prolongHold(tx, orderId);
    await recordAudit(tx, ctx, {
      action: input.note === null ? 'orders.clear_risk' : 'orders.flag_risk',
      subjectKind: 'order',
      subjectId: orderId,
      data: { note: input.note },
    });
  });
}
