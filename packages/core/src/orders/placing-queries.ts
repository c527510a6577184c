import type { AccountTemplate, CollectedBy, SkuKind } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import { uncountedOf } from './short-wallet-queries.ts';
import { onlyRow } from '../only-row.ts';

/** Where and for whom an order is placed, and the tenant's own limits. */
export interface SellerRow {
  readonly now: Date;
  readonly currency: CurrencyCode;
  readonly tenant_status: string;
  readonly hold_seconds: number;
  readonly unpaid_max: number;
  readonly settings: unknown;
  readonly shop_status: string;
  /** Who takes the buyer's money. */
  readonly collected_by: CollectedBy;
  /**
   * Where the seller takes it: what its wallet can spend, credit included and less what unpaid orders count on, minor units.
   * Null where the wholesaler does.
   */
  readonly spendable: bigint | null;
  readonly distributor_id: string;
  readonly distributor_status: string;
  readonly buyer_kind: 'guest' | 'account' | null;
  readonly buyer_mail: string | null;
}

/** The shop, its seller and tenant, and the buyer where one is named and belongs to that shop. */
export async function readSeller(
  tx: ServiceTx,
  shopId: string,
  buyerId: string | null,
): Promise<SellerRow | undefined> {
  const spendableNow = uncountedOf(sql`t.tenant_id`, sql`d.id`, sql`t.currency`);
  const { rows } = await sql<SellerRow>`
    select app.now() as now, t.currency, t.status as tenant_status, t.order_hold_seconds as hold_seconds, t.unpaid_orders_max as unpaid_max,
           t.settings, s.status as shop_status, s.collected_by, case s.collected_by when 'distributor' then ${spendableNow} end as spendable, d.id as distributor_id, d.status as distributor_status, b.kind as buyer_kind, b.mail as buyer_mail
      from tenancy.shop s
      join tenancy.tenant t on t.tenant_id = s.tenant_id
      join tenancy.distributor d on d.tenant_id = s.tenant_id and d.id = s.distributor_id
      left join people.buyer b on b.tenant_id = s.tenant_id and b.id = ${buyerId} and b.shop_id = s.id
     where s.tenant_id = app.tenant_id() and s.id = ${shopId}`.execute(tx);
  return rows[0];
}

/** What an order freezes of a SKU, whether it is on sale now, and how much of it there is. */
export interface SkuRow {
  readonly id: string;
  readonly code: string;
  readonly kind: SkuKind;
  readonly currency: CurrencyCode;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly face_min: string | null;
  readonly face_max: string | null;
  readonly face_currency: string | null;
  readonly account_template: AccountTemplate | null;
  readonly min_per_order: number;
  readonly max_per_order: number;
  readonly max_per_buyer: number | null;
  readonly warranty_days: number;
  readonly when_empty: 'show' | 'hide' | 'backorder';
  readonly allocation: 'fefo' | 'fifo' | 'random';
  readonly backorder_hours: number;
  readonly delay_seconds: number;
  readonly published: boolean;
  readonly available: bigint | null;
  readonly by_face: Readonly<Record<string, number>> | null;
  /** Start of the buyer's present limit window, as the database writes it; null without a limit. */
  readonly limit_window: string | null;
  /** The buyer's name on the limit counters. */
  readonly limit_key: string;
  /** Units the buyer has on the counter of that window. */
  readonly limit_used: number;
}

/** Whom limits count: an account by its own mail address, a guest by the one it gave, so that a new guest with the same
 * address in the same shop meets the same counter; without any address the buyer's id. */
export interface LimitedBuyer {
  readonly shopId: string;
  readonly buyerId: string | null;
  readonly mail: string | null;
}

/** SKUs by id with what the buyer used of their limits; those that do not exist are absent. */
export async function readSkus(tx: ServiceTx, skuIds: readonly string[], buyer: LimitedBuyer): Promise<SkuRow[]> {
  const { rows } = await sql<SkuRow>`
    with who as (
      select coalesce((select b.mail from people.buyer b where b.tenant_id = app.tenant_id() and b.id = ${buyer.buyerId} and b.kind = 'account'),
                      ${buyer.mail}::text) as mail),
    named as (
      select case when w.mail is null then 'buyer:' || ${buyer.buyerId ?? 'none'}::text
                  else 'mail:' || encode(sha256(convert_to(${buyer.shopId}::text || '|' || w.mail, 'UTF8')), 'hex') end as limit_key
        from who w),
    wanted as (
      select s.*, p.name_zh as product_name_zh, p.name_en as product_name_en,
             p.status = 'published' and (p.publish_at is null or p.publish_at <= app.now()) and (p.unpublish_at is null or p.unpublish_at > app.now())
               and s.status = 'published' and (s.publish_at is null or s.publish_at <= app.now()) and (s.unpublish_at is null or s.unpublish_at > app.now())
               as published,
             case when s.max_per_buyer is null then null
                  when s.buyer_limit_days is null then to_timestamp(0)
                  else to_timestamp(floor(extract(epoch from app.now()) / (86400.0 * s.buyer_limit_days)) * 86400 * s.buyer_limit_days) end as limit_window
        from catalog.sku s
        join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
       where s.tenant_id = app.tenant_id() and s.id = any (${[...skuIds]}::uuid[]))
    select w.id, w.code, w.kind, w.currency, w.product_name_zh, w.product_name_en, w.name_zh, w.name_en, w.face_min, w.face_max, w.face_currency, w.account_template,
           w.min_per_order, w.max_per_order, w.max_per_buyer, w.warranty_days, w.when_empty, w.allocation, w.backorder_hours,
           w.delivery_delay_seconds as delay_seconds, w.published, k.available, k.by_face, w.limit_window::text, n.limit_key, coalesce(c.used, 0) as limit_used
      from wanted w cross join named n
      left join inventory.stock k on k.tenant_id = w.tenant_id and k.sku_id = w.id
      left join orders.limit_counter c on c.tenant_id = w.tenant_id and c.sku_id = w.id and c.buyer_key = n.limit_key and c.window_start = w.limit_window
  `.execute(tx);
  return rows;
}

export interface EarlierOrderRow {
  readonly id: string;
  readonly order_no: string;
  readonly request_hash: string;
}

/** The order this buyer placed under this reference before, if any. */
export async function findOrderByClientRef(
  tx: ServiceTx,
  key: { readonly distributorId: string; readonly buyerId: string; readonly clientRef: string },
): Promise<EarlierOrderRow | undefined> {
  return await tx
    .selectFrom('orders.sales_order')
    .select(['id', 'order_no', 'request_hash'])
    .where('channel', '=', 'shop')
    .where('distributor_id', '=', key.distributorId)
    .where('buyer_id', '=', key.buyerId)
    .where('client_ref', '=', key.clientRef)
    .executeTakeFirst();
}

export type PlaceOutcome =
  | { readonly outcome: 'placed'; readonly order_id: string; readonly order_no: string; readonly hold_until: string }
  | { readonly outcome: 'repeated' | 'conflict'; readonly order_id: string; readonly order_no: string }
  | { readonly outcome: 'too_many'; readonly who: 'buyer' | 'device' | 'ip'; readonly max: number }
  | {
      readonly outcome: 'short';
      readonly short: readonly { readonly line: number; readonly sku_id: string; readonly available: number }[];
    };

/** Writes the order, its split, counters and reservation in one call; see `orders.place_order`. */
export async function callPlaceOrder(
  tx: ServiceTx,
  tenantId: string,
  order: Readonly<Record<string, string | number | null>>,
  lines: readonly Readonly<Record<string, unknown>>[],
): Promise<PlaceOutcome> {
  const { rows } = await sql<{ result: PlaceOutcome }>`
    select orders.place_order(${tenantId}, ${JSON.stringify(order)}::jsonb, ${JSON.stringify(lines)}::jsonb) as result`.execute(
    tx,
  );
  return onlyRow(rows).result;
}

/** Counts an order with nothing to pay as paid; see `orders.pay_nothing`. */
export async function callPayNothing(
  tx: ServiceTx,
  tenantId: string,
  orderId: string,
  journalId: string,
): Promise<{ outcome: string }> {
  const { rows } = await sql<{ result: { outcome: string } }>`
    select orders.pay_nothing(${tenantId}, ${orderId}, ${journalId}) as result`.execute(tx);
  return onlyRow(rows).result;
}

/** What the buyer is told of an order right after placing it. */
export async function readPlacedOrder(tx: ServiceTx, orderId: string) {
  return await tx
    .selectFrom('orders.sales_order')
    .select(['id', 'order_no', 'state', 'amount', 'currency', 'hold_until'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
}
