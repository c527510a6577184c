import type { LinkState } from './impact.rules.ts';
import { directionOf } from './impact.rules.ts';

/** How many SKUs cost a distributor more than before, by its id. */
export type Rises = Readonly<Record<string, number>>;

type Link = Pick<LinkState, 'distributorId' | 'cost' | 'lifted'>;

/**
 * Whose costs rose between two moments, links by distributor and SKU. Links that the change lifts are left out: whoever looks
 * for lifted links counts those.
 */
export function risesBetween(before: ReadonlyMap<string, Link>, after: ReadonlyMap<string, Link>): Rises {
  const rises: Record<string, number> = {};
  for (const [key, link] of after) {
    const was = before.get(key);
    if (was === undefined || (link.lifted && !was.lifted)) continue;
    if (directionOf({ before: was.cost, after: link.cost }) !== 'raised') continue;
    rises[link.distributorId] = (rises[link.distributorId] ?? 0) + 1;
  }
  return rises;
}
