import type { DistributorId, OrderId, OrderState, RefundId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { wakeWorker } from '../jobs/index.ts';
import { readRevealed, releaseReserved, returnSoldCodes } from '../inventory/index.ts';
import {
  bonusOfWalletRefund,
  fulfilmentLossJournal,
  isEmptyJournal,
  postJournal,
  refundApproveJournal,
  restockJournal,
  type RefundTarget,
} from '../ledger/index.ts';
import { lineStateOf, orderStateOf, type RefundPlan, type RefundPlanLine } from '../orders/index.ts';
import { planUnderLocks, previewRefund, type LoadedRefund, type RefundWish } from './refund-plan.ts';
import {
  bookClaw,
  bookRefundOnLine,
  bookRefundOnOrder,
  markReturned,
  readReturnableUnits,
  type RefundLineRow,
} from './refund-queries.ts';
import { bookRefundOnCharge, type RefundableOrderRow } from './refundable-order-queries.ts';

/**
 * Books an approved refund: returned goods, journals, lines, income lines, order state. Lines and income lines were locked
 * before; codes are locked and taken back first, then every balance it may move, as late as can be. Codes nobody has opened
 * go into quarantine at cost, opened ones are lost. Money of a wallet is back at once, cash first; where a seller collected
 * the buyer's money itself, that is what it had been charged, and the buyer's money goes back through the seller's gateway.
 * Answers what was booked, the id of the approval's journal (null: nothing to book), and whether nothing is left to do.
 */
export async function postRefund(
  tx: ServiceTx,
  tenantId: string,
  given: {
    readonly refundId: string;
    readonly order: RefundableOrderRow;
    readonly loaded: LoadedRefund;
    readonly wish: RefundWish;
  },
): Promise<{ readonly plan: RefundPlan; readonly journalId: string | null; readonly isFinal: boolean }> {
  const { refundId, order, loaded, wish } = given;
  let restocked = 0n;
  let lost = 0n;
  // Which units and how much money go back does not depend on anybody's balance.
  for (const line of previewRefund(loaded, wish).lines) {
    const row = rowOf(loaded, line.line);
    const goods = await takeBackGoods(tx, refundId, order.id, row, line);
    restocked += goods.restocked;
    lost += goods.lost;
    if (line.undeliveredUnits > 0) {
      const keep = row.quantity - row.delivered - row.refunded_open - line.undeliveredUnits;
      await releaseReserved(tx, tenantId, { orderId: order.id, line: line.line, keep });
    }
  }

  const plan = await planUnderLocks(tx, tenantId, order, loaded, wish);
  for (const line of plan.lines) await bookLine(tx, order.id, rowOf(loaded, line.line), line);
  await bookRefundOnOrder(tx, order.id, {
    cash: plan.cash,
    state: orderStateAfter(order.state as OrderState, loaded, plan),
  });

  const head = {
    refundId: refundId as RefundId,
    orderId: order.id as OrderId,
    currency: parseCurrency(order.currency),
  };
  if (order.charge !== null) {
    await bookRefundOnCharge(tx, order.id, plan.amounts.cash);
    await wakeWorker(tx, tenantId, 'wallet.watch');
  }
  const approval = refundApproveJournal({ ...head, ...plan.amounts, target: targetOf(order, plan.amounts.cash) });
  // Goods that cost a collecting seller nothing leave nothing to take back.
  const journalId = isEmptyJournal(approval) ? null : uuidv7();
  if (journalId !== null) await postJournal(tx, tenantId, approval, { journalId, reference: order.order_no });
  for (const journal of [
    restockJournal({ ...head, cost: restocked }),
    fulfilmentLossJournal({ ...head, cost: lost }),
  ]) {
    if (!isEmptyJournal(journal))
      await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: order.order_no });
  }
  return { plan, journalId, isFinal: order.charge !== null && order.collected_by === 'platform' };
}

/** Money goes back to where it came from: the provider, or the wallet, its cash first and then its bonus. */
function targetOf(order: RefundableOrderRow, cash: bigint): RefundTarget {
  const { charge } = order;
  if (charge === null) return { to: 'payable' };
  const cashPaid = charge.amount - charge.bonus;
  const bonus = bonusOfWalletRefund({ cashPaid, refundedBefore: charge.refunded, refund: cash });
  return { to: 'wallet', distributorId: charge.distributorId as DistributorId, bonus };
}

function rowOf(loaded: LoadedRefund, line: number): RefundLineRow {
  const row = loaded.rows.find((one) => one.line === line);
  if (row === undefined) throw new RangeError(`line ${line} is not of this order`);
  return row;
}

async function takeBackGoods(
  tx: ServiceTx,
  refundId: string,
  orderId: string,
  row: RefundLineRow,
  line: RefundPlanLine,
): Promise<{ readonly restocked: bigint; readonly lost: bigint }> {
  if (line.deliveredUnits === 0) return { restocked: 0n, lost: 0n };
  const units = await readReturnableUnits(tx, orderId, line.line, line.deliveredUnits);
  await markReturned(tx, { orderId, line: line.line, units: units.map((unit) => unit.unit), refundId });
  const codes = units.flatMap((unit) => (unit.code_id === null ? [] : [unit.code_id]));
  // What was done by hand cannot come back; its cost per unit is the line's.
  const byHand = units.length - codes.length;
  const handCost = row.delivered === 0 ? 0n : (row.cost_amount * BigInt(byHand)) / BigInt(row.delivered);
  const revealed = await readRevealed(tx, codes);
  const unseen = await returnSoldCodes(
    tx,
    codes.filter((code) => !revealed.has(code)),
    'quarantined',
  );
  const seen = await returnSoldCodes(
    tx,
    codes.filter((code) => revealed.has(code)),
    'void',
  );
  return { restocked: unseen.cost, lost: seen.cost + handCost };
}

async function bookLine(tx: ServiceTx, orderId: string, row: RefundLineRow, line: RefundPlanLine): Promise<void> {
  const refundedUndelivered = row.refunded_open + line.undeliveredUnits;
  const progress = { quantity: row.quantity, delivered: row.delivered, refundedUndelivered, unknown: 0 };
  await bookRefundOnLine(tx, orderId, {
    line: line.line,
    deliveredUnits: line.deliveredUnits,
    openUnits: line.undeliveredUnits,
    cash: line.cash,
    openCash: line.cash - line.returnedCash,
    ...(row.charge_amount === null
      ? { charge: 0n, openCharge: 0n }
      : { charge: line.deferred + line.returned.gross, openCharge: line.deferred }),
    state: lineStateOf(progress),
    isSettled: row.quantity === row.delivered + refundedUndelivered,
  });
  for (const claw of line.returned.claws) {
    if (claw.amount === 0n) continue;
    await bookClaw(tx, orderId, {
      line: line.line,
      earnerId: claw.distributorId,
      amount: claw.amount,
      fromPending: claw.fromPending,
    });
  }
}

/** The state of the order once the plan is booked: only giving back what was never delivered can move it. */
function orderStateAfter(state: OrderState, loaded: LoadedRefund, plan: RefundPlan): OrderState {
  const lines = loaded.rows.map((row) => ({
    quantity: row.quantity,
    delivered: row.delivered,
    refundedUndelivered: row.refunded_open + (plan.lines.find((line) => line.line === row.line)?.undeliveredUnits ?? 0),
    unknown: 0,
  }));
  const after = orderStateOf(lines);
  return after === 'fulfilling' ? state : after;
}
