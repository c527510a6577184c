import type { DistributorId, GatewayAccountId, OrderId, RefundId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { wakeWorker } from '../jobs/index.ts';
import { lockBalances, postJournal, refundFeeReturnJournal } from '../ledger/index.ts';
import {
  bookFeeReturn,
  lockBorneFees,
  lockReturnableFee,
  writeFeeReturned,
  type BorneFeeRow,
} from './fee-return-queries.ts';

/**
 * Books what a gateway gives back of its fee with a refund that has just been done, where its account says so. In all,
 * floor(fee × refunded ÷ paid) has come back, so parts sum to the fee exactly. A seller who bore the fee gets back its part of
 * the delivered money that was refunded by the same rule, line by line: into pending while any of these lines is held, else as
 * available money, which repays debt first. Locks: attempt, income lines, then the seller's balances.
 */
export async function returnFee(
  tx: ServiceTx,
  tenantId: string,
  refund: {
    readonly id: string;
    readonly orderId: string | null;
    readonly receiptId: string;
    readonly currency: string;
  },
  given: { readonly accountId: string; readonly orderNo: string | null },
): Promise<void> {
  const receipt = await lockReturnableFee(tx, refund.receiptId);
  if (receipt === undefined) return;
  const fee = (receipt.fee * receipt.refunded) / receipt.amount - receipt.returned;
  if (fee <= 0n) return;
  await writeFeeReturned(tx, refund.id, fee);
  const seller = refund.orderId === null ? null : await returnToSeller(tx, tenantId, refund.orderId, refund.currency);
  const journal = refundFeeReturnJournal({
    refundId: refund.id as RefundId,
    orderId: refund.orderId as OrderId | null,
    currency: refund.currency as CurrencyCode,
    gatewayAccountId: given.accountId as GatewayAccountId,
    fee,
    seller,
  });
  await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: given.orderNo });
}

type SellerPart = Parameters<typeof refundFeeReturnJournal>[0]['seller'];

async function returnToSeller(tx: ServiceTx, tenantId: string, orderId: string, currency: string): Promise<SellerPart> {
  const parts = (await lockBorneFees(tx, orderId))
    .map((row) => ({ row, amount: dueOf(row) }))
    .filter((part) => part.amount > 0n);
  const [first] = parts;
  if (first === undefined) return null;
  const distributorId = first.row.earner_id as DistributorId;
  const amount = parts.reduce((sum, part) => sum + part.amount, 0n);
  const isReleased = parts.every((part) => part.row.is_over);
  for (const part of parts) {
    await bookFeeReturn(tx, orderId, {
      line: part.row.line,
      earnerId: distributorId,
      amount: part.amount,
      isReleased,
    });
  }
  if (!isReleased) {
    await wakeWorker(tx, tenantId, 'commission.release');
    return { distributorId, amount, into: 'pending' };
  }
  const locked = await lockBalances(tx, tenantId, currency as CurrencyCode, [
    { code: '1210', ownerId: distributorId },
    { code: '2020', ownerId: distributorId },
  ]);
  const debt = locked.find((row) => row.code === '1210')?.balance ?? 0n;
  return { distributorId, amount, into: 'available', debt };
}

/** What of the fee on a line is due back to its seller now, never more than it still bears. */
function dueOf({ borne, returned, earned, refunded }: BorneFeeRow): bigint {
  if (earned === 0n) return 0n;
  const due = ((borne + returned) * refunded) / earned - returned;
  if (due < 0n) return 0n;
  return due < borne ? due : borne;
}
