import type { UnitPrice } from '@keyfall/money';
import { compareUnitPrices } from '@keyfall/money';

/** What one distributor pays for one SKU, before or after a change. */
export interface LinkState {
  readonly distributorId: string;
  readonly parentId: string | null;
  readonly skuId: string;
  readonly cost: UnitPrice | null;
  readonly lifted: boolean;
}

/** Everything below somebody at one moment: links by distributor and SKU, and what is on sale, by shop and SKU. */
export interface PriceState {
  readonly links: ReadonlyMap<string, LinkState>;
  readonly onSale: ReadonlySet<string>;
}

export interface LinkChange {
  readonly link: LinkState;
  readonly before: UnitPrice | null;
  readonly after: UnitPrice | null;
  /** Lifted by this change, not before it. */
  readonly lifted: boolean;
}

export interface PriceDifference {
  readonly changes: readonly LinkChange[];
  /** Shop and SKU, as keys, that were on sale and no longer are. */
  readonly hidden: readonly string[];
}

export const keyOf = (holder: string, skuId: string): string => `${holder}/${skuId}`;

/** What moved between two states of the same distributors and SKUs. */
export function differenceOf(before: PriceState, after: PriceState): PriceDifference {
  const changes: LinkChange[] = [];
  for (const [key, link] of after.links) {
    const was = before.links.get(key);
    const lifted = link.lifted && was?.lifted !== true;
    if (lifted || (was?.cost ?? null) !== link.cost) {
      changes.push({ link, before: was?.cost ?? null, after: link.cost, lifted });
    }
  }
  return { changes, hidden: [...before.onSale].filter((key) => !after.onSale.has(key)) };
}

/** Which way a link's cost went; undefined where only its lifting changed. */
export function directionOf({
  before,
  after,
}: Pick<LinkChange, 'before' | 'after'>): 'raised' | 'lowered' | 'offered' | 'withdrawn' | undefined {
  if (before === null) return after === null ? undefined : 'offered';
  if (after === null) return 'withdrawn';
  const order = compareUnitPrices(after, before);
  if (order === 0) return undefined;
  return order > 0 ? 'raised' : 'lowered';
}
