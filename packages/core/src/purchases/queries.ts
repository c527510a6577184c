import { type OrderState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';
import { codePositionOf, pageOf } from '../page-cursor.ts';

export interface BuyerRow {
  readonly id: string;
  readonly status: string;
  readonly hold_seconds: number;
}

/** The distributor that buys; the house buys nothing from itself. */
export async function readBuyer(tx: ServiceTx, distributorId: string): Promise<BuyerRow | undefined> {
  return await tx
    .selectFrom('tenancy.distributor as d')
    .innerJoin('tenancy.tenant as t', 't.tenant_id', 'd.tenant_id')
    .select(['d.id', 'd.status', 't.order_hold_seconds as hold_seconds'])
    .where('d.id', '=', distributorId)
    .where('d.depth', '>', 0)
    .executeTakeFirst();
}

/** The purchase a distributor made in its portal under this reference before, if any. */
export async function findPurchaseByRef(
  tx: ServiceTx,
  key: { readonly distributorId: string; readonly clientRef: string },
) {
  return await tx
    .selectFrom('orders.sales_order')
    .select(['id', 'request_hash'])
    .where('channel', '=', 'portal')
    .where('distributor_id', '=', key.distributorId)
    .where('buyer_id', 'is', null)
    .where('client_ref', '=', key.clientRef)
    .executeTakeFirst();
}

export async function readPlacedPurchase(tx: ServiceTx, orderId: string) {
  return await tx
    .selectFrom('orders.sales_order')
    .select(['id', 'order_no', 'state', 'amount', 'currency'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
}

export type PaidFromWallet =
  | { readonly outcome: 'paid'; readonly state: OrderState; readonly spendable_after: string }
  | { readonly outcome: 'insufficient'; readonly needed: string; readonly available: string };

/** Pays an order just placed from its distributor's wallet; see `payments.pay_from_wallet`. */
export async function callPayFromWallet(
  tx: ServiceTx,
  given: {
    readonly tenantId: string;
    readonly orderId: string;
    readonly distributorId: string;
    readonly receiptId: string;
    readonly journalId: string;
  },
): Promise<PaidFromWallet> {
  const { rows } = await sql<{ result: PaidFromWallet }>`
    select payments.pay_from_wallet(${given.tenantId}, ${given.orderId}, ${given.distributorId}, ${given.receiptId}, ${given.journalId}) as result
  `.execute(tx);
  return onlyRow(rows).result;
}

/** Codes of a SKU that could be sold at this moment, counted up to a number. */
export async function countAvailable(
  tx: ServiceTx,
  given: { readonly skuId: string; readonly face: string | null; readonly upTo: number },
): Promise<number> {
  const { rows } = await sql<{ available: number }>`
    select count(*)::integer as available from (
      select from inventory.card_code c
       where c.tenant_id = app.tenant_id() and c.sku_id = ${given.skuId} and c.state = 'available'
         and (c.expires_at is null or c.expires_at > app.now()) and c.face_value is not distinct from ${given.face}::numeric
       limit ${given.upTo}) x`.execute(tx);
  return onlyRow(rows).available;
}

/** A page of published goods of stock by code: those whose code begins with a text or whose product is named with it. */
export async function listGoodsPage(
  tx: ServiceTx,
  filter: { readonly q?: string | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ readonly skuIds: readonly string[]; readonly nextCursor: string | null }> {
  const after = codePositionOf(filter.cursor) ?? null;
  const { q = '' } = filter;
  const { rows } = await sql<{ id: string; code: string }>`
    select s.id, s.code from catalog.sku s
      join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
     where s.tenant_id = app.tenant_id() and s.status = 'published' and p.status = 'published' and s.kind <> 'top_up'
       and (${after}::text is null or s.code > ${after}::text)
       and (${q} = '' or s.code ^@ ${q.toUpperCase()} or strpos(lower(p.name_zh || ' ' || p.name_en), ${q.toLowerCase()}) > 0)
     order by s.code limit ${filter.limit + 1}`.execute(tx);
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.code]);
  return { skuIds: page.map((row) => row.id), nextCursor };
}
