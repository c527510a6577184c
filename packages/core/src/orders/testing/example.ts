import type {
  BankAccountId,
  DistributorId,
  GatewayAccountId,
  OrderId,
  RefundId,
  SupplierId,
  WithdrawalId,
} from '@keyfall/contracts';
import { lineAmount, parseMinor, parseUnitPrice } from '@keyfall/money';
import type { Spendable } from '../../ledger/index.ts';
import { effectiveCosts, splitSale } from '../../pricing/index.ts';
import type { LineMoney } from '../line-money.rules.ts';
import type { EarnerHistory, RefundableLine } from '../refund-plan.rules.ts';

/** The people and accounts of the worked examples. */
export const L1 = 'L1' as DistributorId;
export const L2 = 'L2' as DistributorId;
export const L3 = 'L3' as DistributorId;
export const ALI = 'ALI' as GatewayAccountId;
export const BANK = 'BANK' as BankAccountId;
export const SUPPLIER_A = 'A' as SupplierId;
export const SUPPLIER_B = 'B' as SupplierId;
export const ORDER = 'O1' as OrderId;
export const REFUND = 'R1' as RefundId;
export const WITHDRAWAL = 'W1' as WithdrawalId;

/** Fen of a text such as `29.82`. */
export const cny = (text: string): bigint => parseMinor(text, 'CNY');

/** The worked example's line: one unit at 30.00 in L3's shop, costs 22, 24, 26 along the chain. */
export function exampleLine(
  options: { readonly levels?: number; readonly retail?: string; readonly promo?: string } = {},
): LineMoney {
  const { levels = 3, retail = '30', promo = '0' } = options;
  const chain = [
    { distributorId: L1, ownPrice: parseUnitPrice('22') },
    { distributorId: L2, ownPrice: parseUnitPrice('24') },
    { distributorId: L3, ownPrice: parseUnitPrice('26') },
  ].slice(0, levels);
  const split = splitSale({
    quantity: 1,
    currency: 'CNY',
    costs: effectiveCosts(chain, null),
    retailPrice: parseUnitPrice(retail),
  });
  return {
    line: 1,
    quantity: 1,
    currency: 'CNY',
    model: 'price_difference',
    payable: split.gross - cny(promo),
    promo: cny(promo),
    shares: split.shares.map(({ earner, amount }) => ({ distributorId: earner, amount })),
  };
}

/** The same sale in the percentage model: 10 % to L3, 4 % to L2, 2 % to L1. */
export function percentageLine(): LineMoney {
  return {
    ...exampleLine(),
    model: 'percentage',
    payable: lineAmount(1, parseUnitPrice('30'), 'CNY').minor,
    shares: [
      { distributorId: L3, amount: cny('3.00') },
      { distributorId: L2, amount: cny('1.20') },
      { distributorId: L1, amount: cny('0.60') },
    ],
  };
}

/** A line all of which was delivered and of which nothing was refunded. */
export function deliveredLine(
  line: LineMoney,
  history: (distributorId: DistributorId) => Partial<EarnerHistory> = () => ({}),
): RefundableLine {
  return {
    ...line,
    delivered: line.quantity,
    unknown: 0,
    refundedDelivered: 0,
    refundedUndelivered: 0,
    refundedCash: 0n,
    promoReversed: 0n,
    charge: null,
    earners: line.shares.map(({ distributorId }) => ({
      distributorId,
      clawed: 0n,
      clawedFromPending: 0n,
      feeBorne: 0n,
      released: 0n,
      ...history(distributorId),
    })),
  };
}

export function balancesOf(available: Readonly<Record<string, string>>): ReadonlyMap<DistributorId, Spendable> {
  return new Map(
    Object.entries(available).map(([owner, text]) => [owner as DistributorId, { available: cny(text), wallet: 0n }]),
  );
}
