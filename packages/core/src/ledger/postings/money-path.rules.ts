import type { BankAccountId, CryptoWalletId, DistributorId, GatewayAccountId, OrderId } from '@keyfall/contracts';
import { assert } from '../../errors.ts';
import { assertAmounts, credit, debit } from '../journal.rules.ts';
import type { JournalLine } from '../journal.rules.ts';

/** Where money from outside, or from a wallet, comes in. A gateway's fee is what it keeps of the amount. */
export type MoneySource =
  | { readonly via: 'gateway'; readonly gatewayAccountId: GatewayAccountId; readonly fee: bigint }
  | { readonly via: 'crypto'; readonly walletId: CryptoWalletId; readonly fee: bigint }
  | { readonly via: 'bank'; readonly bankAccountId: BankAccountId }
  | { readonly via: 'wallet'; readonly distributorId: DistributorId; readonly bonus: bigint };

/** Where money goes back to. Always the place it came from. */
export type MoneyTarget =
  | { readonly via: 'gateway'; readonly gatewayAccountId: GatewayAccountId }
  | { readonly via: 'crypto'; readonly walletId: CryptoWalletId }
  | { readonly via: 'bank'; readonly bankAccountId: BankAccountId };

/** The debits of an amount coming in. A wallet pays with its bonus first; `bonus` is the part the bonus covers. */
export function receiveLines(source: MoneySource, amount: bigint): readonly JournalLine[] {
  assertAmounts({ amount });
  switch (source.via) {
    case 'gateway':
      assertAmounts({ fee: source.fee });
      return [debit('1020', amount - source.fee, source.gatewayAccountId), debit('5020', source.fee)];
    case 'crypto':
      assertAmounts({ fee: source.fee });
      return [debit('1030', amount - source.fee, source.walletId), debit('5020', source.fee)];
    case 'bank':
      return [debit('1010', amount, source.bankAccountId)];
    case 'wallet':
      assert(source.bonus >= 0n && source.bonus <= amount, 'the bonus covers more than the amount');
      return [
        debit('2041', source.bonus, source.distributorId),
        debit('2040', amount - source.bonus, source.distributorId),
      ];
  }
}

/** The credit of an amount going out. */
export function sendLine(target: MoneyTarget, amount: bigint): JournalLine {
  assertAmounts({ amount });
  switch (target.via) {
    case 'gateway':
      return credit('1020', amount, target.gatewayAccountId);
    case 'crypto':
      return credit('1030', amount, target.walletId);
    case 'bank':
      return credit('1010', amount, target.bankAccountId);
  }
}

/**
 * The key that lets a provider's money be recognised once, however many webhooks, polls and people report it: unique by
 * account and the provider's own transaction. Payments from a wallet use the order itself.
 */
export function receiptKey(
  receipt:
    | { readonly gatewayAccountId: GatewayAccountId; readonly transaction: string }
    | { readonly walletOrderId: OrderId },
): string {
  return 'walletOrderId' in receipt
    ? `pay:WALLET:${receipt.walletOrderId}`
    : `pay:${receipt.gatewayAccountId}:${receipt.transaction}`;
}

/** The key of a line of the bank's statement: it counts once, whatever it is booked as. */
export function bankLineKey(bankAccountId: BankAccountId, line: string): string {
  return `bank:${bankAccountId}:${line}`;
}

/**
 * The credits of money becoming available to a distributor, whatever its cause: what it owes is repaid first.
 * @param debt the distributor's debt, read under the lock that the posting holds
 */
export function availableLines(distributorId: DistributorId, amount: bigint, debt: bigint): readonly JournalLine[] {
  assertAmounts({ amount, debt });
  const repaid = debt < amount ? debt : amount;
  return [credit('1210', repaid, distributorId), credit('2020', amount - repaid, distributorId)];
}
