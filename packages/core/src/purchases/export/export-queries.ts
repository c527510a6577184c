import type { ExportFormat } from '@keyfall/contracts/purchase-schemas';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface ExportableRow {
  readonly id: string;
  readonly order_no: string;
  /** Codes handed over and not given back. */
  readonly units: number;
}

/** A distributor's own purchase with how many of its codes may be downloaded now. Undefined: no such purchase of its own. */
export async function findExportable(
  tx: ServiceTx,
  key: { readonly orderNo: string; readonly distributorId: string },
): Promise<ExportableRow | undefined> {
  const { rows } = await sql<ExportableRow>`
    select o.id, o.order_no, (select coalesce(sum(l.delivered - l.refunded_units), 0)::integer from orders.order_line l
                               where l.tenant_id = o.tenant_id and l.order_id = o.id) as units
      from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.order_no = ${key.orderNo} and o.distributor_id = ${key.distributorId} and o.channel <> 'shop'`.execute(
    tx,
  );
  return rows[0];
}

/** Writes a ticket; answers until when it holds. */
export async function insertExport(
  tx: ServiceTx,
  given: {
    readonly id: string;
    readonly orderId: string;
    readonly distributorId: string;
    readonly loginId: string;
    readonly tokenHash: string;
    readonly format: ExportFormat;
    readonly isZip: boolean;
    readonly skipUnits: number;
    readonly validSeconds: number;
  },
): Promise<Date> {
  const row = await tx
    .insertInto('delivery.code_export')
    .values({
      id: given.id,
      order_id: given.orderId,
      distributor_id: given.distributorId,
      login_id: given.loginId,
      token_hash: given.tokenHash,
      format: given.format,
      is_zip: given.isZip,
      skip_units: given.skipUnits,
      expires_at: sql<Date>`app.now() + make_interval(secs => ${given.validSeconds})`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  return row.expires_at;
}

export interface ExportRow {
  readonly id: string;
  readonly order_id: string;
  readonly order_no: string;
  readonly format: ExportFormat;
  readonly is_zip: boolean;
  readonly skip_units: number;
}

/**
 * Takes a ticket: once from the beginning, and as often as need be to go on with what was begun. Undefined: unknown, over,
 * used, or another person's.
 */
export async function takeExport(
  tx: ServiceTx,
  key: {
    readonly tokenHash: string;
    readonly distributorId: string;
    readonly loginId: string;
    readonly isContinued: boolean;
  },
): Promise<ExportRow | undefined> {
  const { rows } = await sql<ExportRow>`
    update delivery.code_export e set started_at = coalesce(e.started_at, app.now()), finished_at = null
      from orders.sales_order o
     where e.tenant_id = app.tenant_id() and e.token_hash = ${key.tokenHash} and e.distributor_id = ${key.distributorId} and e.login_id = ${key.loginId}
       and e.expires_at > app.now() and (e.started_at is null or ${key.isContinued})
       and o.tenant_id = e.tenant_id and o.id = e.order_id
    returning e.id, e.order_id, o.order_no, e.format, e.is_zip, e.skip_units`.execute(tx);
  return rows[0];
}

/** Writes how far a download came. */
export async function endExport(
  tx: ServiceTx,
  id: string,
  given: { readonly units: number; readonly isWhole: boolean },
): Promise<void> {
  await tx
    .updateTable('delivery.code_export')
    .set({ units: given.units, ...(given.isWhole ? { finished_at: sql<Date>`app.now()` } : {}) })
    .where('id', '=', id)
    .execute();
}

/** Where a page of units begins: after this line and unit. */
export interface UnitPosition {
  readonly line: number;
  readonly unit: number;
}

/** The last of the units that a download leaves out; undefined when it leaves out all of them. */
export async function findSkipped(tx: ServiceTx, orderId: string, skip: number): Promise<UnitPosition | undefined> {
  const { rows } = await sql<UnitPosition>`
    select d.line, d.unit from delivery.delivery d
     where d.tenant_id = app.tenant_id() and d.order_id = ${orderId} and d.code_id is not null and d.superseded_at is null and d.returned_at is null
     order by d.line, d.unit offset ${skip - 1} limit 1`.execute(tx);
  return rows[0];
}

/** Units of one line, in their order: the last one's number and the codes. */
export interface UnitsRow extends UnitPosition {
  /** Identifiers, joined by commas. */
  readonly code_ids: string;
}

/**
 * The next live units of an order by their lines, with their opening written down for whoever has not opened them by export before. The
 * deliveries are locked, so that a refund at the same moment either finds the record or takes the code away before it.
 */
export async function revealPage(
  tx: ServiceTx,
  given: {
    readonly orderId: string;
    readonly distributorId: string;
    readonly loginId: string;
    readonly ip: string | null;
    readonly userAgent: string | null;
    readonly after: UnitPosition;
    readonly limit: number;
    /** The records' identifiers begin like this one and are counted on from it: a random one each would cost more than the row. */
    readonly idLike: string;
  },
): Promise<UnitsRow[]> {
  const { after } = given;
  const { rows } = await sql<UnitsRow>`
    with page as materialized (
      select d.line, d.unit, d.code_id from delivery.delivery d
       where d.tenant_id = app.tenant_id() and d.order_id = ${given.orderId} and (d.line, d.unit) > (${after.line}::integer, ${after.unit}::integer)
         and d.code_id is not null and d.superseded_at is null and d.returned_at is null
       order by d.line, d.unit limit ${given.limit} for share),
    recorded as (
      insert into inventory.reveal (tenant_id, id, code_id, order_id, distributor_id, channel, actor_id, ip, user_agent, created_at)
      select app.tenant_id(), (left(${given.idLike}, 28) || lpad(to_hex(row_number() over (order by p.line, p.unit)), 8, '0'))::uuid, p.code_id, ${given.orderId}, ${given.distributorId}, 'export', ${given.loginId}, ${given.ip}::text,
             ${given.userAgent}::text, app.now()
        from page p
       where not exists (select from inventory.reveal r where r.tenant_id = app.tenant_id() and r.code_id = p.code_id and r.channel = 'export'
                            and r.actor_id = ${given.loginId}))
    select p.line, max(p.unit) as unit, string_agg(p.code_id::text, ',' order by p.unit) as code_ids from page p group by p.line order by p.line`.execute(
    tx,
  );
  return rows;
}

export interface ExportLineRow {
  readonly line: number;
  readonly sku_code: string;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly face_value: string | null;
}

export async function readExportLines(tx: ServiceTx, orderId: string): Promise<ExportLineRow[]> {
  const { rows } = await sql<ExportLineRow>`
    select l.line, l.sku_code, l.product_name_zh, l.product_name_en, l.sku_name_zh, l.sku_name_en, l.face_value::text as face_value
      from orders.order_line l where l.tenant_id = app.tenant_id() and l.order_id = ${orderId} order by l.line`.execute(
    tx,
  );
  return rows;
}
