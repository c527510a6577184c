import type { PriceListDto, PriceListInput } from '@keyfall/contracts/price-schemas';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { parseUnitPrice } from '@keyfall/money';
import { sql, type RawBuilder } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { onlyRow } from '../only-row.ts';
import type { Tier } from './link-price.rules.ts';

interface ListRow {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly level_id: string;
  readonly level_name: string;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly state: PriceListDto['state'];
  readonly skus: number;
  readonly version: bigint;
}

/** An owner's price lists as a screen reads them: by rank of their level, last begun first. */
export async function listPriceLists(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  ownerId: string,
): Promise<readonly PriceListDto[]> {
  return (await readSql(tx, listsOf(ownerId))).map(presentList);
}

/** The same beside prices that only the service role can work out. */
export async function readPriceLists(tx: ServiceTx, ownerId: string): Promise<readonly PriceListDto[]> {
  return (await listsOf(ownerId).execute(tx)).rows.map(presentList);
}

function listsOf(ownerId: string): RawBuilder<ListRow> {
  return sql<ListRow>`
    select v.id, v.owner_id, v.name, v.level_id, l.name as level_name, v.valid_from, v.valid_to, v.version,
           case when v.valid_from > app.now() then 'future' when v.valid_to <= app.now() then 'past' else 'now' end as state,
           (select count(*)::integer from pricing.price_list_line x where x.tenant_id = v.tenant_id and x.list_id = v.id and x.min_quantity = 1) as skus
      from pricing.price_list v
      join tenancy.level l on l.tenant_id = v.tenant_id and l.id = v.level_id
     where v.tenant_id = app.tenant_id() and v.owner_id = ${ownerId}
     order by l.rank, v.valid_from desc limit 200`;
}

const presentList = (row: ListRow): PriceListDto => ({
  id: row.id,
  ownerId: row.owner_id,
  name: row.name,
  levelId: row.level_id,
  levelName: row.level_name,
  validFrom: row.valid_from.toISOString(),
  validTo: row.valid_to?.toISOString() ?? null,
  state: row.state,
  skus: row.skus,
  version: row.version.toString(),
});

/** A list that is about to change. */
export interface LockedList {
  readonly id: string;
  readonly levelId: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** Whether it begins later; what it then does is judged as of that moment. */
  readonly isFuture: boolean;
}

/** Raises a list's version if it is the one the caller saw, which locks it. Undefined: no such list of this owner, or changed. */
export async function lockListAt(
  tx: ServiceTx,
  ownerId: string,
  list: { readonly id: string; readonly version: string },
): Promise<LockedList | undefined> {
  const row = await tx
    .updateTable('pricing.price_list')
    .set((eb) => ({ version: eb('version', '+', 1n), updated_at: sql<Date>`app.now()` }))
    .where('id', '=', list.id)
    .where('owner_id', '=', ownerId)
    .where('version', '=', BigInt(list.version))
    .returning(['id', 'level_id', 'valid_from', 'valid_to', sql<boolean>`valid_from > app.now()`.as('is_future')])
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      levelId: row.level_id,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      isFuture: row.is_future,
    }
  );
}

export async function isListOf(tx: ServiceTx, ownerId: string, listId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('pricing.price_list')
    .select('id')
    .where('id', '=', listId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertList(tx: ServiceTx, ownerId: string, input: PriceListInput): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('pricing.price_list')
    .values({
      id,
      owner_id: ownerId,
      level_id: input.levelId,
      name: input.name,
      valid_from: new Date(input.validFrom),
      valid_to: input.validTo === null ? null : new Date(input.validTo),
    })
    .execute();
  return id;
}

export async function updateList(tx: ServiceTx, listId: string, input: PriceListInput): Promise<void> {
  await tx
    .updateTable('pricing.price_list')
    .set({
      level_id: input.levelId,
      name: input.name,
      valid_from: new Date(input.validFrom),
      valid_to: input.validTo === null ? null : new Date(input.validTo),
    })
    .where('id', '=', listId)
    .execute();
}

export async function deleteList(tx: ServiceTx, listId: string): Promise<void> {
  await tx.deleteFrom('pricing.price_list').where('id', '=', listId).execute();
}

export async function copyListLines(tx: ServiceTx, from: string, to: string): Promise<void> {
  await sql`
    insert into pricing.price_list_line (tenant_id, list_id, sku_id, min_quantity, owner_id, unit_price)
    select tenant_id, ${to}::uuid, sku_id, min_quantity, owner_id, unit_price
      from pricing.price_list_line where tenant_id = app.tenant_id() and list_id = ${from}`.execute(tx);
}

/** The SKUs a list prices. */
export async function readListSkus(tx: ServiceTx, listId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('pricing.price_list_line')
    .select('sku_id')
    .where('list_id', '=', listId)
    .where('min_quantity', '=', 1)
    .orderBy('sku_id')
    .execute();
  return rows.map((row) => row.sku_id);
}

/** Tiers by price list or child, and then by SKU. */
export type TierTable = ReadonlyMap<string, ReadonlyMap<string, readonly Tier[]>>;

interface TierRow {
  readonly column_id: string;
  readonly sku_id: string;
  readonly min_quantity: number;
  readonly unit_price: string;
}

/** The lines of lists for a page of SKUs. */
export async function readListTiers(
  tx: ServiceTx,
  listIds: readonly string[],
  skuIds: readonly string[],
): Promise<TierTable> {
  const { rows } = await sql<TierRow>`
    select list_id as column_id, sku_id, min_quantity, unit_price from pricing.price_list_line
     where tenant_id = app.tenant_id() and list_id = any (${[...listIds]}::uuid[]) and sku_id = any (${[...skuIds]}::uuid[])
     order by list_id, sku_id, min_quantity`.execute(tx);
  return tableOf(rows);
}

/** When prices hold; null: from ever, for ever. */
export interface Validity {
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** The overrides of a child for one SKU: all of its tiers hold at the same time. */
export interface Override extends Validity {
  readonly tiers: readonly Tier[];
}

/** The overrides of children for a page of SKUs, whenever they hold, by child and then by SKU. */
export async function readOverrides(
  tx: ServiceTx,
  childIds: readonly string[],
  skuIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Override>>> {
  const { rows } = await sql<TierRow & { readonly valid_from: Date | null; readonly valid_to: Date | null }>`
    select distributor_id as column_id, sku_id, min_quantity, unit_price, valid_from, valid_to from pricing.cost_price
     where tenant_id = app.tenant_id() and distributor_id = any (${[...childIds]}::uuid[]) and sku_id = any (${[...skuIds]}::uuid[])
     order by distributor_id, sku_id, min_quantity`.execute(tx);
  const periods = new Map(
    rows.map((row) => [`${row.column_id}/${row.sku_id}`, { validFrom: row.valid_from, validTo: row.valid_to }]),
  );
  return new Map(
    [...tableOf(rows)].map(([childId, bySku]) => [
      childId,
      new Map(
        [...bySku].map(([skuId, tiers]) => {
          const period = periods.get(`${childId}/${skuId}`) ?? { validFrom: null, validTo: null };
          return [skuId, { tiers, ...period }] as const;
        }),
      ),
    ]),
  );
}

function tableOf(rows: readonly TierRow[]): TierTable {
  const table = new Map<string, Map<string, Tier[]>>();
  for (const row of rows) {
    const column = table.get(row.column_id) ?? new Map<string, Tier[]>();
    table.set(row.column_id, column);
    const tiers = column.get(row.sku_id) ?? [];
    column.set(row.sku_id, tiers);
    tiers.push({ minQuantity: row.min_quantity, unitPrice: parseUnitPrice(row.unit_price) });
  }
  return table;
}

/** The tiers of one SKU; none: it is taken out. */
export interface SkuTiers {
  readonly skuId: string;
  readonly tiers: readonly Tier[];
}

/** Replaces what a list says of these SKUs. */
export async function replaceListLines(
  tx: ServiceTx,
  ownerId: string,
  listId: string,
  changes: readonly SkuTiers[],
): Promise<void> {
  await tx
    .deleteFrom('pricing.price_list_line')
    .where('list_id', '=', listId)
    .where(
      'sku_id',
      'in',
      changes.map((change) => change.skuId),
    )
    .execute();
  const rows = changes.flatMap(({ skuId, tiers }) =>
    tiers.map((tier) => ({
      list_id: listId,
      owner_id: ownerId,
      sku_id: skuId,
      min_quantity: tier.minQuantity,
      unit_price: tier.unitPrice,
    })),
  );
  if (rows.length > 0) await tx.insertInto('pricing.price_list_line').values(rows).execute();
}

/** The database's clock, against which dates are judged. */
export async function readNow(tx: ServiceTx): Promise<Date> {
  return onlyRow((await sql<{ now: Date }>`select app.now() as now`.execute(tx)).rows).now;
}

/** Replaces a child's overrides of these SKUs. */
export async function replaceOverrides(
  tx: ServiceTx,
  childId: string,
  changes: readonly (SkuTiers & Validity)[],
): Promise<void> {
  await tx
    .deleteFrom('pricing.cost_price')
    .where('distributor_id', '=', childId)
    .where(
      'sku_id',
      'in',
      changes.map((change) => change.skuId),
    )
    .execute();
  const rows = changes.flatMap(({ skuId, tiers, validFrom, validTo }) =>
    tiers.map((tier) => ({
      distributor_id: childId,
      sku_id: skuId,
      min_quantity: tier.minQuantity,
      unit_price: tier.unitPrice,
      valid_from: validFrom,
      valid_to: validTo,
    })),
  );
  if (rows.length > 0) await tx.insertInto('pricing.cost_price').values(rows).execute();
}
