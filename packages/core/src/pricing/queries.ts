import type { FaceRangeDto } from '@keyfall/contracts/money-schemas';
import type { ServiceTx } from '@keyfall/db';
import { parseUnitPrice, type UnitPrice } from '@keyfall/money';
import { sql } from 'kysely';
import { faceRangeOf } from '../face-range.ts';
import { codePositionOf, pageOf } from '../page-cursor.ts';

/** Writes one price for each SKU that a distributor pays at any quantity and at any time; what was there is replaced. */
export async function upsertCostPrices(
  tx: ServiceTx,
  distributorId: string,
  prices: readonly { readonly skuId: string; readonly unitPrice: UnitPrice }[],
): Promise<void> {
  if (prices.length === 0) return;
  await deleteCostPrices(
    tx,
    distributorId,
    prices.map((price) => price.skuId),
  );
  await tx
    .insertInto('pricing.cost_price')
    .values(
      prices.map((price) => ({ distributor_id: distributorId, sku_id: price.skuId, unit_price: price.unitPrice })),
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

/** The usual purchase costs of SKUs that have one. */
export async function readSkuCosts(tx: ServiceTx, skuIds: readonly string[]): Promise<ReadonlyMap<string, UnitPrice>> {
  const rows = await tx
    .selectFrom('pricing.sku_cost')
    .select(['sku_id', 'unit_cost'])
    .where('sku_id', '=', sql<string>`any (${[...skuIds]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.sku_id, parseUnitPrice(row.unit_cost)]));
}

/** Writes the usual purchase costs of SKUs, each named once, in one statement. */
export async function upsertSkuCosts(
  tx: ServiceTx,
  costs: readonly { readonly skuId: string; readonly unitCost: UnitPrice }[],
): Promise<void> {
  const skuIds = costs.map(({ skuId }) => skuId);
  const unitCosts = costs.map(({ unitCost }) => unitCost);
  await sql`
    insert into pricing.sku_cost (tenant_id, sku_id, unit_cost)
    select app.tenant_id(), c.sku_id, c.unit_cost from unnest(${skuIds}::uuid[], ${unitCosts}::numeric[]) as c (sku_id, unit_cost)
    on conflict (tenant_id, sku_id) do update set unit_cost = excluded.unit_cost, updated_at = app.now()`.execute(tx);
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
  readonly productId: string;
  readonly code: string;
  readonly productNameZh: string;
  readonly productNameEn: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly currency: string;
  /** Its prices are for one unit of face value. */
  readonly range: FaceRangeDto | null;
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
      's.product_id as productId',
      's.code',
      'p.name_zh as productNameZh',
      'p.name_en as productNameEn',
      's.name_zh as nameZh',
      's.name_en as nameEn',
      's.currency',
      's.face_min',
      's.face_max',
      's.face_currency',
      'c.unit_cost as unitCost',
      'k.available',
    ])
    .orderBy('s.code')
    .limit(filter.limit + 1);
  if (filter.publishedOnly === true)
    query = query.where('s.status', '=', 'published').where('p.status', '=', 'published');
  const after = codePositionOf(filter.cursor);
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
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.code]);
  const items = page.map(({ face_min, face_max, face_currency, ...row }) => ({
    ...row,
    range: faceRangeOf({ face_min, face_max, face_currency, currency: row.currency }),
    unitCost: row.unitCost === null ? null : parseUnitPrice(row.unitCost),
    available: Number(row.available ?? 0n),
  }));
  return { items, nextCursor };
}
