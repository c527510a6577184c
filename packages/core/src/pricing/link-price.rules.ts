import {
  MoneyError,
  compareUnitPrices,
  priceByRule,
  unitPriceFromScaled,
  unitPriceScaled,
  type Rate,
  type UnitPrice,
} from '@keyfall/money';
import { DomainError } from '../errors.ts';

/** Own cost plus percent plus amount, rounded up to a multiple of the step. */
export interface Markup {
  readonly percent: Rate;
  readonly fixed: UnitPrice;
  readonly step: UnitPrice;
}

/** A price somebody wrote down for one child. */
export interface OverrideSource {
  readonly kind: 'override';
  readonly unitPrice: UnitPrice;
  /** The tier that decided: the price holds from this many units on. */
  readonly minQuantity: number;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** A line of the list that holds for the child's level. */
export interface ListSource {
  readonly kind: 'list';
  readonly id: string;
  readonly name: string;
  readonly unitPrice: UnitPrice;
  readonly minQuantity: number;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

/** A rule of the parent, over the parent's own cost. */
export interface RuleSource extends Markup {
  readonly kind: 'rule';
  readonly id: string;
  readonly name: string;
}

/** Why somebody pays what it pays, before a rise from above is taken into account. */
export type PriceSource = OverrideSource | ListSource | RuleSource;

/**
 * The price a rule makes of a cost; never below that cost, and never lower for a higher cost. Null where it is beyond every
 * price there is.
 */
export function markedUp(cost: UnitPrice, markup: Markup): UnitPrice | null {
  try {
    const price = unitPriceScaled(priceByRule(cost, markup));
    const step = unitPriceScaled(markup.step);
    return unitPriceFromScaled(((price + step - 1n) / step) * step);
  } catch (error) {
    if (error instanceof MoneyError && error.reason === 'out_of_range') return null;
    throw error;
  }
}

/** What a source asks of a child whose parent pays `parentCost`. Null: nothing is offered. */
export function priceOfSource(source: PriceSource | null, parentCost: UnitPrice | null): UnitPrice | null {
  if (source === null) return null;
  if (source.kind !== 'rule') return source.unitPrice;
  return parentCost === null ? null : markedUp(parentCost, source);
}

/** The price of a unit from a quantity on. */
export interface Tier {
  readonly minQuantity: number;
  readonly unitPrice: UnitPrice;
}

export const TIERS_MAX = 10;

/**
 * Puts tiers in order of their quantities and checks that a larger quantity never costs more a unit.
 * @throws DomainError price_invalid (no tier from one on, a quantity twice, a rising price, too many)
 */
export function orderTiers(tiers: readonly Tier[]): readonly Tier[] {
  const ordered = tiers.toSorted((first, second) => first.minQuantity - second.minQuantity);
  if (ordered.length > TIERS_MAX) throw new DomainError('price_invalid', { reason: 'too_many_tiers' });
  if (ordered[0]?.minQuantity !== 1) throw new DomainError('price_invalid', { reason: 'first_tier' });
  for (const [index, tier] of ordered.entries()) {
    const below = ordered[index - 1];
    if (below === undefined) continue;
    if (below.minQuantity === tier.minQuantity) throw new DomainError('price_invalid', { reason: 'tier_twice' });
    if (compareUnitPrices(tier.unitPrice, below.unitPrice) > 0) {
      throw new DomainError('price_invalid', { reason: 'tier_rises' });
    }
  }
  return ordered;
}
