import type { DistributorId, LevelId, PriceListId, SkuId } from '@keyfall/contracts';
import type { TierDto } from '@keyfall/contracts/price-schemas';
import type { Core, Ctx, StaffPrincipal } from '@keyfall/core';
import { changeLevel, readLevels } from '@keyfall/core/distributors';
import {
  readLists,
  savePriceList,
  savePriceRule,
  savePrices,
  setCostPrices,
  sweepRechecks,
} from '@keyfall/core/pricing';
import { between, type DemoSku } from './catalog.ts';
import type { DemoChain } from './chain.ts';

const DAY_MS = 86_400_000;

export interface DemoPricesWorld {
  readonly core: Core;
  readonly owner: Ctx<StaffPrincipal>;
  readonly chain: DemoChain;
  readonly skus: readonly DemoSku[];
}

/**
 * Prices as a tenant has them after some months: lists of two owners with quantity tiers and one that is to come, a rule for
 * what they do not name, one override, and one link that a rise has lifted. Runs when levels exist and the history is made.
 */
export async function makePriceLists({ core, owner, chain, skus }: DemoPricesWorld): Promise<void> {
  const [first, second, third] = chain.distributors;
  const levels = (await readLevels(owner)).map(({ id }) => id);
  const [gold, silver, bronze] = levels;
  const [special] = skus;
  if (!first || !second || !third || !gold || !silver || !bronze || !special)
    throw new Error('the demo has three levels');
  for (const [id, levelId] of [
    [first, gold],
    [second, silver],
    [third, bronze],
  ] as const) {
    await changeLevel(owner, id, { levelId, reason: '年度定级 Yearly review' });
  }
  const base = await makeList(owner, { levelId: gold, name: '金牌价 Gold prices', daysFromNow: -60 }, skus, [
    20n,
    17n,
    14n,
  ]);
  await makeList(owner, { levelId: gold, name: '店庆价 Anniversary prices', daysFromNow: 14 }, skus.slice(0, 8), [
    18n,
    15n,
    12n,
  ]);
  const own = { levelId: silver, name: '银牌价 Silver prices', daysFromNow: -45, ownerId: first };
  await makeList(owner, own, skus, [38n, 34n, 30n]);
  // What was set one by one so far gives way to the lists, but for a special price of the first level.
  const none = skus.map((sku) => ({ skuId: sku.id, unitPrice: null }));
  await setCostPrices(owner, { distributorId: first, changes: none });
  await setCostPrices(owner, { distributorId: second, changes: none });
  await setOverride(owner, first, special.id, [
    { minQuantity: 1, unitPrice: between(special.cost, special.retail, 16n) },
  ]);
  // A price of two weeks that begins in three days, and one that is over.
  const dated = skus.slice(1, 3);
  for (const [index, sku] of dated.entries()) {
    const beginsInDays = index === 0 ? 3 : -30;
    await setOverride(owner, first, sku.id, tiersOf(sku, [12n, 10n, 8n]), {
      validFrom: new Date(Date.now() + beginsInDays * DAY_MS).toISOString(),
      validTo: new Date(Date.now() + (beginsInDays + 14) * DAY_MS).toISOString(),
    });
  }
  // The last level pays by rule what nobody wrote down for it.
  const ruled = skus.slice(-12).map((sku) => ({ skuId: sku.id, unitPrice: null }));
  await setCostPrices(owner, { distributorId: third, changes: ruled });
  await savePriceRule(owner, {
    ownerId: second,
    rule: null,
    dryRun: false,
    input: {
      name: '统一加价 Usual markup',
      childId: null,
      levelId: null,
      shopId: null,
      categoryId: null,
      productId: null,
      skuId: null,
      percent: '2',
      fixed: '0.02',
      step: '0.01',
    },
  });
  // One good got dearer from above: the second level's price is lifted and earns the first level nothing.
  const dearer = skus[5] ?? special;
  const lists = await readLists(owner, {});
  await savePrices(owner, {
    lists: [
      {
        listId: base,
        version: lists.find((list) => list.id === base)?.version ?? '0',
        changes: [
          { skuId: dearer.id, tiers: [{ minQuantity: 1, unitPrice: between(dearer.cost, dearer.retail, 46n) }] },
        ],
      },
    ],
    children: [],
    dryRun: false,
  });
  while ((await sweepRechecks(core, owner.principal.tenantId, 'demo-prices')).done > 0);
}

interface NewList {
  readonly levelId: LevelId;
  readonly name: string;
  readonly daysFromNow: number;
  readonly ownerId?: DistributorId;
}

/** A list whose prices for 1, 10 and 100 units lie so many percent of the way from purchase cost to retail. */
async function makeList(
  owner: Ctx<StaffPrincipal>,
  { levelId, name, daysFromNow, ownerId }: NewList,
  skus: readonly DemoSku[],
  percents: readonly [bigint, bigint, bigint],
): Promise<PriceListId> {
  const of = ownerId === undefined ? {} : { ownerId };
  const validFrom = new Date(Date.now() + daysFromNow * DAY_MS).toISOString();
  const { id } = await savePriceList(owner, {
    ...of,
    list: null,
    copyOf: null,
    input: { name, levelId, validFrom, validTo: null },
  });
  const listId = id as PriceListId;
  await savePrices(owner, {
    ...of,
    lists: [{ listId, version: '1', changes: skus.map((sku) => ({ skuId: sku.id, tiers: tiersOf(sku, percents) })) }],
    children: [],
    dryRun: false,
  });
  return listId;
}

const QUANTITIES = [1, 10, 100];

function tiersOf(sku: DemoSku, percents: readonly bigint[]): TierDto[] {
  const tiers = percents.map((percent, index) => ({
    minQuantity: QUANTITIES[index] ?? 1,
    unitPrice: between(sku.cost, sku.retail, percent),
  }));
  // Where goods are so cheap that tiers round to one price, one line says it.
  return tiers.filter((tier, index) => index === 0 || tier.unitPrice !== tiers[index - 1]?.unitPrice);
}

const ALWAYS = { validFrom: null, validTo: null };

async function setOverride(
  owner: Ctx<StaffPrincipal>,
  childId: DistributorId,
  skuId: SkuId,
  tiers: TierDto[],
  validity: { readonly validFrom: string | null; readonly validTo: string | null } = ALWAYS,
): Promise<void> {
  await savePrices(owner, {
    lists: [],
    children: [{ childId, changes: [{ skuId, was: [], wasValid: ALWAYS, tiers, ...validity }] }],
    dryRun: false,
  });
}
