import type { PriceGridDto } from '@keyfall/contracts/price-schemas';
import type { ServiceTx } from '@keyfall/db';
import { asService } from '../context.ts';
import { readChainPrices, type ChainPrices } from './chain-queries.ts';
import { readListTiers, readOverrides, readPriceLists } from './list-queries.ts';
import { offerOf } from './offer.rules.ts';
import { readChildren } from './owner-queries.ts';
import { ownerOf, type OwnerInput, type PriceOwner, type PricingCtx } from './price-owner.ts';
import { listSkusForPricing, type PricedSku, type PriceListFilter } from './queries.ts';
import { presentSource } from './present-source.ts';

export interface GridFilter extends OwnerInput, PriceListFilter {
  readonly by: 'lists' | 'children';
  readonly columns?: readonly string[] | undefined;
}

type Column = PriceGridDto['columns'][number];
type Row = PriceGridDto['items'][number];

/** Columns shown when nobody chose any. */
const COLUMNS_FIRST = 6;
const COLUMNS_MAX = 12;

/**
 * A page of SKUs against the owner's price lists, or against its children: what stands in each cell with its tiers, what the
 * owner pays itself, and for children what they pay in effect and why.
 *
 * @throws DomainError not_found
 */
export async function readPriceGrid(ctx: PricingCtx, filter: GridFilter): Promise<PriceGridDto> {
  return await asService(ctx, async (tx) => {
    const owner = await ownerOf(tx, ctx, filter);
    const isStaff = ctx.principal.kind === 'staff';
    const page = await listSkusForPricing(tx, { ...filter, publishedOnly: !isStaff });
    const skuIds = page.items.map((sku) => sku.skuId);
    const own = bySku(await readChainPrices(tx, { distributorId: owner.id, shopId: null }, skuIds));
    const { columns, cellsOf } =
      filter.by === 'lists'
        ? await listColumns(tx, owner, filter, skuIds)
        : await childColumns(tx, owner, filter, skuIds);
    return {
      columns,
      nextCursor: page.nextCursor,
      items: page.items.map((sku) => rowOf(sku, own.get(sku.skuId), owner, cellsOf(sku.skuId))),
    };
  });
}

function rowOf(sku: PricedSku, own: ChainPrices | undefined, owner: PriceOwner, cells: Row['cells']): Row {
  const { available: _stock, unitCost: _batchCost, ...named } = sku;
  const ownCost = own === undefined ? null : owner.depth === 0 ? own.houseCost : offerOf(own).sellerCost;
  return { ...named, ownCost, suggested: own?.suggested ?? null, ceiling: own?.ceiling ?? null, cells };
}

interface Columns {
  readonly columns: Column[];
  readonly cellsOf: (skuId: string) => Row['cells'];
}

async function listColumns(
  tx: ServiceTx,
  owner: PriceOwner,
  filter: GridFilter,
  skuIds: readonly string[],
): Promise<Columns> {
  const lists = await readPriceLists(tx, owner.id);
  const chosen = filter.columns;
  const shown = (
    chosen === undefined
      ? lists.filter((list) => list.state !== 'past').slice(0, COLUMNS_FIRST)
      : lists.filter((list) => chosen.includes(list.id))
  ).slice(0, COLUMNS_MAX);
  const tiers = await readListTiers(
    tx,
    shown.map((list) => list.id),
    skuIds,
  );
  return {
    columns: shown.map(({ id, name, levelName, state, version }) => ({ id, name, note: levelName, state, version })),
    cellsOf: (skuId) =>
      shown.map((list) => ({
        tiers: [...(tiers.get(list.id)?.get(skuId) ?? [])],
        validFrom: null,
        validTo: null,
        effective: null,
        source: null,
        lifted: false,
      })),
  };
}

async function childColumns(
  tx: ServiceTx,
  owner: PriceOwner,
  filter: GridFilter,
  skuIds: readonly string[],
): Promise<Columns> {
  const children = await readChildren(tx, owner.id, filter.columns, COLUMNS_FIRST);
  const overrides = await readOverrides(
    tx,
    children.map((child) => child.id),
    skuIds,
  );
  const prices = new Map<string, ReadonlyMap<string, ChainPrices>>();
  for (const child of children) {
    prices.set(child.id, bySku(await readChainPrices(tx, { distributorId: child.id, shopId: null }, skuIds)));
  }
  return {
    columns: children.map(({ id, name, code }) => ({ id, name, note: code, state: 'now', version: '0' })),
    cellsOf: (skuId) =>
      children.map((child) => {
        const chain = prices.get(child.id)?.get(skuId);
        const link = chain && offerOf(chain).costs.at(-1);
        const override = overrides.get(child.id)?.get(skuId);
        return {
          tiers: [...(override?.tiers ?? [])],
          validFrom: override?.validFrom?.toISOString() ?? null,
          validTo: override?.validTo?.toISOString() ?? null,
          effective: link?.cost ?? null,
          source: presentSource(chain?.chain.at(-1)?.source ?? null),
          lifted: link?.lifted ?? false,
        };
      }),
  };
}

const bySku = (rows: readonly ChainPrices[]): ReadonlyMap<string, ChainPrices> =>
  new Map(rows.map((prices) => [prices.skuId, prices]));
