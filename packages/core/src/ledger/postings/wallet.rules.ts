import type { DistributorId, GatewayAccountId, OrderId, RefundId, TopUpId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft } from '../journal.rules.ts';
import { receiveLines } from './money-path.rules.ts';
import type { MoneySource } from './money-path.rules.ts';

/**
 * Money comes into a wallet. The platform bears a gateway's fee: the wallet gets the whole amount.
 * @param given.idemKey from `receiptKey` for a gateway; the bank's line id for a transfer, so that it counts once
 */
export function topUpJournal(given: {
  readonly idemKey: string;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly source: Exclude<MoneySource, { via: 'wallet' }>;
}): JournalDraft {
  return draftJournal({ idemKey: given.idemKey, kind: 'top_up', currency: given.currency }, [
    ...receiveLines(given.source, given.amount),
    credit('2040', given.amount, given.distributorId),
  ]);
}

/** A bonus on a top-up: spent first, never withdrawn. */
export function topUpBonusJournal(given: {
  readonly topUpId: TopUpId;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly bonus: bigint;
}): JournalDraft {
  assertAmounts({ bonus: given.bonus });
  return draftJournal({ idemKey: `topup:${given.topUpId}:bonus`, kind: 'top_up_bonus', currency: given.currency }, [
    debit('5030', given.bonus),
    credit('2041', given.bonus, given.distributorId),
  ]);
}

/**
 * A top-up is charged back, or refunded, when some of it may be spent: what is left leaves the wallet, the rest is debt.
 * @param given.walletBalance the wallet's balance, read under the lock that the posting holds
 */
export function topUpReversalJournal(given: {
  readonly topUpId: TopUpId;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly walletBalance: bigint;
  readonly by: { readonly chargeback: GatewayAccountId } | 'refund';
}): JournalDraft {
  const { amount, walletBalance, distributorId, by } = given;
  assertAmounts({ amount });
  const covered = walletBalance <= 0n ? 0n : walletBalance < amount ? walletBalance : amount;
  return draftJournal(
    { idemKey: `topup:${given.topUpId}:reversal`, kind: 'top_up_reversal', currency: given.currency },
    [
      debit('2040', covered, distributorId),
      debit('1210', amount - covered, distributorId),
      by === 'refund' ? credit('2060', amount) : credit('1020', amount, by.chargeback),
    ],
  );
}

/** What of a reversed top-up's bonus is left goes back; what was spent stays our expense. */
export function topUpBonusReversalJournal(given: {
  readonly topUpId: TopUpId;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly bonus: bigint;
  /** The bonus balance, read under the lock that the posting holds. */
  readonly bonusBalance: bigint;
}): JournalDraft {
  const { bonus, bonusBalance } = given;
  assertAmounts({ bonus, bonusBalance });
  const left = bonusBalance < bonus ? bonusBalance : bonus;
  return draftJournal(
    { idemKey: `topup:${given.topUpId}:bonus-reversal`, kind: 'top_up_reversal', currency: given.currency },
    [debit('2041', left, given.distributorId), credit('5030', left)],
  );
}

interface WalletHold {
  readonly orderId: OrderId;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}

/** An order waits for a supplier before it is charged: its amount is held. */
export function walletHoldJournal(given: WalletHold): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ ...given, idemKey: `hold:${given.orderId}`, kind: 'wallet_hold' }, [
    debit('2040', given.amount, given.distributorId),
    credit('2045', given.amount, given.distributorId),
  ]);
}

/** The held order succeeded (the hold pays for it, into 2070) or failed (back to the wallet). */
export function walletUnholdJournal(given: WalletHold & { readonly outcome: 'success' | 'failure' }): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ ...given, idemKey: `unhold:${given.orderId}`, kind: 'wallet_unhold' }, [
    debit('2045', given.amount, given.distributorId),
    given.outcome === 'success' ? credit('2070', given.amount) : credit('2040', given.amount, given.distributorId),
  ]);
}

interface PayBack {
  readonly payBackId: string;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}

/** A pay-back is asked for: the amount is held, so that neither a purchase nor another request can take it. */
export function walletPayBackHoldJournal(given: PayBack): JournalDraft {
  assertAmounts({ amount: given.amount });
  const { payBackId, distributorId, currency, amount } = given;
  return draftJournal({ idemKey: `payback:${payBackId}:req`, kind: 'wallet_pay_back_hold', currency }, [
    debit('2040', amount, distributorId),
    credit('2045', amount, distributorId),
  ]);
}

/** It was turned down, or taken back. */
export function walletPayBackCancelJournal(given: PayBack): JournalDraft {
  assertAmounts({ amount: given.amount });
  const { payBackId, distributorId, currency, amount } = given;
  return draftJournal({ idemKey: `payback:${payBackId}:cancel`, kind: 'wallet_pay_back_cancel', currency }, [
    debit('2045', amount, distributorId),
    credit('2040', amount, distributorId),
  ]);
}

/**
 * Held money of a wallet goes back through the gateway it came by; `refundConfirmJournal` follows when it has left. What goes to
 * a bank is a withdrawal whose source is the wallet.
 */
export function walletPayBackJournal(given: {
  readonly refundId: RefundId;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal(
    { idemKey: `refund:${given.refundId}:approve`, kind: 'wallet_pay_back', currency: given.currency },
    [debit('2045', given.amount, given.distributorId), credit('2060', given.amount)],
  );
}

/** What of a top-up's bonus goes with the money paid back, or is given again because the bank did not pay. */
export function walletPayBackBonusJournal(
  given: Omit<PayBack, 'amount'> & { readonly bonus: bigint; readonly direction: 'taken' | 'given_again' },
): JournalDraft {
  const { payBackId, distributorId, currency, bonus, direction } = given;
  assertAmounts({ bonus });
  const signed = direction === 'taken' ? bonus : -bonus;
  const step = direction === 'taken' ? 'bonus' : 'bonus-again';
  return draftJournal({ idemKey: `payback:${payBackId}:${step}`, kind: 'wallet_pay_back_bonus', currency }, [
    debit('2041', signed, distributorId),
    credit('5030', signed),
  ]);
}

/** How much of a payment from a wallet its bonus covers: bonus is spent first. */
export function bonusOfWalletPayment(amount: bigint, bonusBalance: bigint): bigint {
  assertAmounts({ amount });
  assert(bonusBalance >= 0n, 'a bonus balance is not below zero');
  return bonusBalance < amount ? bonusBalance : amount;
}
