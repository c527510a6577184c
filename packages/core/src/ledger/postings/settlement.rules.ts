import type { BankAccountId, GatewayAccountId, OrderId, ReceiptId, RefundId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft, JournalLine } from '../journal.rules.ts';
import { bankLineKey, receiveLines } from './money-path.rules.ts';
import type { MoneySource } from './money-path.rules.ts';

/** Money that fits no order: late, double, of a wrong amount or currency, or unknown. It is ours to give back. */
export function suspenseReceiveJournal(given: {
  /** From `receiptKey`: the same money can never be booked as a payment as well. */
  readonly idemKey: string;
  readonly orderId: OrderId | null;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly source: Exclude<MoneySource, { via: 'wallet' }>;
}): JournalDraft {
  return draftJournal({ ...given, kind: 'suspense_receive' }, [
    ...receiveLines(given.source, given.amount),
    credit('2080', given.amount),
  ]);
}

/** Suspense money is to be sent back; `refundConfirmJournal` follows when it has left. */
export function suspenseReturnJournal(given: {
  readonly refundId: RefundId;
  readonly orderId: OrderId | null;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ ...given, idemKey: `refund:${given.refundId}:approve`, kind: 'suspense_return' }, [
    debit('2080', given.amount),
    credit('2060', given.amount),
  ]);
}

/** Late money of the exact amount is applied to its order after all, with the platform's part of a coupon. */
export function suspenseApplyJournal(given: {
  readonly receiptId: ReceiptId;
  readonly orderId: OrderId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly promo?: bigint;
}): JournalDraft {
  const { amount, promo = 0n } = given;
  assertAmounts({ amount, promo });
  return draftJournal({ ...given, idemKey: `apply:${given.receiptId}`, kind: 'suspense_apply' }, [
    debit('2080', amount),
    debit('5030', promo),
    credit('2070', amount + promo),
  ]);
}

/**
 * A gateway settled bills: the net arrived at the bank. `feeDifference`: fees beyond what was booked, either sign.
 * @param given.bankLine the bank's line id, so that it counts once
 */
export function settlementJournal(given: {
  readonly gatewayAccountId: GatewayAccountId;
  readonly bankAccountId: BankAccountId;
  readonly bankLine: string;
  readonly currency: CurrencyCode;
  readonly net: bigint;
  readonly feeDifference: bigint;
}): JournalDraft {
  assertAmounts({ net: given.net });
  const idemKey = bankLineKey(given.bankAccountId, given.bankLine);
  return draftJournal({ idemKey, kind: 'settlement', currency: given.currency }, [
    debit('1010', given.net, given.bankAccountId),
    debit('5020', given.feeDifference),
    credit('1020', given.net + given.feeDifference, given.gatewayAccountId),
  ]);
}

/**
 * Money changes its currency: two journals, each of one currency, that meet in 3090, so that every currency stays balanced
 * by itself. Both are posted in one transaction. A spread is a line of its own in `given.lines` or `taken.lines`.
 *
 * @param given.given the side that is handed over: lines that come to a credit
 * @param given.taken the side that is received: lines that come to a debit
 */
export function fxJournals(given: {
  readonly exchangeId: string;
  readonly given: { readonly currency: CurrencyCode; readonly lines: readonly JournalLine[] };
  readonly taken: { readonly currency: CurrencyCode; readonly lines: readonly JournalLine[] };
}): readonly [JournalDraft, JournalDraft] {
  assert(given.given.currency !== given.taken.currency, 'an exchange has two currencies');
  const total = (lines: readonly JournalLine[]) => lines.reduce((sum, line) => sum + line.amount, 0n);
  const [out, into] = [-total(given.given.lines), total(given.taken.lines)];
  assertAmounts({ out, into });
  return [
    draftJournal({ idemKey: `fx:${given.exchangeId}:out`, kind: 'fx', currency: given.given.currency }, [
      debit('3090', out),
      ...given.given.lines,
    ]),
    draftJournal({ idemKey: `fx:${given.exchangeId}:in`, kind: 'fx', currency: given.taken.currency }, [
      ...given.taken.lines,
      credit('3090', into),
    ]),
  ];
}
