import type { RefundReason } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { DomainError } from '../errors.ts';
import { queueOutbox, wakeWorker } from '../jobs/index.ts';
import { insertOrderEvent, type RefundUnits } from '../orders/index.ts';
import { loadRefundable, previewRefund, type LoadedRefund } from './refund-plan.ts';
import { postRefund } from './post-refund.ts';
import { assertPaid } from './request-refund.ts';
import {
  approveRefundRow,
  bookRefundOnLine,
  bookRefundOnOrder,
  insertRefund,
  writeRefundLines,
} from './refund-queries.ts';
import { lockRefundableOrder, type RefundableOrderRow } from './refundable-order-queries.ts';

/**
 * Gives back the money of a paid order's units that can no longer be delivered: the open units of every line whose time to
 * settle has come. The system owes it by its own rules, so no person approves it. Joins the caller's transaction, in which
 * a last delivery was tried. Answers the cash that goes back; 0n when nothing was due (or nothing had been paid for it).
 */
export async function refundUndelivered(tx: ServiceTx, tenantId: string, orderId: string): Promise<bigint> {
  const order = await lockRefundableOrder(tx, { orderId });
  if (order === undefined || !['paid', 'fulfilling', 'partly_delivered'].includes(order.state)) return 0n;
  const loaded = await loadRefundable(tx, order);
  const units = loaded.rows
    .filter((row) => row.is_due && row.quantity > row.delivered + row.refunded_open)
    .map((row): RefundUnits => ({
      line: row.line,
      delivered: 0,
      undelivered: row.quantity - row.delivered - row.refunded_open,
    }));
  if (units.length === 0) return 0n;
  if (order.amount === 0n) {
    await giveUpFreeUnits(tx, order, loaded, units);
    return 0n;
  }
  return await refundUnits(tx, tenantId, order, loaded, units, 'undelivered', 'could not be delivered');
}

async function refundUnits(
  tx: ServiceTx,
  tenantId: string,
  order: RefundableOrderRow,
  loaded: LoadedRefund,
  units: readonly RefundUnits[],
  cause: RefundReason,
  reason: string,
): Promise<bigint> {
  const paid = assertPaid(order);
  const cash = cashOf(loaded, units);
  if (cash === undefined) {
    await giveUpFreeUnits(tx, order, loaded, units);
    return 0n;
  }
  const refundId = uuidv7();
  await insertRefund(tx, {
    id: refundId,
    orderId: paid.id,
    buyerId: paid.buyer_id,
    receiptId: paid.receipt_id,
    kind: 'order',
    amount: cash,
    currency: paid.currency,
    state: 'approved',
    cause,
    reason,
    requestedBy: null,
  });
  const { plan, journalId, isFinal } = await postRefund(tx, tenantId, {
    refundId,
    order: paid,
    loaded,
    wish: { units },
  });
  await writeRefundLines(
    tx,
    refundId,
    paid.id,
    plan.lines.map((line) => ({
      line: line.line,
      openUnits: line.undeliveredUnits,
      deliveredUnits: 0,
      openAmount: line.cash,
      deliveredAmount: 0n,
    })),
  );
  await approveRefundRow(tx, refundId, null, { journalId, isFinal });
  await insertOrderEvent(tx, paid, {
    kind: 'refund_approved',
    isPublic: true,
    data: { refund_id: refundId, amount: cash.toString(), cause },
  });
  await queueOutbox(tx, tenantId, {
    topic: isFinal ? 'refund.done' : 'refund.approved',
    dedupe: `refund.${isFinal ? 'done' : 'approved'}:${refundId}`,
    payload: { refund_id: refundId },
  });
  await wakeWorker(tx, tenantId, isFinal ? 'wallet.watch' : 'refund.submit');
  return cash;
}

/** Undefined when the units cost nothing: there is nothing to refund then. */
function cashOf(loaded: LoadedRefund, units: readonly RefundUnits[]): bigint | undefined {
  try {
    return previewRefund(loaded, { units }).cash;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'refund_nothing') return undefined;
    throw error;
  }
}

/** Units that cost nothing are simply not delivered. */
async function giveUpFreeUnits(
  tx: ServiceTx,
  order: RefundableOrderRow,
  loaded: LoadedRefund,
  units: readonly RefundUnits[],
): Promise<void> {
  for (const { line, undelivered } of units) {
    const row = loaded.rows.find((one) => one.line === line);
    const state = row !== undefined && row.delivered > 0 ? 'partly_delivered' : 'failed';
    await bookRefundOnLine(tx, order.id, {
      line,
      deliveredUnits: 0,
      openUnits: undelivered,
      cash: 0n,
      openCash: 0n,
      charge: 0n,
      openCharge: 0n,
      state,
      isSettled: true,
    });
  }
  const openElsewhere = loaded.rows.some(
    (row) => row.quantity > row.delivered + row.refunded_open && !units.some((one) => one.line === row.line),
  );
  const delivered = loaded.rows.some((row) => row.delivered > 0);
  const state = openElsewhere ? order.state : delivered ? 'partly_delivered' : 'refund_only';
  await bookRefundOnOrder(tx, order.id, { cash: 0n, state });
  await insertOrderEvent(tx, order, { kind: 'not_delivered', isPublic: true });
}
