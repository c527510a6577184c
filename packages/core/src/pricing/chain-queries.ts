import type { CollectedBy, IncomeModel } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseUnitPrice, type UnitPrice } from '@keyfall/money';
import { sql, type RawBuilder } from 'kysely';
import { onlyRow } from '../only-row.ts';
import { effectiveCost } from './chain.rules.ts';
import {
  chooserOf,
  EVERYTHING,
  type Chooser,
  type NodeRow,
  type ScopedSku,
  type SourceRows,
} from './choose-source.rules.ts';
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

interface SkuRow extends ScopedSku {
  readonly currency: string;
  readonly model: IncomeModel;
  readonly suggested: string | null;
  readonly floor: string | null;
  readonly ceiling: string | null;
  readonly shop_price: string | null;
  readonly hidden: boolean | null;
  readonly house_cost: string | null;
}

/** The answer of the statement: what decides, each thing once. Where there is no node there is nothing to price. */
interface MaterialRow extends SourceRows {
  /** Parents before their children. */
  readonly nodes: readonly NodeRow[];
  readonly skus: readonly SkuRow[];
  readonly shop: { readonly owner_id: string; readonly shop_id: string; readonly collected_by: CollectedBy } | null;
}

/** What a node pays by its own source, before "never below the parent's". */
interface Link {
  readonly node: NodeRow;
  readonly source: PriceSource | null;
}

/** One SKU at one quantity, with a link a node. */
interface PricedSku {
  readonly sku: SkuRow;
  readonly quantity: number;
  readonly links: readonly Link[];
}

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
  const material = await readMaterial(tx, chainOf(seller.distributorId), seller.shopId, skuIds, options.at);
  return toChainPrices(material, atQuantities(skuIds, options));
}

/** The same for one SKU at several quantities, the smallest first. Each quantity may be named once. */
export async function readPricesByQuantity(
  tx: ServiceTx,
  seller: { readonly distributorId: string; readonly shopId: string | null },
  skuId: string,
  options: { readonly quantities: readonly number[]; readonly at: Date | undefined },
): Promise<readonly ChainPrices[]> {
  const material = await readMaterial(tx, chainOf(seller.distributorId), seller.shopId, [skuId], options.at);
  const quantities = options.quantities.toSorted((first, second) => first - second);
  return toChainPrices(material, new Map([[skuId, quantities]]));
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
  const material = await readMaterial(tx, nodes, null, skuIds, options.at);
  return new Map(
    priced(material, chooserOf(material), atQuantities(skuIds, options))
      .filter(({ sku }) => sku.model === 'price_difference')
      .map((one) => [one.sku.sku_id, pricesOfTree(one)]),
  );
}

type Quantities = ReadonlyMap<string, readonly number[]>;

const atQuantities = (skuIds: readonly string[], { quantityOf }: PricingOptions): Quantities =>
  new Map(skuIds.map((skuId) => [skuId, [quantityOf?.get(skuId) ?? 1]]));

// One row of five small sets, each read once; who pays by what is chosen from them here, so that a page of links is no page of wide
// rows. Each set is walked by an index in a subquery of its own (`offset 0` keeps it one), a node, list or target at a time: the plan
// is the same for a page as for a single SKU, whatever the statistics say, and never reads a table of prices.
async function readMaterial(
  tx: ServiceTx,
  nodes: RawBuilder<unknown>,
  shopId: string | null,
  skuIds: readonly string[],
  at: Date | undefined,
): Promise<MaterialRow> {
  const { rows } = await sql<MaterialRow>`
    with asked as materialized (select ${skuIds}::uuid[] as ids),
    moment as materialized (select coalesce(${at ?? null}::timestamptz, app.now()) as at),
    node as materialized (${nodes}),
    shop as materialized (
      select sh.distributor_id as owner_id, sh.id as shop_id, sh.collected_by from tenancy.shop sh where sh.tenant_id = app.tenant_id() and sh.id = ${shopId}::uuid),
    sku as materialized (
      select s.id as sku_id, s.product_id, pr.category_id, s.currency, coalesce(im.model, ip.model, 'price_difference') as model,
             p.suggested::text, p.floor::text, p.ceiling::text, sp.unit_price::text as shop_price, sp.hidden, c.unit_cost::text as house_cost
        from catalog.sku s
        join catalog.product pr on pr.tenant_id = s.tenant_id and pr.id = s.product_id
        left join pricing.sku_price p on p.tenant_id = s.tenant_id and p.sku_id = s.id
        left join pricing.sku_income_model im on im.tenant_id = s.tenant_id and im.sku_id = s.id
        left join pricing.income_policy ip on ip.tenant_id = s.tenant_id
        left join pricing.sku_cost c on c.tenant_id = s.tenant_id and c.sku_id = s.id
        left join pricing.shop_price sp on sp.tenant_id = s.tenant_id and sp.sku_id = s.id and sp.shop_id = ${shopId}::uuid
       where s.tenant_id = app.tenant_id() and s.id = any ((select ids from asked)::uuid[])),
    override as (
      select n.node_id, o.*
        from node n cross join moment m
       cross join lateral (
        select c.sku_id, c.min_quantity, c.unit_price::text, c.valid_from, c.valid_to from pricing.cost_price c
         where c.tenant_id = app.tenant_id() and c.distributor_id = n.node_id and c.sku_id = any ((select ids from asked)::uuid[])
           and (c.valid_from is null or c.valid_from <= m.at) and (c.valid_to is null or c.valid_to > m.at) offset 0) o),
    list as materialized (
      select v.id, v.owner_id, v.level_id, v.name, v.valid_from, v.valid_to
        from (select distinct parent_id, level_id from node) n cross join moment m
        join pricing.price_list v on v.tenant_id = app.tenant_id() and v.owner_id = n.parent_id and v.level_id = n.level_id
         and v.valid_from <= m.at and (v.valid_to is null or v.valid_to > m.at)),
    line as (
      select v.id as list_id, t.*
        from list v
       cross join lateral (
        select l.sku_id, l.min_quantity, l.unit_price::text from pricing.price_list_line l
         where l.tenant_id = app.tenant_id() and l.list_id = v.id and l.sku_id = any ((select ids from asked)::uuid[]) offset 0) t),
    scope as materialized (
      select array (select sku_id from sku union select product_id from sku union select category_id from sku union select ${EVERYTHING}::uuid) as ids),
    target as materialized (
      select distinct n.parent_id as owner_id, t.id as target_id
        from node n cross join lateral unnest(array[n.node_id, n.level_id, ${EVERYTHING}::uuid]) as t(id)
       where n.parent_id is not null and t.id is not null
       union all select owner_id, shop_id from shop),
    rule as (
      select t.owner_id, t.target_id, r.*
        from target t
       cross join lateral (
        select u.scope_id, u.id, u.name, u.percent::text, u.fixed::text, u.step::text from pricing.price_rule u
         where u.tenant_id = app.tenant_id() and u.owner_id = t.owner_id and u.target_id = t.target_id
           and u.scope_id = any ((select ids from scope)::uuid[]) offset 0) r)
    select (select coalesce(json_agg(n order by n.depth, n.node_id), '[]') from node n) as nodes,
           (select coalesce(json_agg(s order by s.sku_id), '[]') from sku s) as skus,
           (select row_to_json(h) from shop h) as shop,
           (select coalesce(json_agg(o), '[]') from override o) as overrides,
           (select coalesce(json_agg(v order by v.valid_from desc), '[]') from list v) as lists,
           (select coalesce(json_agg(l), '[]') from line l) as lines,
           (select coalesce(json_agg(r), '[]') from rule r) as rules`.execute(tx);
  return onlyRow(rows);
}

/** Every SKU found, in the order of its id and of its quantities. */
function priced({ nodes, skus }: MaterialRow, { ofNode }: Chooser, quantities: Quantities): readonly PricedSku[] {
  const choosers = nodes.map((node) => ({ node, choose: ofNode(node) }));
  if (choosers.length === 0) return [];
  return skus.flatMap((sku) =>
    (quantities.get(sku.sku_id) ?? []).map((quantity) => ({
      sku,
      quantity,
      links: choosers.map(({ node, choose }) => ({ node, source: choose(sku, quantity) })),
    })),
  );
}

function toChainPrices(material: MaterialRow, quantities: Quantities): readonly ChainPrices[] {
  const { shop } = material;
  const chooser = chooserOf(material);
  return priced(material, chooser, quantities).map(({ sku, quantity, links }) => {
    const houseCost = priceOrNull(sku.house_cost);
    return {
      skuId: sku.sku_id,
      currency: sku.currency,
      model: sku.model,
      quantity,
      chain: chainOfLinks(links, houseCost),
      suggested: priceOrNull(sku.suggested),
      floor: priceOrNull(sku.floor),
      ceiling: priceOrNull(sku.ceiling),
      shopPrice: priceOrNull(sku.shop_price),
      shopRule: shop === null || sku.shop_price !== null ? null : chooser.ruleOfShop(shop, sku),
      houseCost,
      hidden: sku.hidden ?? false,
      collectedBy: shop?.collected_by ?? 'platform',
    };
  });
}

function chainOfLinks(links: readonly Link[], houseCost: UnitPrice | null): readonly ChainNode[] {
  let parentCost = houseCost;
  let above: UnitPrice | null = null;
  return links.map(({ node, source }, index) => {
    const ownCost = index === 0 ? null : priceOfSource(source, parentCost);
    if (index > 0) parentCost = above = effectiveCost(ownCost, above, index > 1);
    return { distributorId: node.node_id, depth: node.depth, ownCost, source };
  });
}

// Parents come before their children: nodes are in the order of depth.
function pricesOfTree({ sku, links }: PricedSku): readonly NodePrice[] {
  const houseCost = priceOrNull(sku.house_cost);
  const costOf = new Map<string, UnitPrice | null>();
  const prices: NodePrice[] = [];
  for (const { node, source } of links) {
    if (node.parent_id === null) continue;
    const isBelowHouse = node.depth === 1;
    const above = isBelowHouse ? null : (costOf.get(node.parent_id) ?? null);
    const own = priceOfSource(source, isBelowHouse ? houseCost : above);
    const cost = effectiveCost(own, above, !isBelowHouse);
    costOf.set(node.node_id, cost);
    prices.push({ distributorId: node.node_id, parentId: node.parent_id, cost, lifted: cost !== null && cost !== own });
  }
  return prices;
}

function priceOrNull(text: string | null): UnitPrice | null {
  return text === null ? null : parseUnitPrice(text);
}
