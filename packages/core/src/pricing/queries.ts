import { decodeCursor, encodeCursor, type IncomeModel } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseUnitPrice, type UnitPrice } from '@keyfall/money';
import { sql } from 'kysely';

/** One node of the path from the house (depth 0) down to the seller, with what it pays its parent. */
export interface ChainNode {
  readonly distributorId: string;
  readonly depth: number;
  /** Its own price as set by its parent, before the rule "never below the parent's"; null when none was set. */
  readonly ownCost: UnitPrice | null;
}

/** Everything that decides the price of one SKU in one shop. Unit prices are in the SKU's currency. */
export interface ChainPrices {
  readonly skuId: string;
  readonly currency: string;
  /** How the chain earns on it. In the percentage model cost prices say nothing: nobody of the chain buys. */
  readonly model: IncomeModel;
  /** Units the prices hold for; its quantity tier applies at every link. */
  readonly quantity: number;
  /** House first, seller last. The house has no cost price: what it charges depth 1 is its own revenue. */
  readonly chain: readonly ChainNode[];
  readonly suggested: UnitPrice | null;
  readonly floor: UnitPrice | null;
  readonly ceiling: UnitPrice | null;
  readonly shopPrice: UnitPrice | null;
  /** The shop chose not to sell it. */
  readonly hidden: boolean;
}

interface ChainPricesRow {
  readonly sku_id: string;
  readonly currency: string;
  readonly model: IncomeModel;
  readonly distributor_ids: string[];
  readonly depths: number[];
  readonly own_costs: (string | null)[];
  readonly suggested: string | null;
  readonly floor: string | null;
  readonly ceiling: string | null;
  readonly shop_price: string | null;
  readonly hidden: boolean | null;
}

/** For how many units to price. */
export interface PricingOptions {
  /** Units by SKU, over all lines of an order; one where a SKU is not named. */
  readonly quantityOf?: ReadonlyMap<string, number> | undefined;
}

/**
 * Prices of up to a page of SKUs along the chain of a seller, in one statement: SKU, chain, own costs, bounds and the
 * shop's own price. `shopId` is null when the seller buys for itself. SKUs that do not exist are absent.
 */
export async function readChainPrices(
  tx: ServiceTx,
  seller: { readonly distributorId: string; readonly shopId: string | null },
  skuIds: readonly string[],
  options: PricingOptions = {},
): Promise<readonly ChainPrices[]> {
  const { rows } = await sql<ChainPricesRow>`
    with chain as materialized (
      select l.ancestor_id, d.depth
        from tenancy.distributor_link l
        join tenancy.distributor d on d.tenant_id = l.tenant_id and d.id = l.ancestor_id
       where l.tenant_id = app.tenant_id() and l.descendant_id = ${seller.distributorId})
    select s.id as sku_id, s.currency, coalesce(im.model, ip.model, 'price_difference') as model, p.suggested, p.floor, p.ceiling, sp.unit_price as shop_price, sp.hidden,
           costs.distributor_ids, costs.depths, costs.own_costs
      from catalog.sku s
      left join pricing.sku_price p on p.tenant_id = s.tenant_id and p.sku_id = s.id
      left join pricing.sku_income_model im on im.tenant_id = s.tenant_id and im.sku_id = s.id
      left join pricing.income_policy ip on ip.tenant_id = s.tenant_id
      left join pricing.shop_price sp on sp.tenant_id = s.tenant_id and sp.sku_id = s.id and sp.shop_id = ${seller.shopId}::uuid
      cross join lateral (
        select array_agg(c.ancestor_id::text order by c.depth) as distributor_ids,
               array_agg(c.depth order by c.depth) as depths,
               array_agg(cp.unit_price::text order by c.depth) as own_costs
          from chain c
          left join pricing.cost_price cp
            on cp.tenant_id = s.tenant_id and cp.distributor_id = c.ancestor_id and cp.sku_id = s.id) costs
     where s.tenant_id = app.tenant_id() and s.id = any (${[...skuIds]}::uuid[])`.execute(tx as never);
  return rows.map((row) => toChainPrices(row, options.quantityOf?.get(row.sku_id) ?? 1));
}

function toChainPrices(row: ChainPricesRow, quantity: number): ChainPrices {
  return {
    skuId: row.sku_id,
    currency: row.currency,
    model: row.model,
    quantity,
    chain: row.distributor_ids.map((distributorId, index) => ({
      distributorId,
      depth: row.depths[index] ?? index,
      ownCost: priceOrNull(row.own_costs[index] ?? null),
    })),
    suggested: priceOrNull(row.suggested),
    floor: priceOrNull(row.floor),
    ceiling: priceOrNull(row.ceiling),
    shopPrice: priceOrNull(row.shop_price),
    hidden: row.hidden ?? false,
  };
}

function priceOrNull(text: string | null): UnitPrice | null {
  return text === null ? null : parseUnitPrice(text);
}

/** Writes a distributor's cost prices; an existing one is replaced. */
export async function upsertCostPrices(
  tx: ServiceTx,
  distributorId: string,
  prices: readonly { readonly skuId: string; readonly unitPrice: UnitPrice }[],
): Promise<void> {
  if (prices.length === 0) return;
  await tx
    .insertInto('pricing.cost_price')
    .values(
      prices.map((price) => ({ distributor_id: distributorId, sku_id: price.skuId, unit_price: price.unitPrice })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id', 'sku_id']).doUpdateSet((eb) => ({
        unit_price: eb.ref('excluded.unit_price'),
        updated_at: sql<Date>`app.now()`,
      })),
    )
    .execute();
}

/** Takes SKUs away from a distributor and, since the chain then breaks, from everybody below it. */
export async function deleteCostPrices(tx: ServiceTx, distributorId: string, skuIds: readonly string[]): Promise<void> {
  if (skuIds.length === 0) return;
  await tx
    .deleteFrom('pricing.cost_price')
    .where('distributor_id', '=', distributorId)
    .where('sku_id', 'in', [...skuIds])
    .execute();
}

export interface ShopPriceChange {
  readonly skuId: string;
  /** null: back to the suggested price. */
  readonly unitPrice: UnitPrice | null;
  readonly hidden: boolean;
}

/** Writes a shop's retail prices; an existing one is replaced. */
export async function upsertShopPrices(
  tx: ServiceTx,
  shop: { readonly shopId: string; readonly distributorId: string },
  changes: readonly ShopPriceChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx
    .insertInto('pricing.shop_price')
    .values(
      changes.map((change) => ({
        shop_id: shop.shopId,
        distributor_id: shop.distributorId,
        sku_id: change.skuId,
        unit_price: change.unitPrice,
        hidden: change.hidden,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'shop_id', 'sku_id']).doUpdateSet((eb) => ({
        unit_price: eb.ref('excluded.unit_price'),
        hidden: eb.ref('excluded.hidden'),
        updated_at: sql<Date>`app.now()`,
      })),
    )
    .execute();
}

/** Writes a SKU's suggested price and bounds. */
export async function upsertSkuPrice(
  tx: ServiceTx,
  skuId: string,
  price: { readonly suggested: UnitPrice | null; readonly floor: UnitPrice | null; readonly ceiling: UnitPrice | null },
): Promise<void> {
  await tx
    .insertInto('pricing.sku_price')
    .values({ sku_id: skuId, ...price })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'sku_id']).doUpdateSet({ ...price, updated_at: sql<Date>`app.now()` }),
    )
    .execute();
}

/** Writes a SKU's usual purchase cost. */
export async function upsertSkuCost(tx: ServiceTx, skuId: string, unitCost: UnitPrice): Promise<void> {
  await tx
    .insertInto('pricing.sku_cost')
    .values({ sku_id: skuId, unit_cost: unitCost })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'sku_id']).doUpdateSet({ unit_cost: unitCost, updated_at: sql<Date>`app.now()` }),
    )
    .execute();
}

/** A distributor as far as pricing must know it; undefined when the tenant has none such. */
export async function readDistributorForPricing(
  tx: ServiceTx,
  distributorId: string,
): Promise<{ readonly parentId: string | null } | undefined> {
  const row = await tx
    .selectFrom('tenancy.distributor')
    .select('parent_id')
    .where('id', '=', distributorId)
    .where('status', '<>', 'closed')
    .executeTakeFirst();
  return row && { parentId: row.parent_id };
}

/** A shop and its seller; with `owner`, only when it belongs to that distributor. */
export async function readShopForPricing(
  tx: ServiceTx,
  shopId: string,
  owner: string | null,
): Promise<{ readonly shopId: string; readonly distributorId: string } | undefined> {
  let query = tx.selectFrom('tenancy.shop').select('distributor_id').where('id', '=', shopId);
  if (owner !== null) query = query.where('distributor_id', '=', owner);
  const row = await query.executeTakeFirst();
  return row && { shopId, distributorId: row.distributor_id };
}

export interface PriceListFilter {
  readonly q?: string | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
  readonly publishedOnly?: boolean;
}

export interface PricedSku {
  readonly skuId: string;
  readonly code: string;
  readonly productNameZh: string;
  readonly productNameEn: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly currency: string;
  readonly unitCost: string | null;
  readonly available: number;
}

/** A page of SKUs in the order of their codes, with usual cost and stock. A text finds codes that begin with it. */
export async function listSkusForPricing(
  tx: ServiceTx,
  filter: PriceListFilter,
): Promise<{ readonly items: readonly PricedSku[]; readonly nextCursor: string | null }> {
  let query = tx
    .selectFrom('catalog.sku as s')
    .innerJoin('catalog.product as p', (join) =>
      join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.product_id'),
    )
    .leftJoin('pricing.sku_cost as c', (join) =>
      join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.sku_id', '=', 's.id'),
    )
    .leftJoin('inventory.stock as k', (join) =>
      join.onRef('k.tenant_id', '=', 's.tenant_id').onRef('k.sku_id', '=', 's.id'),
    )
    .select([
      's.id as skuId',
      's.code',
      'p.name_zh as productNameZh',
      'p.name_en as productNameEn',
      's.name_zh as nameZh',
      's.name_en as nameEn',
      's.currency',
      'c.unit_cost as unitCost',
      'k.available',
    ])
    .orderBy('s.code')
    .limit(filter.limit + 1);
  if (filter.publishedOnly === true)
    query = query.where('s.status', '=', 'published').where('p.status', '=', 'published');
  const after = filter.cursor ? decodeCursor(filter.cursor, 1)?.[0] : undefined;
  if (after) query = query.where('s.code', '>', after);
  if (filter.q) {
    const text = filter.q.toUpperCase();
    query = query.where((eb) =>
      eb.or([
        sql<boolean>`s.code ^@ ${text}`,
        sql<boolean>`position(lower(${filter.q}) in lower(p.name_zh || ' ' || p.name_en)) > 0`,
      ]),
    );
  }
  const rows = await query.execute();
  const items = rows.slice(0, filter.limit).map((row) => ({
    ...row,
    unitCost: row.unitCost === null ? null : parseUnitPrice(row.unitCost),
    available: Number(row.available ?? 0n),
  }));
  const last = rows.length > filter.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor([last.code]) : null };
}
