import type { PriceImpactDto } from '@keyfall/contracts/price-schemas';
import type { ServiceTx } from '@keyfall/db';
import { asService } from '../context.ts';
import { readSubtreePrices } from './chain-queries.ts';
import { countBelow, readNames, readShopOffers } from './impact-queries.ts';
import { differenceOf, directionOf, keyOf, type LinkChange, type LinkState, type PriceState } from './impact.rules.ts';
import { retailOf } from './offer.rules.ts';
import type { PriceOwner, PricingCtx } from './price-owner.ts';
import { risesBetween, type Rises } from './rise.rules.ts';

/** Distributor and SKU looked at for one preview. */
const PAIRS_MAX = 20_000;
const SAMPLE = 50;

/** What a change is about: the SKUs it touches, and the moments at which it makes a difference. */
export interface PriceChange {
  readonly owner: PriceOwner;
  readonly skuIds: readonly string[];
  /** Undefined: now. */
  readonly moments: readonly (Date | undefined)[];
}

/**
 * Runs a change of prices and says what it does to everybody below its owner, by looking before and after within the same
 * transaction. A dry run takes everything back afterwards. `measured` answers whose costs rose by now, to be told.
 */
export async function withImpact(
  ctx: PricingCtx,
  dryRun: boolean,
  work: (tx: ServiceTx, measured: (change: PriceChange, apply: () => Promise<void>) => Promise<Rises>) => Promise<void>,
): Promise<PriceImpactDto> {
  const measured: { impact: PriceImpactDto | undefined } = { impact: undefined };
  const taken = asService(ctx, async (tx) => {
    await work(tx, async (change, apply) => {
      const { impact, rises } = await measure(tx, ctx, change, apply);
      measured.impact = impact;
      return rises;
    });
    if (dryRun) throw new DryRun();
  });
  await taken.catch((error: unknown) => {
    if (!(error instanceof DryRun)) throw error;
  });
  return measured.impact ?? NOTHING;
}

/** Ends a transaction that was only tried. */
class DryRun extends Error {
  override readonly name = 'DryRun';
}

const NOTHING: PriceImpactDto = {
  raised: 0,
  lowered: 0,
  offered: 0,
  withdrawn: 0,
  lifted: 0,
  liftedDistributors: 0,
  hidden: 0,
  shops: 0,
  sample: [],
  isPartial: false,
};

async function measure(
  tx: ServiceTx,
  ctx: PricingCtx,
  change: PriceChange,
  apply: () => Promise<void>,
): Promise<{ readonly impact: PriceImpactDto; readonly rises: Rises }> {
  const { owner, moments } = change;
  const below = await countBelow(tx, owner.id);
  const most = Math.max(1, Math.floor(PAIRS_MAX / Math.max(1, below.distributors + below.shops)));
  const skuIds = change.skuIds.slice(0, most);
  const before: PriceState[] = [];
  for (const at of moments) before.push(await readState(tx, owner.id, skuIds, at));
  await apply();
  const changes = new Map<string, LinkChange>();
  const hidden = new Set<string>();
  let rises: Rises = {};
  for (const [index, at] of moments.entries()) {
    const was = before[index];
    if (was === undefined) continue;
    const now = await readState(tx, owner.id, skuIds, at);
    const difference = differenceOf(was, now);
    if (at === undefined) rises = risesBetween(was.links, now.links);
    // The same at several moments is told once, another price at another moment by itself.
    for (const one of difference.changes) {
      changes.set(`${keyOf(one.link.distributorId, one.link.skuId)}/${one.before}/${one.after}`, one);
    }
    for (const key of difference.hidden) hidden.add(key);
  }
  const impact = {
    ...count([...changes.values()]),
    hidden: hidden.size,
    shops: new Set([...hidden].map((key) => key.split('/')[0])).size,
    sample: await sampleOf(tx, ctx, owner, [...changes.values()]),
    isPartial: skuIds.length < change.skuIds.length,
  };
  return { impact, rises };
}

function count(changes: readonly LinkChange[]) {
  const of = (direction: ReturnType<typeof directionOf>): number =>
    changes.filter((change) => directionOf(change) === direction).length;
  const lifted = changes.filter((change) => change.lifted);
  return {
    raised: of('raised'),
    lowered: of('lowered'),
    offered: of('offered'),
    withdrawn: of('withdrawn'),
    lifted: lifted.length,
    liftedDistributors: new Set(lifted.map((change) => change.link.distributorId)).size,
  };
}

/** Staff see everybody; a distributor only what its own children pay it, and of the rest the numbers. */
async function sampleOf(
  tx: ServiceTx,
  ctx: PricingCtx,
  owner: PriceOwner,
  changes: readonly LinkChange[],
): Promise<PriceImpactDto['sample']> {
  const told = changes
    .filter((change) => ctx.principal.kind === 'staff' || change.link.parentId === owner.id)
    .toSorted((first, second) => Number(second.lifted) - Number(first.lifted))
    .slice(0, SAMPLE);
  const names = await readNames(tx, {
    skuIds: told.map((change) => change.link.skuId),
    distributorIds: told.map((change) => change.link.distributorId),
  });
  return told.map((change) => {
    const sku = names.skus.get(change.link.skuId);
    return {
      distributorName: names.distributors.get(change.link.distributorId) ?? '',
      skuCode: sku?.code ?? '',
      currency: sku?.currency ?? '',
      before: change.before,
      after: change.after,
      lifted: change.lifted,
    };
  });
}

async function readState(
  tx: ServiceTx,
  ownerId: string,
  skuIds: readonly string[],
  at: Date | undefined,
): Promise<PriceState> {
  const [prices, shops] = await Promise.all([
    readSubtreePrices(tx, ownerId, skuIds, { at }),
    readShopOffers(tx, ownerId, skuIds),
  ]);
  const links = new Map<string, LinkState>();
  for (const [skuId, nodes] of prices) {
    for (const node of nodes) links.set(keyOf(node.distributorId, skuId), { ...node, skuId });
  }
  const onSale = new Set<string>();
  for (const shop of shops) {
    // In the percentage model nobody buys from its parent: no cost moves, nothing is hidden by one.
    if (!prices.has(shop.skuId)) continue;
    const link = links.get(keyOf(shop.distributorId, shop.skuId));
    const { problem } = retailOf(shop, {
      cost: link?.cost ?? null,
      isOffered: link === undefined || link.cost !== null,
      ruleBase: link === undefined ? shop.houseCost : link.cost,
    });
    if (problem === null) onSale.add(keyOf(shop.shopId, shop.skuId));
  }
  return { links, onSale };
}
