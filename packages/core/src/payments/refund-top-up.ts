import type { DistributorId, RefundId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { formatMinor, type CurrencyCode } from '@keyfall/money';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { postJournal, walletPayBackJournal } from '../ledger/index.ts';
import { insertTopUpRefund, readTopUpReceipt } from './top-up-refund-queries.ts';

/**
 * Owes part of a top-up to whoever paid it, as people have agreed: the wallet's held cash (2045) goes into refunds on their way
 * (2060), and from this commit on the worker takes it to the gateway that took the money, under the refund's id. Never more than
 * the gateway brought less what was promised back before. The caller has locked the top-up, then the wallet's balances.
 *
 * @throws DomainError not_found (no money of this top-up), refund_exceeds_paid
 */
export async function refundTopUp(
  tx: ServiceTx,
  tenantId: string,
  given: {
    readonly refundId: RefundId;
    readonly journalId: string;
    readonly topUpId: string;
    readonly distributorId: DistributorId;
    readonly currency: CurrencyCode;
    readonly amount: bigint;
    /** What people find it by. */
    readonly reference: string;
    readonly requestedBy: string;
    readonly approvedBy: string;
  },
): Promise<void> {
  const { refundId, journalId, distributorId, currency, amount } = given;
  const receipt = await readTopUpReceipt(tx, given.topUpId);
  if (receipt === undefined || receipt.currency !== currency) throw new DomainError('not_found', { what: 'receipt' });
  const left = receipt.amount - receipt.promised;
  if (amount > left) {
    const params = { refundable: formatMinor(left, currency), requested: formatMinor(amount, currency) };
    throw new DomainError('refund_exceeds_paid', params);
  }
  const journal = walletPayBackJournal({ refundId, distributorId, currency, amount });
  await postJournal(tx, tenantId, journal, { journalId, reference: given.reference });
  await insertTopUpRefund(tx, {
    id: refundId,
    receiptId: receipt.id,
    distributorId,
    amount,
    currency,
    reason: given.reference,
    requestedBy: given.requestedBy,
    approvedBy: given.approvedBy,
    journalId,
  });
  await wakeWorker(tx, tenantId, 'refund.submit');
}
