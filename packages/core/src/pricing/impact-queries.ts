import type { ServiceTx } from '@keyfall/db';
import { parseRate, parseUnitPrice, type UnitPrice } from '@keyfall/money';
import { sql } from 'kysely';
import type { RuleSource } from './link-price.rules.ts';

/** How many distributors and shops a change at this owner can reach, itself included. */
export async function countBelow(
  tx: ServiceTx,
  ownerId: string,
): Promise<{ readonly distributors: number; readonly shops: number }> {
  const { rows } = await sql<{ distributors: number; shops: number }>`
    select count(*)::integer as distributors,
           coalesce(sum((select count(*) from tenancy.shop s where s.tenant_id = l.tenant_id and s.distributor_id = l.descendant_id)), 0)::integer as shops
      from tenancy.distributor_link l where l.tenant_id = app.tenant_id() and l.ancestor_id = ${ownerId}`.execute(tx);
  return rows[0] ?? { distributors: 0, shops: 0 };
}

/** What a shop says of a SKU's retail price. */
export interface ShopOffer {
  readonly shopId: string;
  readonly distributorId: string;
  readonly skuId: string;
  readonly hidden: boolean;
  readonly shopPrice: UnitPrice | null;
  readonly shopRule: RuleSource | null;
  readonly suggested: UnitPrice | null;
  readonly floor: UnitPrice | null;
  readonly ceiling: UnitPrice | null;
  readonly houseCost: UnitPrice | null;
}

interface ShopOfferRow {
  readonly shop_id: string;
  readonly distributor_id: string;
  readonly sku_id: string;
  readonly hidden: boolean;
  readonly unit_price: string | null;
  readonly suggested: string | null;
  readonly floor: string | null;
  readonly ceiling: string | null;
  readonly house_cost: string | null;
  readonly rule_id: string | null;
  readonly rule_name: string | null;
  readonly percent: string | null;
  readonly fixed: string | null;
  readonly step: string | null;
}

/** The open shops of an owner and of everybody below it, against SKUs. */
export async function readShopOffers(
  tx: ServiceTx,
  ownerId: string,
  skuIds: readonly string[],
): Promise<readonly ShopOffer[]> {
  const { rows } = await sql<ShopOfferRow>`
    select sh.id as shop_id, sh.distributor_id, s.id as sku_id, coalesce(sp.hidden, false) as hidden, sp.unit_price, p.suggested, p.floor, p.ceiling,
           c.unit_cost as house_cost, r.id as rule_id, r.name as rule_name, r.percent, r.fixed, r.step
      from tenancy.distributor_link l
      join tenancy.shop sh on sh.tenant_id = l.tenant_id and sh.distributor_id = l.descendant_id and sh.status = 'open'
     cross join unnest(${[...skuIds]}::uuid[]) as w(sku_id)
      join catalog.sku s on s.tenant_id = app.tenant_id() and s.id = w.sku_id and s.status = 'published'
      join catalog.product pr on pr.tenant_id = s.tenant_id and pr.id = s.product_id
      left join pricing.sku_price p on p.tenant_id = s.tenant_id and p.sku_id = s.id
      left join pricing.sku_cost c on c.tenant_id = s.tenant_id and c.sku_id = s.id
      left join pricing.shop_price sp on sp.tenant_id = s.tenant_id and sp.sku_id = s.id and sp.shop_id = sh.id
      left join lateral (
        select u.id, u.name, u.percent, u.fixed, u.step from pricing.price_rule u
         where u.tenant_id = app.tenant_id() and u.owner_id = sh.distributor_id and u.target_id = sh.id
           and u.scope_id = any (array[s.id, s.product_id, pr.category_id, '00000000-0000-0000-0000-000000000000'::uuid])
         order by u.sku_id is null, u.product_id is null, u.category_id is null limit 1) r on sp.unit_price is null
     where l.tenant_id = app.tenant_id() and l.ancestor_id = ${ownerId}`.execute(tx);
  const price = (text: string | null): UnitPrice | null => (text === null ? null : parseUnitPrice(text));
  return rows.map((row) => ({
    shopId: row.shop_id,
    distributorId: row.distributor_id,
    skuId: row.sku_id,
    hidden: row.hidden,
    shopPrice: price(row.unit_price),
    shopRule:
      row.rule_id === null
        ? null
        : {
            kind: 'rule',
            id: row.rule_id,
            name: row.rule_name ?? '',
            percent: parseRate(row.percent ?? '0'),
            fixed: parseUnitPrice(row.fixed ?? '0'),
            step: parseUnitPrice(row.step ?? '0.01'),
          },
    suggested: price(row.suggested),
    floor: price(row.floor),
    ceiling: price(row.ceiling),
    houseCost: price(row.house_cost),
  }));
}

/** Codes and currencies of SKUs, names of distributors: what a report of changes is written with. */
export async function readNames(
  tx: ServiceTx,
  ids: { readonly skuIds: readonly string[]; readonly distributorIds: readonly string[] },
): Promise<{
  readonly skus: ReadonlyMap<string, { readonly code: string; readonly currency: string }>;
  readonly distributors: ReadonlyMap<string, string>;
}> {
  const [skus, distributors] = await Promise.all([
    tx
      .selectFrom('catalog.sku')
      .select(['id', 'code', 'currency'])
      .where('id', '=', sql<string>`any (${[...ids.skuIds]}::uuid[])`)
      .execute(),
    tx
      .selectFrom('tenancy.distributor')
      .select(['id', 'name'])
      .where('id', '=', sql<string>`any (${[...ids.distributorIds]}::uuid[])`)
      .execute(),
  ]);
  return {
    skus: new Map(skus.map((sku) => [sku.id, sku])),
    distributors: new Map(distributors.map((one) => [one.id, one.name])),
  };
}
