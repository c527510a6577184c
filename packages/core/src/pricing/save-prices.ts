import type { PriceImpactDto, SavePricesInput, TierDto } from '@keyfall/contracts/price-schemas';
import type { ServiceTx } from '@keyfall/db';
import { compareUnitPrices, parseUnitPrice } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { DomainError } from '../errors.ts';
import { readChainPrices } from './chain-queries.ts';
import { assertOfferedPrice } from './chain.rules.ts';
import { refusing } from './errors.ts';
import { orderTiers, type Tier } from './link-price.rules.ts';
import {
  readNow,
  readOverrides,
  replaceListLines,
  replaceOverrides,
  type Override,
  type SkuTiers,
} from './list-queries.ts';
import { withImpact } from './measure-impact.ts';
import { offerOf } from './offer.rules.ts';
import { readChildren } from './owner-queries.ts';
import { ownerOf, type OwnerInput, type PriceOwner, type PricingCtx } from './price-owner.ts';
import { queueOverrideTurns, queueRecheck, type DatedSku } from './recheck-queries.ts';
import { lockSeenList, momentOf } from './save-price-list.ts';

/** Lists and children whose prices change, ready to be written. */
interface Planned {
  readonly changes: readonly SkuTiers[];
  /** When they begin to hold, and are judged; undefined: now. */
  readonly at: Date | undefined;
  /** When they make a difference. */
  readonly moments: readonly (Date | undefined)[];
  /** Overrides with dates of their own; a list's are looked at by the list. */
  readonly dated: readonly DatedSku[];
  readonly write: () => Promise<void>;
}

/**
 * Writes cells of the price grid: lines of the owner's lists, or overrides of its children, with their quantity tiers. A price
 * below what the owner itself pays for that quantity is refused, and so is one above the wholesaler's ceiling, at which nobody
 * could sell. A dry run checks and measures and writes nothing.
 *
 * @throws DomainError not_found (list, child, SKU), version_conflict (changed meanwhile), price_invalid (tiers),
 *   price_below_cost, price_above_ceiling
 */
export async function savePrices(ctx: PricingCtx, input: SavePricesInput & OwnerInput): Promise<PriceImpactDto> {
  const work = withImpact(ctx, input.dryRun, async (tx, measured) => {
    const owner = await ownerOf(tx, ctx, input);
    const planned = [...(await planLists(tx, owner, input.lists)), ...(await planChildren(tx, owner, input.children))];
    for (const plan of planned) await assertPrices(tx, owner, plan);
    const skuIds = [...new Set(planned.flatMap(({ changes }) => changes.map((change) => change.skuId)))];
    const moments = [...new Map(planned.flatMap((plan) => plan.moments.map((at) => [at?.getTime(), at]))).values()];
    const rises = await measured({ owner, skuIds, moments }, async () => {
      for (const plan of planned) await plan.write();
    });
    await queueRecheck(tx, ctx.principal.tenantId, owner.id, skuIds, rises);
    const dated = planned.flatMap((plan) => plan.dated);
    await queueOverrideTurns(tx, ctx.principal.tenantId, owner.id, dated);
    await recordAudit(tx, ctx, {
      action: 'pricing.save_prices',
      subjectKind: 'distributor',
      subjectId: owner.id,
      data: {
        lists: input.lists.map(({ listId, changes }) => ({ listId, changes: changes.slice(0, 50) })),
        children: input.children.map(({ childId, changes }) => ({ childId, changes: changes.slice(0, 50) })),
      },
    });
  });
  return await refusing(work);
}

async function planLists(tx: ServiceTx, owner: PriceOwner, lists: SavePricesInput['lists']): Promise<Planned[]> {
  const planned: Planned[] = [];
  // Always in the same order, so that two people saving several lists at once wait and do not deadlock.
  for (const { listId, version, changes } of lists.toSorted((a, b) => (a.listId < b.listId ? -1 : 1))) {
    const list = await lockSeenList(tx, owner, { id: listId, version });
    const tiers = changes.map((change) => ({ skuId: change.skuId, tiers: tiersOf(change.tiers) }));
    const at = momentOf(list);
    planned.push({
      changes: tiers,
      at,
      moments: [at],
      dated: [],
      write: () => replaceListLines(tx, owner.id, list.id, tiers),
    });
  }
  return planned;
}

async function planChildren(
  tx: ServiceTx,
  owner: PriceOwner,
  children: SavePricesInput['children'],
): Promise<Planned[]> {
  const ids = children.map((child) => child.childId);
  const found = await readChildren(tx, owner.id, ids, ids.length);
  if (found.length < new Set(ids).size) throw new DomainError('not_found', { what: 'distributor' });
  const now = await readNow(tx);
  const planned: Planned[] = [];
  for (const { childId, changes } of children) {
    const skuIds = changes.map((change) => change.skuId);
    const present = (await readOverrides(tx, [childId], skuIds)).get(childId);
    for (const change of changes) {
      if (!isAsSeen(present?.get(change.skuId), change)) throw new DomainError('version_conflict', { what: 'price' });
    }
    const rows = changes.map((change) => ({
      skuId: change.skuId,
      tiers: tiersOf(change.tiers),
      validFrom: dateOf(change.validFrom),
      validTo: dateOf(change.validTo),
    }));
    const beginnings = Map.groupBy(rows, ({ validFrom }) =>
      validFrom !== null && validFrom > now ? validFrom.getTime() : undefined,
    );
    for (const [time, some] of beginnings) {
      const at = time === undefined ? undefined : new Date(time);
      const replaces = some.some(({ skuId }) => present?.has(skuId) === true);
      planned.push({
        changes: some,
        at,
        // One that begins later takes away at once what stands there now.
        moments: at !== undefined && replaces ? [undefined, at] : [at],
        dated: some,
        write: () => replaceOverrides(tx, childId, some),
      });
    }
  }
  return planned;
}

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

const tiersOf = (tiers: readonly TierDto[]): readonly Tier[] =>
  tiers.length === 0
    ? []
    : orderTiers(tiers.map(({ minQuantity, unitPrice }) => ({ minQuantity, unitPrice: parseUnitPrice(unitPrice) })));

type OverrideChange = SavePricesInput['children'][number]['changes'][number];

/** Whether a child's price is still what the screen showed when the change was begun. */
function isAsSeen(present: Override | undefined, { was, wasValid }: OverrideChange): boolean {
  const textOf = (tiers: readonly TierDto[]): string =>
    tiers
      .map(({ minQuantity, unitPrice }) => `${minQuantity}:${parseUnitPrice(unitPrice)}`)
      .toSorted()
      .join(' ');
  const isSameTime = (one: Date | null, seen: string | null): boolean => one?.getTime() === dateOf(seen)?.getTime();
  if (present === undefined) return was.length === 0;
  return (
    textOf(present.tiers) === textOf(was) &&
    isSameTime(present.validFrom, wasValid.validFrom) &&
    isSameTime(present.validTo, wasValid.validTo)
  );
}

/** Every tier is at least what the owner pays for that many, and the dearest is one that somebody can sell at. */
async function assertPrices(tx: ServiceTx, owner: PriceOwner, { changes, at }: Planned): Promise<void> {
  const quantities = new Set(changes.flatMap(({ tiers }) => tiers.map((tier) => tier.minQuantity)));
  const skuIds = [...new Set(changes.map((change) => change.skuId))];
  for (const quantity of quantities) {
    const priced = changes.flatMap(({ skuId, tiers }) =>
      tiers.filter((tier) => tier.minQuantity === quantity).map((tier) => ({ skuId, tier })),
    );
    const rows = await readChainPrices(tx, { distributorId: owner.id, shopId: null }, skuIds, {
      quantityOf: new Map(skuIds.map((id) => [id, quantity])),
      at,
    });
    const bySku = new Map(rows.map((prices) => [prices.skuId, prices]));
    for (const { skuId, tier } of priced) {
      const prices = bySku.get(skuId);
      if (prices === undefined) throw new DomainError('not_found', { what: 'sku' });
      const offer = offerOf(prices);
      if (offer.costs.length > 0 && offer.sellerCost === null) throw new DomainError('price_missing', { skuId });
      assertOfferedPrice(tier.unitPrice, offer.sellerCost);
      if (prices.ceiling !== null && compareUnitPrices(tier.unitPrice, prices.ceiling) > 0) {
        throw new DomainError('price_above_ceiling', { price: tier.unitPrice, ceiling: prices.ceiling });
      }
    }
  }
}
