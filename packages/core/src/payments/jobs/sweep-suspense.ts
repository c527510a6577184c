import type { OrderId, RefundId, RefundReason } from '@keyfall/contracts';
import { serviceTx, type ServiceTx } from '@keyfall/db';
import { isCurrencyCode, parseCurrency, type CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../../context.ts';
import { queueOutbox, wakeWorker } from '../../jobs/index.ts';
import { postJournal, readSpendable, suspenseReturnJournal } from '../../ledger/index.ts';
import { raiseAlert } from '../../notifications/index.ts';
import { tellOfShortWallet } from '../../orders/index.ts';
import { approveRefundRow, insertRefund } from '../refund-queries.ts';
import { readUnreturnedSuspense, type SuspenseRow } from '../suspense-queries.ts';
import { sweepRefunds } from './sweep-refunds.ts';

const BATCH = 50;

const CAUSE_OF: Readonly<Record<string, RefundReason>> = {
  unknown_order: 'unknown_order',
  wrong_amount: 'wrong_amount',
  wrong_currency: 'wrong_currency',
  double: 'double_payment',
  late: 'late_payment',
  out_of_stock: 'late_payment',
  wallet_short: 'not_accepted',
};

/**
 * Sends money back that fits no order: late, double, wrong or unknown. By itself, since nobody but its payer has a claim to
 * it; once per receipt. The buyer is told where there is an order, and a seller that collects itself where its wallet could not
 * carry the cost.
 */
export async function sweepSuspense(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const done = await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
    const receipts = await readUnreturnedSuspense(tx, BATCH);
    for (const receipt of receipts) await returnMoney(tx, tenantId, receipt);
    if (receipts.length > 0) await wakeWorker(tx, tenantId, 'refund.submit');
    return receipts.length;
  });
  if (done > 0) await sweepRefunds(core, tenantId, requestId);
  return { done };
}

async function returnMoney(tx: ServiceTx, tenantId: string, receipt: SuspenseRow): Promise<void> {
  const refundId = uuidv7();
  const isNew = await insertRefund(tx, {
    id: refundId,
    orderId: receipt.order_id,
    buyerId: receipt.buyer_id,
    receiptId: receipt.id,
    kind: 'suspense',
    amount: receipt.amount,
    currency: receipt.currency,
    state: 'approved',
    cause: CAUSE_OF[receipt.reason] ?? 'unknown_order',
    reason: receipt.reason,
    requestedBy: null,
  });
  // Another worker was quicker.
  if (!isNew) return;
  const journalId = receipt.collected_by === 'platform' ? await bookReturn(tx, tenantId, refundId, receipt) : null;
  await approveRefundRow(tx, refundId, null, { journalId, isFinal: false });
  if (receipt.reason === 'wallet_short') await tellSeller(tx, tenantId, receipt);
  if (!isCurrencyCode(receipt.currency))
    await raiseAlert(tx, { kind: 'refund.by_hand', subject: refundId, params: { currency: receipt.currency } });
  if (receipt.order_id !== null) {
    await queueOutbox(tx, tenantId, {
      topic: 'refund.approved',
      dedupe: `refund.approved:${refundId}`,
      payload: { refund_id: refundId },
    });
  }
}

async function bookReturn(tx: ServiceTx, tenantId: string, refundId: string, receipt: SuspenseRow): Promise<string> {
  const journalId = uuidv7();
  // The ledger books any currency; only the provider's adapter needs one we know.
  const draft = suspenseReturnJournal({
    refundId: refundId as RefundId,
    orderId: receipt.order_id as OrderId | null,
    currency: receipt.currency as CurrencyCode,
    amount: receipt.amount,
  });
  await postJournal(tx, tenantId, draft, { journalId, reference: receipt.order_no });
  return journalId;
}

async function tellSeller(tx: ServiceTx, tenantId: string, receipt: SuspenseRow): Promise<void> {
  const { distributor_id: distributorId, charge: needed } = receipt;
  if (distributorId === null || needed === null) return;
  const currency = parseCurrency(receipt.currency);
  const spendable = await readSpendable(tx, distributorId, currency);
  await tellOfShortWallet(tx, tenantId, distributorId, { needed, spendable, currency });
}
