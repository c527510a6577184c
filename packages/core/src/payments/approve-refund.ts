import type { RefundId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { queueOutbox, wakeWorker } from '../jobs/index.ts';
import { announceOrderChange, assertRefundMove, insertOrderEvent } from '../orders/index.ts';
import { loadRefundable, previewRefund, type RefundWish } from './refund-plan.ts';
import { postRefund } from './post-refund.ts';
import { assertPaid } from './request-refund.ts';
import {
  approveRefundRow,
  findRefund,
  lockRefund,
  readRefundUnits,
  rejectRefundRow,
  writeRefundLines,
  type RefundRow,
} from './refund-queries.ts';
import { lockRefundableOrder } from './refundable-order-queries.ts';

/**
 * Approves what another person asked for. Everybody in the chain gives back its part in this commit, so that nobody can
 * withdraw it while the provider works: out of what is held, then out of what is available, then as debt. The goods are
 * taken back, the provider is asked right after. Locks: order, lines, refund, income lines, codes, balances.
 *
 * @throws DomainError not_found, refund_own_request, refund_state_conflict, version_conflict (the order has moved on and the
 *   amount asked for is no longer right), refund_units_exceeded, refund_exceeds_paid
 */
export async function approveRefund(ctx: Ctx<StaffPrincipal>, input: { readonly refundId: RefundId }): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const orderId = await withRetry(() =>
    asService(ctx, async (tx) => {
      const { refund, order, loaded } = await lockForDecision(tx, input.refundId);
      if (refund.requested_by === loginId) throw new DomainError('refund_own_request');
      assertRefundMove(refund.state, 'approved');
      const wish = await wishOfRefund(tx, refund);
      if (previewRefund(loaded, wish).cash !== refund.amount) {
        throw new DomainError('version_conflict', { what: 'order' });
      }
      const { plan, journalId, isFinal } = await postRefund(tx, tenantId, { refundId: refund.id, order, loaded, wish });
      await writeRefundLines(
        tx,
        refund.id,
        order.id,
        plan.lines.map((line) => ({
          line: line.line,
          openUnits: line.undeliveredUnits,
          deliveredUnits: line.deliveredUnits,
          openAmount: line.cash - line.returnedCash,
          deliveredAmount: line.returnedCash,
        })),
      );
      await approveRefundRow(tx, refund.id, loginId, { journalId, isFinal });
      await insertOrderEvent(tx, order, {
        kind: 'refund_approved',
        isPublic: true,
        data: { refund_id: refund.id, amount: refund.amount.toString() },
      });
      await queueOutbox(tx, tenantId, {
        topic: isFinal ? 'refund.done' : 'refund.approved',
        dedupe: `refund.${isFinal ? 'done' : 'approved'}:${refund.id}`,
        payload: { refund_id: refund.id },
      });
      await wakeWorker(tx, tenantId, isFinal ? 'wallet.watch' : 'refund.submit');
      await recordAudit(tx, ctx, {
        action: 'refunds.approve',
        subjectKind: 'refund',
        subjectId: refund.id,
        data: { orderId: order.id, amount: refund.amount.toString(), currency: refund.currency },
      });
      return order.id;
    }),
  );
  announceOrderChange(ctx.core, tenantId, orderId);
  ctx.core.ports.poke(tenantId, 'refund.submit');
}

/**
 * Turns down what another person asked for; nothing has moved and nothing moves. Who asked may take it back himself.
 * @throws DomainError not_found, refund_state_conflict
 */
export async function rejectRefund(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly refundId: RefundId; readonly reason: string },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const { refund, order } = await lockForDecision(tx, input.refundId);
    assertRefundMove(refund.state, 'rejected');
    await rejectRefundRow(tx, refund.id, ctx.principal.loginId);
    await insertOrderEvent(tx, order, {
      kind: 'refund_rejected',
      isPublic: false,
      data: { refund_id: refund.id, reason: input.reason },
    });
    await recordAudit(tx, ctx, {
      action: 'refunds.reject',
      subjectKind: 'refund',
      subjectId: refund.id,
      data: { orderId: order.id, reason: input.reason },
    });
  });
}

async function lockForDecision(tx: ServiceTx, refundId: RefundId) {
  const seen = await findRefund(tx, refundId);
  if (seen?.order_id == null || seen.kind !== 'order') throw new DomainError('not_found', { what: 'refund' });
  const order = assertPaid(await lockRefundableOrder(tx, { orderId: seen.order_id }));
  const loaded = await loadRefundable(tx, order);
  const refund = await lockRefund(tx, refundId);
  if (refund === undefined) throw new DomainError('not_found', { what: 'refund' });
  return { refund, order, loaded };
}

async function wishOfRefund(tx: ServiceTx, refund: RefundRow): Promise<RefundWish> {
  if (refund.cause === 'goodwill') return { goodwill: refund.amount };
  const units = await readRefundUnits(tx, refund.id);
  return {
    units: units.map((row) => ({ line: row.line, delivered: row.delivered_units, undelivered: row.open_units })),
  };
}
