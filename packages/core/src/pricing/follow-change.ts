import type { ServiceTx } from '@keyfall/db';
import type { UnitPrice } from '@keyfall/money';
import { readSubtreePrices, type NodePrice } from './chain-queries.ts';
import { countBelow } from './impact-queries.ts';
import { keyOf } from './impact.rules.ts';
import { findOwner } from './owner-queries.ts';
import { readSkuCosts, upsertSkuCosts } from './queries.ts';
import { listPricedSkus, queueRecheck } from './recheck-queries.ts';
import { risesBetween, type Rises } from './rise.rules.ts';

/** Distributor and SKU looked at before and after a change. */
const PAIRS_MAX = 20_000;

/**
 * Makes a change that moves what an owner and whoever is below it pay, without being an edit of prices: a move in the tree,
 * another level, another purchase cost. Leaves the look for lifted links, and whose costs rose as far as the bounded number of
 * distributors and SKUs shows it. `skuIds` null: all of them.
 */
export async function followChange<T>(
  tx: ServiceTx,
  tenantId: string,
  change: { readonly ownerId: string; readonly skuIds: readonly string[] | null },
  apply: () => Promise<T>,
): Promise<T> {
  const { ownerId, skuIds } = change;
  if (skuIds?.length === 0) return await apply();
  const { distributors } = await countBelow(tx, ownerId);
  const most = Math.max(1, Math.floor(PAIRS_MAX / Math.max(1, distributors)));
  const looked = await listPricedSkus(tx, skuIds, most);
  const before = linksOf(await readSubtreePrices(tx, ownerId, looked));
  const done = await apply();
  const after = linksOf(await readSubtreePrices(tx, ownerId, looked));
  await queueRecheck(tx, tenantId, ownerId, skuIds, risesBetween(before, after));
  return done;
}

/** Writes usual purchase costs of SKUs, each named once. The house's rules go by them, so what is paid below it may move. */
export async function setSkuCosts(
  tx: ServiceTx,
  tenantId: string,
  costs: readonly { readonly skuId: string; readonly unitCost: UnitPrice }[],
): Promise<void> {
  const present = await readSkuCosts(
    tx,
    costs.map((cost) => cost.skuId),
  );
  const house = await findOwner(tx, null);
  const skusOf = (some: typeof costs): readonly string[] => some.map((cost) => cost.skuId);
  // Where there was no cost before, nobody's can have risen; by what a rule now offers, somebody may be lifted.
  const fresh = costs.filter(({ skuId }) => !present.has(skuId));
  if (fresh.length > 0) await upsertSkuCosts(tx, fresh);
  if (house !== undefined) await queueRecheck(tx, tenantId, house.id, skusOf(fresh));
  const moved = costs.filter(({ skuId, unitCost }) => (present.get(skuId) ?? unitCost) !== unitCost);
  if (moved.length === 0) return;
  const write = (): Promise<void> => upsertSkuCosts(tx, moved);
  if (house === undefined) await write();
  else await followChange(tx, tenantId, { ownerId: house.id, skuIds: skusOf(moved) }, write);
}

/** Whose costs differ between now and just before a moment at which dated prices began or ended. */
export async function risesSince(
  tx: ServiceTx,
  ownerId: string,
  moment: Date,
  now: ReadonlyMap<string, readonly NodePrice[]>,
): Promise<Rises> {
  const at = new Date(moment.getTime() - 1);
  return risesBetween(linksOf(await readSubtreePrices(tx, ownerId, [...now.keys()], { at })), linksOf(now));
}

function linksOf(prices: ReadonlyMap<string, readonly NodePrice[]>): ReadonlyMap<string, NodePrice> {
  return new Map(
    [...prices].flatMap(([skuId, nodes]) => nodes.map((node) => [keyOf(node.distributorId, skuId), node] as const)),
  );
}
