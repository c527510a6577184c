import type { DistributorId, GatewayAccountId, IncomeModel, OrderId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft, JournalLine } from '../journal.rules.ts';
import { receiveLines } from './money-path.rules.ts';
import type { MoneySource } from './money-path.rules.ts';

/** A part of an order line that was earned at once: what the house and each earner get of it. All sum to `gross`. */
export interface EarnedPart {
  readonly model: IncomeModel;
  readonly gross: bigint;
  /** May be a small negative in one step of a partial delivery; over all steps it is exact. */
  readonly house: bigint;
  readonly shares: readonly { readonly distributorId: DistributorId; readonly amount: bigint }[];
}

/**
 * An order is paid: the money waits in 2070 until the goods leave. A platform-funded coupon is our own expense, a
 * stored-value voucher was sold before; both make up what the buyer did not pay now.
 */
export function payJournal(given: {
  /** From `receiptKey`. */
  readonly idemKey: string;
  readonly orderId: OrderId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly source: MoneySource;
  readonly promo?: bigint;
  readonly voucher?: bigint;
}): JournalDraft {
  const { amount, source, promo = 0n, voucher = 0n } = given;
  assertAmounts({ promo, voucher });
  return draftJournal({ ...given, kind: 'pay' }, [
    ...receiveLines(source, amount),
    debit('5030', promo),
    debit('2095', voucher),
    credit('2070', amount + promo + voucher),
  ]);
}

/** A stored-value voucher is sold: what it is worth is owed to whoever holds it, until it pays for an order. */
export function voucherSaleJournal(given: {
  /** From `receiptKey`. */
  readonly idemKey: string;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly source: MoneySource;
}): JournalDraft {
  const { idemKey, currency, amount, source } = given;
  return draftJournal({ idemKey, kind: 'voucher_sale', currency }, [
    ...receiveLines(source, amount),
    credit('2095', amount),
  ]);
}

/**
 * Goods were delivered: deferred money becomes the house's revenue and the earners' pending commission. In the percentage
 * model all of it is revenue and commission an expense.
 *
 * @param given.step names the step where an order is delivered in several, e.g. `1:4-6`; left out when all at once
 */
export function deliverJournal(given: {
  readonly orderId: OrderId;
  readonly step?: string;
  readonly currency: CurrencyCode;
  readonly parts: readonly EarnedPart[];
}): JournalDraft {
  const { orderId, currency, parts } = given;
  return draftJournal(
    { idemKey: orderKey('deliver', orderId, given.step), kind: 'deliver', currency, orderId },
    parts.flatMap(earnLines),
  );
}

function earnLines(part: EarnedPart): readonly JournalLine[] {
  const commission = part.shares.reduce((sum, share) => sum + share.amount, 0n);
  assert(part.house + commission === part.gross, 'house and shares are not the whole part');
  for (const share of part.shares) assertAmounts({ share: share.amount });
  const pending = part.shares.map((share) => credit('2010', share.amount, share.distributorId));
  return part.model === 'percentage'
    ? [debit('2070', part.gross), credit('4010', part.gross), debit('5040', commission), ...pending]
    : [debit('2070', part.gross), credit('4010', part.house), ...pending];
}

/** The cost of codes that left the stock. */
export function cogsJournal(given: {
  readonly orderId: OrderId;
  readonly step?: string;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}): JournalDraft {
  const { orderId, currency, cost } = given;
  assertAmounts({ cost });
  return draftJournal({ idemKey: orderKey('cogs', orderId, given.step), kind: 'cogs', currency, orderId }, [
    debit('5010', cost),
    credit('1110', cost),
  ]);
}

/** Where the seller bears the gateway's fee: charged to its pending commission, at most what it earned. */
export function feeRecoveryJournal(given: {
  readonly orderId: OrderId;
  readonly step?: string;
  readonly currency: CurrencyCode;
  readonly sellerId: DistributorId;
  readonly feeBorne: bigint;
}): JournalDraft {
  const { orderId, currency, sellerId, feeBorne } = given;
  assertAmounts({ feeBorne });
  return draftJournal({ idemKey: orderKey('feerec', orderId, given.step), kind: 'fee_recovery', currency, orderId }, [
    debit('2010', feeBorne, sellerId),
    credit('4030', feeBorne),
  ]);
}

/**
 * A provider kept another fee than we had booked, of a receipt by its bill or of a settlement by what arrived. `difference`:
 * real less booked, either sign.
 * @param given.subjectId the receipt or the settlement
 */
export function feeDifferenceJournal(given: {
  readonly subjectId: string;
  readonly gatewayAccountId: GatewayAccountId;
  readonly currency: CurrencyCode;
  readonly difference: bigint;
}): JournalDraft {
  return draftJournal({ idemKey: `feediff:${given.subjectId}`, kind: 'fee_difference', currency: given.currency }, [
    debit('5020', given.difference),
    credit('1020', given.difference, given.gatewayAccountId),
  ]);
}

export function orderKey(prefix: string, orderId: OrderId, step: string | undefined): string {
  return step === undefined ? `${prefix}:${orderId}` : `${prefix}:${orderId}:${step}`;
}
