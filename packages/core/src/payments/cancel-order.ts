import type { StaffPrincipal } from '../context.ts';
import { asService, type BuyerPrincipal, type Ctx } from '../context.ts';
import { recordAudit } from '../audit/index.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { announceOrderChange, assertOrderMove, beginClosing, callCloseOrder, lockOrder } from '../orders/index.ts';
import type { OrderState } from '@keyfall/contracts';
import { askAttemptsNow, readAttempts } from './attempt-queries.ts';

/**
 * Gives up an order that was not paid. Where no payment was started it is closed at once; else its closing begins and ends
 * when the providers have confirmed. Asking again is no error.
 *
 * @throws DomainError order_not_found (also another buyer's), not_cancellable (paid already)
 */
export async function cancelOrder(
  ctx: Ctx<BuyerPrincipal | StaffPrincipal>,
  input: { readonly orderNo: string },
): Promise<{ readonly state: OrderState }> {
  const { principal } = ctx;
  const own = principal.kind === 'buyer' ? { shopId: principal.shopId, buyerId: principal.buyerId } : {};
  const result = await asService(ctx, async (tx) => {
    const order = await lockOrder(tx, { orderNo: input.orderNo, ...own });
    if (order === undefined) throw new DomainError('order_not_found');
    const state = order.state as OrderState;
    if (state === 'closing' || state === 'closed') return { orderId: order.id, state };
    if (state !== 'awaiting_payment') throw new DomainError('not_cancellable', { state });
    assertOrderMove(state, 'closing');
    await beginClosing(tx, order);
    if (principal.kind === 'staff') {
      await recordAudit(tx, ctx, { action: 'orders.cancel', subjectKind: 'order', subjectId: order.id });
    }
    const open = (await readAttempts(tx, order.id)).filter((attempt) =>
      ['created', 'pending', 'unknown'].includes(attempt.state),
    );
    if (open.length === 0) {
      await callCloseOrder(tx, principal.tenantId, order.id);
      return { orderId: order.id, state: 'closed' as const };
    }
    await askAttemptsNow(tx, [order.id]);
    await wakeWorker(tx, principal.tenantId, 'payment.query');
    await wakeWorker(tx, principal.tenantId, 'order.close', 2);
    return { orderId: order.id, state: 'closing' as const };
  });
  announceOrderChange(ctx.core, principal.tenantId, result.orderId);
  ctx.core.ports.poke(principal.tenantId, 'payment.query');
  return { state: result.state };
}
