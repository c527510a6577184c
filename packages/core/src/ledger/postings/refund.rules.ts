import type { DistributorId, GatewayAccountId, IncomeModel, OrderId, RefundId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import type { ClawPart } from '../claw.rules.ts';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft, JournalHead, JournalLine } from '../journal.rules.ts';
import { availableLines, sendLine } from './money-path.rules.ts';
import type { MoneyTarget } from './money-path.rules.ts';

/** What a refund takes back of goods that had been delivered. House and claws sum to `gross`. */
export interface ReturnedPart {
  readonly model: IncomeModel;
  readonly gross: bigint;
  /** May be a small negative in one step; over all refunds of a line it is exact. */
  readonly house: bigint;
  readonly claws: readonly ClawPart[];
}

/** Where refunded money goes: owed to the buyer until the provider confirms, back into a wallet, or taken by a chargeback. */
export type RefundTarget =
  | { readonly to: 'payable' }
  | { readonly to: 'wallet'; readonly distributorId: DistributorId; readonly bonus: bigint }
  | { readonly to: 'chargeback'; readonly gatewayAccountId: GatewayAccountId };

export interface RefundAmounts {
  /** What goes back to the payer. */
  readonly cash: bigint;
  /** Deferred money of units that were never delivered, coupon included. */
  readonly deferred: bigint;
  readonly returned: readonly ReturnedPart[];
}

/**
 * A refund is approved. Every tier gives back its part at this moment, so that nobody can withdraw it while the provider
 * works. What is taken back but not paid out is the platform-funded part of a coupon, which was never cash.
 */
export function refundApproveJournal(
  given: RefundAmounts & {
    readonly refundId: RefundId;
    readonly orderId: OrderId;
    readonly currency: CurrencyCode;
    readonly target: RefundTarget;
  },
): JournalDraft {
  const { refundId, orderId, currency, target, cash, deferred, returned } = given;
  assertAmounts({ cash, deferred });
  const taken = returned.reduce((sum, part) => sum + part.gross, deferred);
  const head: JournalHead =
    target.to === 'chargeback'
      ? { idemKey: `chargeback:${refundId}`, kind: 'chargeback', currency, orderId }
      : { idemKey: `refund:${refundId}:approve`, kind: 'refund_approve', currency, orderId };
  return draftJournal(head, [
    debit('2070', deferred),
    ...returned.flatMap(returnLines),
    credit('5030', taken - cash),
    ...targetLines(target, cash),
  ]);
}

function returnLines(part: ReturnedPart): readonly JournalLine[] {
  const clawed = part.claws.reduce((sum, claw) => sum + claw.amount, 0n);
  assert(part.house + clawed === part.gross, 'house and claws are not the whole part');
  const claws = part.claws.flatMap(clawLines);
  return part.model === 'percentage'
    ? [debit('4010', part.gross), ...claws, credit('5040', clawed)]
    : [debit('4010', part.house), ...claws];
}

function clawLines(claw: ClawPart): readonly JournalLine[] {
  const { distributorId, fromPending, fromAvailable, fromWallet, toDebt } = claw;
  assertAmounts({ fromPending, fromAvailable, fromWallet, toDebt });
  assert(fromPending + fromAvailable + fromWallet + toDebt === claw.amount, 'a claw is not taken whole');
  return [
    debit('2010', fromPending, distributorId),
    debit('2020', fromAvailable, distributorId),
    debit('2040', fromWallet, distributorId),
    debit('1210', toDebt, distributorId),
  ];
}

function targetLines(target: RefundTarget, cash: bigint): readonly JournalLine[] {
  switch (target.to) {
    case 'payable':
      return [credit('2060', cash)];
    case 'wallet':
      assert(target.bonus >= 0n && target.bonus <= cash, 'more bonus goes back than the refund');
      return [
        credit('2040', cash - target.bonus, target.distributorId),
        credit('2041', target.bonus, target.distributorId),
      ];
    case 'chargeback':
      return [credit('1020', cash, target.gatewayAccountId)];
  }
}

/**
 * How much of a refund into a wallet is bonus again: cash goes back first, so bonus only once all cash is back.
 * @returns the bonus part of `refund`
 */
export function bonusOfWalletRefund(given: {
  readonly cashPaid: bigint;
  readonly refundedBefore: bigint;
  readonly refund: bigint;
}): bigint {
  assertAmounts(given);
  const cashLeft = given.cashPaid > given.refundedBefore ? given.cashPaid - given.refundedBefore : 0n;
  return given.refund > cashLeft ? given.refund - cashLeft : 0n;
}

/** The provider confirmed that refunded money (or money sent back from suspense or a wallet) has left. */
export function refundConfirmJournal(given: {
  readonly refundId: RefundId;
  readonly orderId?: OrderId | null;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly target: MoneyTarget;
}): JournalDraft {
  return draftJournal({ ...given, idemKey: `refund:${given.refundId}:confirm`, kind: 'refund_confirm' }, [
    debit('2060', given.amount),
    sendLine(given.target, given.amount),
  ]);
}

/**
 * A gateway gave its fee back with a refund; if the seller had borne it, the seller gets it back, into pending while the
 * sale is held, else as available money, which first repays debt.
 */
export function refundFeeReturnJournal(given: {
  readonly refundId: RefundId;
  readonly orderId: OrderId | null;
  readonly currency: CurrencyCode;
  readonly gatewayAccountId: GatewayAccountId;
  readonly fee: bigint;
  readonly seller:
    | { readonly distributorId: DistributorId; readonly amount: bigint; readonly into: 'pending' }
    | {
        readonly distributorId: DistributorId;
        readonly amount: bigint;
        readonly into: 'available';
        readonly debt: bigint;
      }
    | null;
}): JournalDraft {
  const { seller, fee } = given;
  assertAmounts({ fee, sellerAmount: seller?.amount ?? 0n });
  const sellerLines =
    seller === null
      ? []
      : [
          debit('4030', seller.amount),
          ...(seller.into === 'pending'
            ? [credit('2010', seller.amount, seller.distributorId)]
            : availableLines(seller.distributorId, seller.amount, seller.debt)),
        ];
  return draftJournal({ ...given, idemKey: `refund:${given.refundId}:fee`, kind: 'refund_fee_return' }, [
    debit('1020', fee, given.gatewayAccountId),
    credit('5020', fee),
    ...sellerLines,
  ]);
}

/** A lost dispute's fee. The disputed money itself is a refund whose target is the chargeback. */
export function disputeFeeJournal(given: {
  readonly refundId: RefundId;
  readonly orderId: OrderId;
  readonly currency: CurrencyCode;
  readonly gatewayAccountId: GatewayAccountId;
  readonly fee: bigint;
}): JournalDraft {
  assertAmounts({ fee: given.fee });
  return draftJournal({ ...given, idemKey: `dispute:${given.refundId}:fee`, kind: 'dispute_fee' }, [
    debit('5090', given.fee),
    credit('1020', given.fee, given.gatewayAccountId),
  ]);
}
