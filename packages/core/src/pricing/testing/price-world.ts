import type { DistributorId, LevelId, PriceListId, PriceRuleId, ShopId, SkuId } from '@keyfall/contracts';
import type { PriceRuleInput, TierDto } from '@keyfall/contracts/price-schemas';
import { uuidv7 } from 'uuidv7';
import type { SaleWorld, TestDistributor } from '../../orders/testing/sale-world.ts';
import { explainPrice } from '../explain-price.ts';
import type { PricingCtx } from '../price-owner.ts';
import { readLists, savePriceList } from '../save-price-list.ts';
import { readRules, savePriceRule } from '../save-price-rule.ts';
import { savePrices } from '../save-prices.ts';

/** `'24; 10: 23.5'` as tiers. */
export function tiers(text: string): TierDto[] {
  return text.split(';').map((part) => {
    const [first = '', second] = part.split(':').map((piece) => piece.trim());
    return second === undefined
      ? { minQuantity: 1, unitPrice: first }
      : { minQuantity: Number(first), unitPrice: second };
  });
}

/** Levels, lists, rules and overrides of a test's tenant, set through the use cases. */
export class PriceWorld {
  readonly world: SaleWorld;
  /** A level a depth: the chain's distributors have them from the start. */
  levels: LevelId[] = [];

  constructor(world: SaleWorld) {
    this.world = world;
  }

  async arrange(): Promise<void> {
    for (const [index, distributor] of this.world.chain.entries()) {
      const id = uuidv7() as LevelId;
      await this.world.insert('tenancy.level', { id, name: `Level ${index + 1}`, rank: index + 1 });
      this.levels.push(id);
      await this.giveLevel(distributor, index);
    }
  }

  async giveLevel(distributor: TestDistributor, level: number): Promise<void> {
    await this.world.sql('update tenancy.distributor set level_id = $2 where id = $1', [
      distributor.id,
      this.levels[level],
    ]);
  }

  /** Who prices: staff for the house, a distributor's people for themselves. */
  ctxOf(owner: TestDistributor): PricingCtx {
    return owner.depth === 0 ? this.world.staff() : this.world.distributorStaff(owner);
  }

  async list(
    owner: TestDistributor,
    level: number,
    prices: Readonly<Record<string, string>>,
    period: { readonly name?: string; readonly from?: string; readonly to?: string | null } = {},
  ): Promise<PriceListId> {
    const ctx = this.ctxOf(owner);
    const { id } = await savePriceList(ctx, {
      list: null,
      copyOf: null,
      input: {
        name: period.name ?? 'List',
        levelId: this.levels[level]!,
        validFrom: period.from ?? '2020-01-01T00:00:00.000Z',
        validTo: period.to ?? null,
      },
    });
    if (Object.keys(prices).length > 0) await this.setLines(owner, id as PriceListId, prices);
    return id as PriceListId;
  }

  async versionOf(owner: TestDistributor, listId: PriceListId): Promise<string> {
    const lists = await readLists(this.ctxOf(owner), {});
    return lists.find((list) => list.id === listId)?.version ?? '0';
  }

  async setLines(
    owner: TestDistributor,
    listId: PriceListId,
    prices: Readonly<Record<string, string>>,
    options: { readonly version?: string; readonly dryRun?: boolean } = {},
  ) {
    return await savePrices(this.ctxOf(owner), {
      lists: [
        {
          listId,
          version: options.version ?? (await this.versionOf(owner, listId)),
          changes: Object.entries(prices).map(([skuId, text]) => ({
            skuId: skuId as SkuId,
            tiers: text === '' ? [] : tiers(text),
          })),
        },
      ],
      children: [],
      dryRun: options.dryRun ?? false,
    });
  }

  async override(
    owner: TestDistributor,
    child: TestDistributor,
    skuId: string,
    text: string,
    was = '',
    period: {
      readonly validFrom?: string;
      readonly validTo?: string;
      readonly was?: { readonly validFrom: string | null; readonly validTo: string | null };
      readonly dryRun?: boolean;
    } = {},
  ) {
    return await savePrices(this.ctxOf(owner), {
      lists: [],
      children: [
        {
          childId: child.id,
          changes: [
            {
              skuId: skuId as SkuId,
              was: was === '' ? [] : tiers(was),
              wasValid: period.was ?? { validFrom: null, validTo: null },
              tiers: text === '' ? [] : tiers(text),
              validFrom: period.validFrom ?? null,
              validTo: period.validTo ?? null,
            },
          ],
        },
      ],
      dryRun: period.dryRun ?? false,
    });
  }

  async rule(owner: TestDistributor, input: Partial<PriceRuleInput>): Promise<PriceRuleId> {
    const ctx = this.ctxOf(owner);
    const before = new Set((await readRules(ctx, {})).map((rule) => rule.id));
    await savePriceRule(ctx, {
      rule: null,
      dryRun: false,
      input: {
        name: 'Rule',
        childId: null,
        levelId: null,
        shopId: null,
        categoryId: null,
        productId: null,
        skuId: null,
        percent: '10',
        fixed: '0',
        step: '0.01',
        ...input,
      },
    });
    return (await readRules(ctx, {})).find((rule) => !before.has(rule.id))?.id as PriceRuleId;
  }

  /** What every link of the chain down to somebody pays, and why. */
  async explain(
    seller: TestDistributor,
    skuId: string,
    options: { readonly quantity?: number; readonly at?: Date; readonly shopId?: ShopId } = {},
  ) {
    return await explainPrice(this.world.staff(), {
      distributorId: seller.id as DistributorId,
      shopId: options.shopId ?? null,
      skuId: skuId as SkuId,
      quantity: options.quantity ?? 1,
      at: options.at ?? null,
    });
  }

  async costs(seller: TestDistributor, skuId: string, options: { quantity?: number; at?: Date } = {}) {
    return (await this.explain(seller, skuId, options)).links.map((link) => link.cost);
  }
}
