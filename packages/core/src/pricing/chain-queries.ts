import type { CollectedBy, IncomeModel } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseRate, parseUnitPrice, type UnitPrice } from '@keyfall/money';
import { sql, type RawBuilder } from 'kysely';
import { effectiveCost } from './chain.rules.ts';
import { priceOfSource, type PriceSource, type RuleSource } from './link-price.rules.ts';

/** One node of the path from the house (depth 0) down to the seller, with what it pays its parent. */
export interface ChainNode {
  readonly distributorId: string;
  readonly depth: number;
  /** Its own price by override, list or rule, before "never below the parent's"; null when nothing gives one. */
  readonly ownCost: UnitPrice | null;
  readonly source: PriceSource | null;
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
  /** The rule of the shop that holds for the SKU where it has no price of its own. */
  readonly shopRule: RuleSource | null;
  /** What the house usually pays for it: the cost its own rules go by. */
  readonly houseCost: UnitPrice | null;
  /** The shop chose not to sell it. */
  readonly hidden: boolean;
  /** Who takes the buyers' money in the shop. */
  readonly collectedBy: CollectedBy;
}

/** For how many units and for which moment to price. */
export interface PricingOptions {
  /** Units by SKU, over all lines of an order; one where a SKU is not named. */
  readonly quantityOf?: ReadonlyMap<string, number> | undefined;
  /** Left out: now, by the database's clock. */
  readonly at?: Date | undefined;
}

interface LinkRow {
  readonly sku_id: string;
  readonly currency: string;
  readonly model: IncomeModel;
  readonly quantity: number;
  readonly node_id: string;
  readonly parent_id: string | null;
  readonly depth: number;
  readonly suggested: string | null;
  readonly floor: string | null;
  readonly ceiling: string | null;
  readonly shop_price: string | null;
  readonly hidden: boolean | null;
  readonly collected_by: CollectedBy | null;
  readonly house_cost: string | null;
  readonly shop_rule_id: string | null;
  readonly shop_rule_name: string | null;
  readonly shop_percent: string | null;
  readonly shop_fixed: string | null;
  readonly shop_step: string | null;
  readonly source: PriceSource['kind'] | null;
  readonly source_id: string | null;
  readonly source_name: string | null;
  readonly unit_price: string | null;
  readonly min_quantity: number | null;
  readonly valid_from: Date | null;
  readonly valid_to: Date | null;
  readonly percent: string | null;
  readonly fixed: string | null;
  readonly step: string | null;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Prices of up to a page of SKUs along the chain of a seller, in one statement: SKU, chain, sources of every link, bounds and
 * the shop's own price or rule. `shopId` is null when the seller buys for itself. SKUs that do not exist are absent.
 */
export async function readChainPrices(
  tx: ServiceTx,
  seller: { readonly distributorId: string; readonly shopId: string | null },
  skuIds: readonly string[],
  options: PricingOptions = {},
): Promise<readonly ChainPrices[]> {
  const { quantityOf, at } = options;
  const wanted = skuIds.map((skuId) => ({ skuId, quantity: quantityOf?.get(skuId) ?? 1 }));
  const { rows } = await linkStatement(chainOf(seller.distributorId), seller.shopId, wanted, at).execute(tx);
  return groupedByQuantity(rows).map(toChainPrices);
}

/** The same for one SKU at several quantities, the smallest first. Each quantity may be named once. */
export async function readPricesByQuantity(
  tx: ServiceTx,
  seller: { readonly distributorId: string; readonly shopId: string | null },
  skuId: string,
  options: { readonly quantities: readonly number[]; readonly at: Date | undefined },
): Promise<readonly ChainPrices[]> {
  const wanted = options.quantities.map((quantity) => ({ skuId, quantity }));
  const { rows } = await linkStatement(chainOf(seller.distributorId), seller.shopId, wanted, options.at).execute(tx);
  return groupedByQuantity(rows).map(toChainPrices);
}

const chainOf = (sellerId: string): RawBuilder<unknown> => sql`
    select d.id as node_id, d.parent_id, d.level_id, d.depth
      from tenancy.distributor_link l
      join tenancy.distributor d on d.tenant_id = l.tenant_id and d.id = l.ancestor_id
     where l.tenant_id = app.tenant_id() and l.descendant_id = ${sellerId}`;

/** What one distributor pays for one SKU. */
export interface NodePrice {
  readonly distributorId: string;
  readonly parentId: string | null;
  readonly cost: UnitPrice | null;
  readonly lifted: boolean;
}

/**
 * What everybody below a distributor pays, by SKU, in one statement: it reads nodes × SKUs rows, so callers bound both. The
 * distributor itself and whoever stands above it are among the nodes; SKUs of the percentage model, which has no costs, are not.
 */
export async function readSubtreePrices(
  tx: ServiceTx,
  rootId: string,
  skuIds: readonly string[],
  options: PricingOptions = {},
): Promise<ReadonlyMap<string, readonly NodePrice[]>> {
  const nodes = sql`
    select d.id as node_id, d.parent_id, d.level_id, d.depth
      from tenancy.distributor d
     where d.tenant_id = app.tenant_id() and d.status <> 'closed'
       and d.id in (select l.descendant_id from tenancy.distributor_link l where l.tenant_id = app.tenant_id() and l.ancestor_id = ${rootId}
                    union select l.ancestor_id from tenancy.distributor_link l where l.tenant_id = app.tenant_id() and l.descendant_id = ${rootId})`;
  const { quantityOf, at } = options;
  const wanted = skuIds.map((skuId) => ({ skuId, quantity: quantityOf?.get(skuId) ?? 1 }));
  const { rows } = await linkStatement(nodes, null, wanted, at).execute(tx);
  return new Map(
    groupedByQuantity(rows)
      .filter(([first]) => first.model === 'price_difference')
      .map((links) => [links[0].sku_id, pricesOfTree(links)]),
  );
}

// Each link's source is looked up by itself, most binding first and no further than the first that speaks: the plan is the
// same for a page as for a single SKU, whatever the statistics say. Arrays are written out: of one in a column, PostgreSQL up to 16
// expects ten elements, and would rather read every rule for every link.
function linkStatement(
  nodes: RawBuilder<unknown>,
  shopId: string | null,
  wanted: readonly { readonly skuId: string; readonly quantity: number }[],
  at: Date | undefined,
): RawBuilder<LinkRow> {
  const skuIds = wanted.map(({ skuId }) => skuId);
  const quantities = wanted.map(({ quantity }) => quantity);
  return sql<LinkRow>`
    with moment as materialized (select coalesce(${at ?? null}::timestamptz, app.now()) as at),
    node as materialized (${nodes}),
    wanted as materialized (
      select s.id as sku_id, s.currency, coalesce(im.model, ip.model, 'price_difference') as model, w.quantity, s.product_id, pr.category_id,
             p.suggested, p.floor, p.ceiling, sp.unit_price as shop_price, sp.hidden, sh.collected_by, c.unit_cost as house_cost,
             sr.id as shop_rule_id, sr.name as shop_rule_name, sr.percent as shop_percent, sr.fixed as shop_fixed, sr.step as shop_step
        from unnest(${skuIds}::uuid[], ${quantities}::integer[]) as w(sku_id, quantity)
        join catalog.sku s on s.tenant_id = app.tenant_id() and s.id = w.sku_id
        join catalog.product pr on pr.tenant_id = s.tenant_id and pr.id = s.product_id
        left join pricing.sku_price p on p.tenant_id = s.tenant_id and p.sku_id = s.id
        left join pricing.sku_income_model im on im.tenant_id = s.tenant_id and im.sku_id = s.id
        left join pricing.income_policy ip on ip.tenant_id = s.tenant_id
        left join pricing.sku_cost c on c.tenant_id = s.tenant_id and c.sku_id = s.id
        left join pricing.shop_price sp on sp.tenant_id = s.tenant_id and sp.sku_id = s.id and sp.shop_id = ${shopId}::uuid
        left join tenancy.shop sh on sh.tenant_id = s.tenant_id and sh.id = ${shopId}::uuid
        left join lateral (
          select r.id, r.name, r.percent, r.fixed, r.step from pricing.price_rule r
           where r.tenant_id = app.tenant_id() and r.owner_id = sh.distributor_id and r.target_id = sh.id
             and r.scope_id = any (array[s.id, s.product_id, pr.category_id, ${NOBODY}::uuid])
           order by r.sku_id is null, r.product_id is null, r.category_id is null limit 1) sr on sp.unit_price is null),
    list as materialized (
      select n.node_id, v.id, v.name, v.valid_from, v.valid_to
        from node n cross join moment m
        join pricing.price_list v on v.tenant_id = app.tenant_id() and v.owner_id = n.parent_id and v.level_id = n.level_id
         and v.valid_from <= m.at and (v.valid_to is null or v.valid_to > m.at))
    select w.sku_id, w.currency, w.model, w.quantity, n.node_id, n.parent_id, n.depth, w.suggested, w.floor, w.ceiling, w.shop_price, w.hidden, w.collected_by,
           w.house_cost, w.shop_rule_id, w.shop_rule_name, w.shop_percent, w.shop_fixed, w.shop_step,
           case when o.unit_price is not null then 'override' when x.id is not null then 'list' when r.id is not null then 'rule' end as source,
           coalesce(x.id, r.id) as source_id, coalesce(x.name, r.name) as source_name, coalesce(o.unit_price, x.unit_price) as unit_price,
           coalesce(o.min_quantity, x.min_quantity) as min_quantity, coalesce(o.valid_from, x.valid_from) as valid_from,
           case when o.unit_price is not null then o.valid_to else x.valid_to end as valid_to, r.percent, r.fixed, r.step
      from wanted w cross join node n cross join moment m
      left join lateral (
        select c.unit_price, c.min_quantity, c.valid_from, c.valid_to from pricing.cost_price c
         where c.tenant_id = app.tenant_id() and c.distributor_id = n.node_id and c.sku_id = w.sku_id and c.min_quantity <= w.quantity
           and (c.valid_from is null or c.valid_from <= m.at) and (c.valid_to is null or c.valid_to > m.at)
         order by c.min_quantity desc limit 1) o on true
      left join lateral (
        select v.id, v.name, v.valid_from, v.valid_to, t.unit_price, t.min_quantity
          from list v
          join pricing.price_list_line t on t.tenant_id = app.tenant_id() and t.list_id = v.id and t.sku_id = w.sku_id and t.min_quantity <= w.quantity
         where v.node_id = n.node_id and o.unit_price is null
         order by v.valid_from desc, t.min_quantity desc limit 1) x on true
      left join lateral (
        select u.id, u.name, u.percent, u.fixed, u.step from pricing.price_rule u
         where u.tenant_id = app.tenant_id() and u.owner_id = n.parent_id and u.scope_id = any (array[w.sku_id, w.product_id, w.category_id, ${NOBODY}::uuid])
           and u.target_id = any (array[n.node_id, n.level_id, ${NOBODY}::uuid]) and o.unit_price is null and x.id is null
         order by u.sku_id is null, u.product_id is null, u.category_id is null, u.child_id is null, u.level_id is null limit 1) r on true
     order by w.sku_id, w.quantity, n.depth, n.node_id`;
}

type Links = readonly [LinkRow, ...LinkRow[]];

function groupedByQuantity(rows: readonly LinkRow[]): readonly Links[] {
  const groups = new Map<string, [LinkRow, ...LinkRow[]]>();
  for (const row of rows) {
    const key = `${row.sku_id}/${row.quantity}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function toChainPrices(links: Links): ChainPrices {
  const [first] = links;
  const houseCost = priceOrNull(first.house_cost);
  let parentCost = houseCost;
  let above: UnitPrice | null = null;
  const chain = links.map((row, index): ChainNode => {
    const source = sourceOf(row);
    const ownCost = index === 0 ? null : priceOfSource(source, parentCost);
    if (index > 0) parentCost = above = effectiveCost(ownCost, above, index > 1);
    return { distributorId: row.node_id, depth: row.depth, ownCost, source };
  });
  return {
    skuId: first.sku_id,
    currency: first.currency,
    model: first.model,
    quantity: first.quantity,
    chain,
    suggested: priceOrNull(first.suggested),
    floor: priceOrNull(first.floor),
    ceiling: priceOrNull(first.ceiling),
    shopPrice: priceOrNull(first.shop_price),
    shopRule: shopRuleOf(first),
    houseCost,
    hidden: first.hidden ?? false,
    collectedBy: first.collected_by ?? 'platform',
  };
}

// Parents come before their children: rows are in the order of depth.
function pricesOfTree(links: Links): readonly NodePrice[] {
  const houseCost = priceOrNull(links[0].house_cost);
  const costOf = new Map<string, UnitPrice | null>();
  const prices: NodePrice[] = [];
  for (const row of links) {
    if (row.parent_id === null) continue;
    const isBelowHouse = row.depth === 1;
    const above = isBelowHouse ? null : (costOf.get(row.parent_id) ?? null);
    const own = priceOfSource(sourceOf(row), isBelowHouse ? houseCost : above);
    const cost = effectiveCost(own, above, !isBelowHouse);
    costOf.set(row.node_id, cost);
    prices.push({ distributorId: row.node_id, parentId: row.parent_id, cost, lifted: cost !== null && cost !== own });
  }
  return prices;
}

function sourceOf(row: LinkRow): PriceSource | null {
  const { source: kind, unit_price: unitPrice, min_quantity: minQuantity, source_id: id, source_name: name } = row;
  if (kind === 'rule' && id !== null && name !== null) return ruleOf(id, name, row.percent, row.fixed, row.step);
  if (unitPrice === null || minQuantity === null) return null;
  const priced = { unitPrice: parseUnitPrice(unitPrice), minQuantity, validTo: row.valid_to };
  if (kind === 'override') return { kind, ...priced, validFrom: row.valid_from };
  if (id === null || name === null || row.valid_from === null) return null;
  return { kind: 'list', id, name, ...priced, validFrom: row.valid_from };
}

function shopRuleOf(row: LinkRow): RuleSource | null {
  const { shop_rule_id: id, shop_rule_name: name } = row;
  return id === null || name === null ? null : ruleOf(id, name, row.shop_percent, row.shop_fixed, row.shop_step);
}

function ruleOf(
  id: string,
  name: string,
  percent: string | null,
  fixed: string | null,
  step: string | null,
): RuleSource | null {
  if (percent === null || fixed === null || step === null) return null;
  return {
    kind: 'rule',
    id,
    name,
    percent: parseRate(percent),
    fixed: parseUnitPrice(fixed),
    step: parseUnitPrice(step),
  };
}

function priceOrNull(text: string | null): UnitPrice | null {
  return text === null ? null : parseUnitPrice(text);
}
