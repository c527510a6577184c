import type { DistributorId } from '@keyfall/contracts';
import { floorShare, formatMinor } from '@keyfall/money';
import type { CurrencyCode, Rate } from '@keyfall/money';
import { DomainError } from '../errors.ts';

/** A percentage of the sale that one distributor of the chain earns. */
export interface PercentageLink {
  readonly earner: DistributorId;
  readonly viaChild: DistributorId | null;
  /** How far above who brought the sale; 0 is that one itself. */
  readonly distance: number;
  readonly rate: Rate;
}

export interface PercentageSplit {
  readonly currency: CurrencyCode;
  readonly gross: bigint;
  /** What the commissions leave: revenue is the whole line, commission is an expense. */
  readonly house: bigint;
  readonly shares: readonly (PercentageLink & { readonly amount: bigint })[];
}

/**
 * Splits a line in the percentage model. Every share is rounded down; fractions stay with the wholesaler.
 *
 * @throws DomainError `margin_too_low` when commissions would leave the wholesaler less than `marginMin` after the cost of
 *   the goods and the gateway's fee
 */
export function splitByPercentage(request: {
  readonly currency: CurrencyCode;
  readonly gross: bigint;
  readonly links: readonly PercentageLink[];
  readonly cost: bigint;
  readonly fee: bigint;
  readonly marginMin: bigint;
}): PercentageSplit {
  const { currency, gross, links, cost, fee, marginMin } = request;
  const shares = links.map((link) => ({ ...link, amount: floorShare(gross, link.rate) }));
  const house = shares.reduce((rest, share) => rest - share.amount, gross);
  const margin = house - cost - fee;
  if (margin < marginMin) {
    throw new DomainError('margin_too_low', {
      margin: formatMinor(margin, currency),
      marginMin: formatMinor(marginMin, currency),
    });
  }
  return { currency, gross, house, shares };
}
