import type { DistributorId, IncomeModel, OwnPurchaseSign } from '@keyfall/contracts';
import {
  ceilFee,
  lineAmount,
  parseRate,
  type CurrencyCode,
  type FaceValue,
  type Rate,
  type UnitPrice,
} from '@keyfall/money';
import { percentageLinks, splitByPercentage, splitSale, type IncomeRules, type Offer } from '../pricing/index.ts';

/** Whose own people the buyer belongs to, and by which sign. */
export type OwnPurchases = ReadonlyMap<DistributorId, OwnPurchaseSign>;

/** What one distributor earns on a line once all of it is delivered. */
export interface LineShare {
  readonly earner: DistributorId;
  readonly viaChild: DistributorId | null;
  /** Minor units, not negative. */
  readonly amount: bigint;
  /** What the earner receives per unit; in the percentage model what the buyer pays. */
  readonly unitPrice: UnitPrice;
  /** What the earner pays per unit; null in the percentage model. */
  readonly unitCost: UnitPrice | null;
  /** Percentage model: percent of `base` at `distance` from who brought the sale. */
  readonly commission: { readonly rate: Rate; readonly distance: number; readonly base: bigint } | null;
  /** What it would have earned, had the buyer not been one of its own; it is in the house's part. */
  readonly withheld: { readonly amount: bigint; readonly sign: OwnPurchaseSign } | null;
}

/** Who gets what of a line: house and shares sum to `gross`, in either model. */
export interface LineSplit {
  readonly model: IncomeModel;
  readonly gross: bigint;
  readonly house: bigint;
  readonly shares: readonly LineShare[];
}

export interface LineSale {
  readonly quantity: number;
  readonly currency: CurrencyCode;
  readonly faceValue: FaceValue | null;
  readonly offer: Offer;
  readonly retail: UnitPrice;
  /** What one unit usually costs the wholesaler; null when it is not known and so not guarded. */
  readonly unitCost: UnitPrice | null;
}

const NO_FEE = parseRate('0');

/**
 * Splits a line by the model of its SKU. In the percentage model the wholesaler must be left its least margin after
 * commissions, the usual cost and the expected fee, whoever buys. What an earner's own people buy earns it nothing: its
 * share goes to the house, and the others keep theirs.
 *
 * @throws DomainError `margin_too_low`, `price_missing`, `price_below_cost`
 */
export function splitLine(sale: LineSale, rules: IncomeRules, own: OwnPurchases): LineSplit {
  const split = sale.offer.model === 'percentage' ? byPercentage(sale, rules) : byDifference(sale);
  return rules.ownPurchaseEarns ? split : withholdOwn(split, own);
}

function byDifference({ quantity, currency, faceValue, offer, retail }: LineSale): LineSplit {
  const { gross, house, shares } = splitSale({
    quantity,
    currency,
    faceValue: faceValue ?? undefined,
    costs: offer.costs,
    retailPrice: retail,
  });
  return {
    model: 'price_difference',
    gross,
    house,
    shares: shares.map((share) => ({ ...share, commission: null, withheld: null })),
  };
}

function byPercentage(sale: LineSale, rules: IncomeRules): LineSplit {
  const { quantity, currency, retail, unitCost } = sale;
  const amountAt = (price: UnitPrice): bigint =>
    lineAmount(quantity, price, currency, { faceValue: sale.faceValue ?? undefined }).minor;
  const gross = amountAt(retail);
  const { house, shares } = splitByPercentage({
    currency,
    gross,
    links: percentageLinks(rules, rules.chain),
    cost: unitCost === null ? 0n : amountAt(unitCost),
    fee: ceilFee(gross, rules.feeOf.get(currency) ?? NO_FEE),
    marginMin: ceilFee(gross, rules.marginMin),
  });
  return {
    model: 'percentage',
    gross,
    house,
    shares: shares.map(({ earner, viaChild, amount, rate, distance }) => ({
      earner,
      viaChild,
      amount,
      unitPrice: retail,
      unitCost: null,
      commission: { rate, distance, base: gross },
      withheld: null,
    })),
  };
}

/** Gives the house what distributors would earn on their own people's purchase. The sum does not change. */
export function withholdOwn(split: LineSplit, own: OwnPurchases): LineSplit {
  const shares = split.shares.map((share): LineShare => {
    const sign = own.get(share.earner);
    if (sign === undefined || share.amount === 0n) return share;
    return { ...share, amount: 0n, withheld: { amount: share.amount, sign } };
  });
  const withheld = shares.reduce((sum, share) => sum + (share.withheld?.amount ?? 0n), 0n);
  return { ...split, house: split.house + withheld, shares };
}
