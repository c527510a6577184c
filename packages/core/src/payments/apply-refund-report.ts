import { isUuid, type GatewayAccountId, type OrderId, type RefundId, type TenantId } from '@keyfall/contracts';
import { serviceTx, withRetry, type ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { assert } from '../errors.ts';
import { queueOutbox, wakeWorker } from '../jobs/index.ts';
import { postJournal, refundConfirmJournal } from '../ledger/index.ts';
import { closeAlert, raiseAlert } from '../notifications/index.ts';
import { announceOrderChange, canMoveRefund, insertOrderEvent } from '../orders/index.ts';
import type { RefundReport } from './gateway.port.ts';
import { lockRefund, findRefund, moveRefund, type RefundRow } from './refund-queries.ts';
import { lockRefundableOrder } from './refundable-order-queries.ts';
import { readReceiptAccount } from './receipt-queries.ts';
import { returnFee } from './return-fee.ts';

/** Why a refund fails at once whose currency no adapter of ours can name to its provider. */
export const UNBOOKED_CURRENCY = 'unknown_currency';
const RETRY_AFTER_FAILURE_SECONDS = [60, 300, 900, 3_600] as const;
const ASK_AGAIN_SECONDS = [5, 15, 60, 300, 900] as const;

function pick(list: readonly number[], tries: number): number {
  return list[Math.min(Math.max(tries - 1, 0), list.length - 1)] ?? 3_600;
}

/**
 * Writes down what the provider says of a refund, whoever reported it. Money that has left is booked once; a failed refund
 * keeps being owed to the buyer, is tried again under the same reference and raises an alert; no answer changes nothing
 * but the time of the next question. Reports about finished or unknown refunds do nothing. Locks: order, refund.
 */
export async function applyRefundReport(
  core: Core,
  given: {
    readonly tenantId: TenantId;
    readonly requestId: string;
    readonly refundId: string;
    readonly report: RefundReport;
  },
): Promise<void> {
  const { tenantId, refundId, report } = given;
  if (!isUuid(refundId)) return;
  const journalId = uuidv7();
  const orderId = await withRetry(() =>
    serviceTx(core.db, { tenantId, requestId: given.requestId }, async (tx) => {
      const seen = await findRefund(tx, refundId);
      if (seen === undefined) return null;
      const order = seen.order_id === null ? undefined : await lockRefundableOrder(tx, { orderId: seen.order_id });
      const refund = await lockRefund(tx, refundId);
      if (refund === undefined || !['approved', 'submitted', 'failed'].includes(refund.state)) return null;
      switch (report.state) {
        case 'done':
          await finishRefund(tx, tenantId, refund, {
            providerRef: report.providerRef,
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
          break;
        case 'failed':
          if (!canMoveRefund(refund.state, 'failed')) break;
          if (report.failure === UNBOOKED_CURRENCY) {
            // No try will ever end otherwise: a person was alerted when it was approved, see `settleRefundByHand`.
            await moveRefund(tx, refundId, { state: 'failed', nextTrySeconds: null, errorCode: UNBOOKED_CURRENCY });
            break;
          }
          await postpone(tx, tenantId, refundId, {
            state: 'failed',
            nextTrySeconds: pick(RETRY_AFTER_FAILURE_SECONDS, refund.tries),
            providerRef: report.providerRef,
            errorCode: (report.failure ?? 'refused').slice(0, 80),
          });
          await raiseAlert(tx, {
            kind: 'refund.failed',
            subject: refundId,
            params: { order_no: order?.order_no ?? null },
          });
          break;
        case 'submitted':
        case 'unknown':
          await postpone(tx, tenantId, refundId, {
            state: 'submitted',
            nextTrySeconds: pick(ASK_AGAIN_SECONDS, refund.tries),
            providerRef: report.providerRef,
          });
          break;
      }
      return refund.order_id;
    }),
  );
  if (orderId !== null) announceOrderChange(core, tenantId, orderId);
}

/** The refund is not finished: the worker is woken when its next step is due. */
async function postpone(
  tx: ServiceTx,
  tenantId: TenantId,
  refundId: string,
  move: Parameters<typeof moveRefund>[2] & { readonly nextTrySeconds: number },
): Promise<void> {
  await moveRefund(tx, refundId, move);
  await wakeWorker(tx, tenantId, 'refund.submit', move.nextTrySeconds);
}

/**
 * Books that the money of a locked refund has left, whoever says so. The ledger books any currency. What a distributor's own
 * gateway sent back was never ours, so nothing is posted for it.
 */
export async function finishRefund(
  tx: ServiceTx,
  tenantId: TenantId,
  refund: RefundRow,
  given: { readonly providerRef: string | undefined; readonly journalId: string; readonly orderNo: string | null },
): Promise<void> {
  const { providerRef, journalId, orderNo } = given;
  const { accountId: account, collectedBy } = await readReceiptAccount(tx, refund.receipt_id);
  assert(account, 'a refund into a wallet is done when it is approved');
  if (collectedBy === 'platform') await bookSent(tx, tenantId, refund, { account, journalId, orderNo });
  await moveRefund(tx, refund.id, { state: 'done', nextTrySeconds: null, providerRef });
  if (collectedBy === 'platform') {
    await returnFee(
      tx,
      tenantId,
      { id: refund.id, orderId: refund.order_id, receiptId: refund.receipt_id, currency: refund.currency },
      { accountId: account, orderNo },
    );
  }
  await closeAlert(tx, 'refund.failed', refund.id);
  await closeAlert(tx, 'refund.by_hand', refund.id);
  await queueOutbox(tx, tenantId, {
    topic: 'refund.done',
    dedupe: `refund.done:${refund.id}`,
    payload: { refund_id: refund.id },
  });
}

async function bookSent(
  tx: ServiceTx,
  tenantId: TenantId,
  refund: RefundRow,
  given: { readonly account: string; readonly journalId: string; readonly orderNo: string | null },
): Promise<void> {
  const { account, journalId, orderNo } = given;
  const journal = refundConfirmJournal({
    refundId: refund.id as RefundId,
    orderId: refund.order_id as OrderId | null,
    currency: refund.currency as CurrencyCode,
    amount: refund.amount,
    target: { via: 'gateway', gatewayAccountId: account as GatewayAccountId },
  });
  await postJournal(tx, tenantId, journal, { journalId, reference: orderNo });
}
