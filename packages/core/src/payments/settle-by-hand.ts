import type { RefundId, RefundState } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceOrderChange, insertOrderEvent } from '../orders/index.ts';
import { finishRefund } from './apply-refund-report.ts';
import { findRefund, lockRefund } from './refund-queries.ts';
import { lockRefundableOrder } from './refundable-order-queries.ts';

/**
 * Ends a refund that its provider will not do, by a person's word that the money was sent back in another way: in the
 * provider's own back office, say, because it came in a currency we do not book in. Booked as if the provider had confirmed
 * it. Only for refunds that failed: one that is with the provider just now may still leave there. Whoever asked for a refund
 * cannot say that it was paid. Locks: order, refund.
 *
 * @throws DomainError not_found, refund_state_conflict, refund_own_request
 */
export async function settleRefundByHand(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly refundId: RefundId;
    /** What the payment is called where it was made: a transaction number, say. */
    readonly reference: string;
  },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const { refundId, reference } = input;
  const journalId = uuidv7();
  const orderId = await withRetry(() =>
    asService(ctx, async (tx) => {
      const seen = await findRefund(tx, refundId);
      if (seen === undefined) throw new DomainError('not_found', { what: 'refund' });
      const order = seen.order_id === null ? undefined : await lockRefundableOrder(tx, { orderId: seen.order_id });
      const refund = await lockRefund(tx, refundId);
      if (refund === undefined) throw new DomainError('not_found', { what: 'refund' });
      if (refund.state !== 'failed') {
        throw new DomainError('refund_state_conflict', { from: refund.state, to: 'done' satisfies RefundState });
      }
      if (refund.requested_by === loginId) throw new DomainError('refund_own_request');
      await finishRefund(tx, tenantId, refund, {
        providerRef: reference,
        journalId,
        orderNo: order?.order_no ?? null,
      });
      if (order !== undefined) {
        await insertOrderEvent(tx, order, {
          kind: 'refund_done',
          isPublic: true,
          data: { refund_id: refundId, amount: refund.amount.toString() },
        });
      }
      await recordAudit(tx, ctx, {
        action: 'refunds.settle_by_hand',
        subjectKind: 'refund',
        subjectId: refundId,
        data: { reference, amount: refund.amount.toString(), currency: refund.currency },
      });
      return refund.order_id;
    }),
  );
  if (orderId !== null) announceOrderChange(ctx.core, tenantId, orderId);
}
