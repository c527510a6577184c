import type { BatchDto, CodeRowDto } from '@keyfall/contracts/inventory-schemas';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { parseUnitPrice } from '@keyfall/money';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { faceRangeOf } from '../face-range.ts';
import { idPositionOf, pageOf } from '../page-cursor.ts';

const NOW = sql<Date>`app.now()`;

export interface NewBatch {
  readonly skuId: string;
  readonly supplierId: string | null;
  readonly name: string;
  /** Unit price in the tenant's currency (per unit of face value for a range SKU), or null when unknown. */
  readonly unitCost: string | null;
  readonly expiresAt: Date | null;
  readonly createdBy: string | null;
}

export async function insertBatch(tx: ServiceTx, batch: NewBatch): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('inventory.batch')
    .values({
      id,
      sku_id: batch.skuId,
      supplier_id: batch.supplierId,
      name: batch.name,
      unit_cost: batch.unitCost,
      expires_at: batch.expiresAt,
      created_by: batch.createdBy,
    })
    .execute();
  return id;
}

/** The supplier of that name, made when there is none. */
export async function ensureSupplier(tx: ServiceTx, name: string): Promise<string> {
  const found = await tx.selectFrom('inventory.supplier').select('id').where('name', '=', name).executeTakeFirst();
  if (found) return found.id;
  const made = await tx
    .insertInto('inventory.supplier')
    .values({ id: uuidv7(), name })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ name }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export async function listSuppliers(tx: ReadTx<'admin'>): Promise<readonly { id: string; name: string }[]> {
  return await tx.selectFrom('inventory.supplier').select(['id', 'name']).orderBy('name').limit(500).execute();
}

/** What an import must know of its SKU. */
export async function readSkuForStock(
  tx: ServiceTx,
  by: { readonly id: string } | { readonly code: string },
): Promise<
  | {
      id: string;
      code: string;
      kind: 'card_code' | 'link' | 'link_password' | 'top_up';
      face_min: string | null;
      face_max: string | null;
      allocation: 'fefo' | 'fifo' | 'random';
      unit_cost: string | null;
    }
  | undefined
> {
  let query = tx
    .selectFrom('catalog.sku as s')
    .leftJoin('pricing.sku_cost as c', (join) =>
      join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.sku_id', '=', 's.id'),
    )
    .select(['s.id', 's.code', 's.kind', 's.face_min', 's.face_max', 's.allocation', 'c.unit_cost']);
  query = 'id' in by ? query.where('s.id', '=', by.id) : query.where('s.code', '=', by.code);
  return await query.executeTakeFirst();
}

/** Currency and time zone of the tenant: what a batch is valued in and what a date without a zone means. */
export async function readTenantFacts(
  tx: ServiceTx,
): Promise<{ tenant_id: string; currency: string; timezone: string }> {
  return await tx.selectFrom('tenancy.tenant').select(['tenant_id', 'currency', 'timezone']).executeTakeFirstOrThrow();
}

export async function listBatches(
  tx: ReadTx<'admin'>,
  filter: { readonly skuId?: string | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ readonly items: readonly BatchDto[]; readonly nextCursor: string | null }> {
  let query = tx
    .selectFrom('inventory.batch as b')
    .innerJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'b.tenant_id').onRef('s.id', '=', 'b.sku_id'),
    )
    .innerJoin('catalog.product as p', (join) =>
      join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.product_id'),
    )
    .leftJoin('inventory.supplier as u', (join) =>
      join.onRef('u.tenant_id', '=', 'b.tenant_id').onRef('u.id', '=', 'b.supplier_id'),
    )
    .select(['b.id', 'b.name', 'b.sku_id', 's.code as sku_code', 's.name_zh', 's.name_en', 'u.name as supplier'])
    .select(['p.name_zh as product_zh', 'p.name_en as product_en'])
    .select(['s.currency', 's.face_min', 's.face_max', 's.face_currency'])
    .select([
      'b.unit_cost',
      'b.expires_at',
      'b.state',
      'b.reason',
      'b.accepted',
      'b.duplicates',
      'b.rejected',
      'b.created_at',
    ])
    .select((eb) => [
      eb
        .selectFrom('inventory.card_code as c')
        .whereRef('c.tenant_id', '=', 'b.tenant_id')
        .whereRef('c.batch_id', '=', 'b.id')
        .where('c.state', '=', 'available')
        .select(sql<bigint>`count(*)`.as('n'))
        .$asScalar()
        .$notNull()
        .as('available'),
    ])
    .orderBy('b.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.skuId) query = query.where('b.sku_id', '=', filter.skuId);
  const after = idPositionOf(filter.cursor);
  if (after) query = query.where('b.id', '<', after);
  const rows = await query.execute();
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.id]);
  const items = page.map((row): BatchDto => ({
    id: row.id,
    name: row.name,
    skuId: row.sku_id,
    skuCode: row.sku_code,
    nameZh: `${row.product_zh} ${row.name_zh}`,
    nameEn: `${row.product_en} ${row.name_en}`,
    supplier: row.supplier,
    unitCost: row.unit_cost === null ? null : parseUnitPrice(row.unit_cost),
    range: faceRangeOf(row),
    expiresAt: row.expires_at?.toISOString() ?? null,
    state: row.state,
    reason: row.reason,
    accepted: Number(row.accepted),
    duplicates: Number(row.duplicates),
    rejected: Number(row.rejected),
    available: Number(row.available),
    createdAt: row.created_at.toISOString(),
  }));
  return { items, nextCursor };
}

export interface CodeFilter {
  readonly skuId?: string | undefined;
  readonly batchId?: string | undefined;
  readonly state?: CodeRowDto['state'] | undefined;
  /** HMACs of what the searched code or number may be. */
  readonly blindIndexes?: readonly Buffer[] | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** A page of codes by their masks, newest first. */
export async function listCodes(
  tx: ReadTx<'admin'>,
  filter: CodeFilter,
): Promise<{ readonly items: readonly CodeRowDto[]; readonly nextCursor: string | null }> {
  let query = tx
    .selectFrom('inventory.card_code as c')
    .innerJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'c.tenant_id').onRef('s.id', '=', 'c.sku_id'),
    )
    .innerJoin('inventory.batch as b', (join) =>
      join.onRef('b.tenant_id', '=', 'c.tenant_id').onRef('b.id', '=', 'c.batch_id'),
    )
    .leftJoin('orders.sales_order as o', (join) =>
      join.onRef('o.tenant_id', '=', 'c.tenant_id').onRef('o.id', '=', 'c.order_id'),
    )
    .select(['c.id', 'c.mask', 'c.content', 'c.state', 'c.face_value', 'c.expires_at', 'c.state_at', 'c.batch_id'])
    .select(['b.name as batch', 's.code as sku_code', 'o.order_no', 'c.order_id'])
    .orderBy('c.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.skuId) query = query.where('c.sku_id', '=', filter.skuId);
  if (filter.batchId) query = query.where('c.batch_id', '=', filter.batchId);
  if (filter.state) query = query.where('c.state', '=', filter.state);
  if (filter.blindIndexes) {
    const indexes = [...filter.blindIndexes];
    query = query.where((eb) => eb.or([eb('c.identity_index', 'in', indexes), eb('c.number_index', 'in', indexes)]));
  }
  const after = idPositionOf(filter.cursor);
  if (after) query = query.where('c.id', '<', after);
  const rows = await query.execute();
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.id]);
  const items = page.map((row): CodeRowDto => ({
    id: row.id,
    mask: row.mask,
    content: row.content,
    state: row.state,
    faceValue: row.face_value,
    expiresAt: row.expires_at?.toISOString() ?? null,
    stateAt: row.state_at.toISOString(),
    batchId: row.batch_id,
    batch: row.batch,
    skuCode: row.sku_code,
    orderId: row.order_id,
    orderNo: row.order_no,
  }));
  return { items, nextCursor };
}

/** Marks SKUs to be counted again. Whoever moves codes calls it in the same transaction (`inventory.take_codes` does). */
export async function markStockDirty(tx: ServiceTx, skuIds: readonly string[]): Promise<void> {
  if (skuIds.length === 0) return;
  await tx
    .insertInto('inventory.stock_dirty')
    .values(skuIds.map((sku_id) => ({ sku_id })))
    .execute();
}

/** Takes the marks off up to `limit` SKUs, so that nobody else counts them meanwhile. */
export async function takeDirtySkus(tx: ServiceTx, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ sku_id: string }>`
    with pick as (
      select id from inventory.stock_dirty where tenant_id = app.tenant_id() order by id limit ${limit} for update skip locked),
    gone as (
      delete from inventory.stock_dirty d using pick where d.tenant_id = app.tenant_id() and d.id = pick.id returning d.sku_id)
    select distinct sku_id from gone`.execute(tx as never);
  return rows.map((row) => row.sku_id);
}

/** Counts again what shops may tell of the stock of SKUs; returns those whose figures changed. */
export async function recountStock(tx: ServiceTx, skuIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ sku_id: string }>`
    with face as (
      select sku_id, face_value, count(*) filter (where state = 'available' and (expires_at is null or expires_at > app.now())) as available,
             count(*) filter (where state = 'reserved') as reserved
        from inventory.card_code
       where tenant_id = app.tenant_id() and sku_id = any (${[...skuIds]}::uuid[]) and state in ('available', 'reserved')
       group by sku_id, face_value),
    total as (
      select sku_id, sum(available)::bigint as available, sum(reserved)::bigint as reserved,
             coalesce(jsonb_object_agg(trim_scale(face_value)::text, available) filter (where face_value is not null and available > 0), '{}') as by_face
        from face group by sku_id),
    fresh as (
      select k.sku_id, coalesce(t.available, 0) as available, coalesce(t.reserved, 0) as reserved, coalesce(t.by_face, '{}') as by_face
        from inventory.stock k left join total t on t.sku_id = k.sku_id
       where k.tenant_id = app.tenant_id() and k.sku_id = any (${[...skuIds]}::uuid[]))
    update inventory.stock k set available = f.available, reserved = f.reserved, by_face = f.by_face, updated_at = app.now()
      from fresh f
     where k.tenant_id = app.tenant_id() and k.sku_id = f.sku_id
       and (k.available, k.reserved, k.by_face) is distinct from (f.available, f.reserved, f.by_face)
    returning k.sku_id`.execute(tx as never);
  return rows.map((row) => row.sku_id);
}

/** Locks a batch; undefined when the tenant has none such. */
export async function lockBatch(
  tx: ServiceTx,
  id: string,
): Promise<{ id: string; sku_id: string; state: 'open' | 'quarantined' | 'recalled' | 'void' } | undefined> {
  return await tx
    .selectFrom('inventory.batch')
    .select(['id', 'sku_id', 'state'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function setBatchState(
  tx: ServiceTx,
  id: string,
  state: 'open' | 'quarantined' | 'recalled' | 'void',
  reason: string,
): Promise<void> {
  await tx.updateTable('inventory.batch').set({ state, reason, updated_at: NOW }).where('id', '=', id).execute();
}

/** Moves a batch's codes from one state to another, up to a bound, and returns how many and their known cost. */
export async function moveBatchCodes(
  tx: ServiceTx,
  batchId: string,
  from: 'available' | 'quarantined',
  to: 'available' | 'quarantined' | 'void',
  limit: number,
): Promise<{ readonly moved: number; readonly cost: bigint }> {
  const { rows } = await sql<{ moved: bigint; cost: string }>`
    with pick as (
      select id from inventory.card_code
       where tenant_id = app.tenant_id() and batch_id = ${batchId} and state = ${from}
       order by id limit ${limit} for no key update skip locked),
    moved as (
      update inventory.card_code c set state = ${to}, state_at = app.now() from pick
       where c.tenant_id = app.tenant_id() and c.id = pick.id returning c.unit_cost)
    select count(*) as moved, coalesce(sum(unit_cost), 0)::text as cost from moved`.execute(tx as never);
  return { moved: Number(rows[0]?.moved ?? 0n), cost: BigInt(rows[0]?.cost ?? '0') };
}

/** Voids available codes past their date, up to a bound. */
export async function voidExpiredCodes(
  tx: ServiceTx,
  limit: number,
): Promise<{ readonly voided: number; readonly cost: bigint; readonly skuIds: readonly string[] }> {
  const { rows } = await sql<{ voided: bigint; cost: string; skus: string[] }>`
    with pick as (
      select id from inventory.card_code
       where tenant_id = app.tenant_id() and state = 'available' and expires_at is not null and expires_at <= app.now()
       order by expires_at limit ${limit} for no key update skip locked),
    gone as (
      update inventory.card_code c set state = 'void', state_at = app.now() from pick
       where c.tenant_id = app.tenant_id() and c.id = pick.id returning c.unit_cost, c.sku_id)
    select count(*) as voided, coalesce(sum(unit_cost), 0)::text as cost, coalesce(array_agg(distinct sku_id::text), '{}') as skus
      from gone`.execute(tx as never);
  const [row] = rows;
  return { voided: Number(row?.voided ?? 0n), cost: BigInt(row?.cost ?? '0'), skuIds: row?.skus ?? [] };
}
