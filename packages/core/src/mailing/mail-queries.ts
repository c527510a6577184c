import type { Locale } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { assert } from '../errors.ts';

export interface DueMailRow {
  readonly id: string;
  readonly shop_id: string | null;
  readonly recipient: string;
  readonly template: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly locale: Locale;
  readonly tries: number;
}

/** Takes mails whose time has come and leases them; rows that others hold just now are skipped. */
export async function leaseMails(tx: ServiceTx, limit: number, leaseSeconds: number): Promise<DueMailRow[]> {
  const { rows } = await sql<DueMailRow>`
    with due as (
      select m.id from notify.mail m
       where m.tenant_id = app.tenant_id() and m.state = 'queued' and m.next_try_at <= app.now()
       order by m.next_try_at limit ${limit} for no key update skip locked)
    update notify.mail m set next_try_at = app.now() + make_interval(secs => ${leaseSeconds}), tries = m.tries + 1
      from due where m.tenant_id = app.tenant_id() and m.id = due.id
    returning m.id, m.shop_id, m.recipient, m.template, m.params, m.locale, m.tries`.execute(tx);
  return rows;
}

export async function markMailSent(tx: ServiceTx, id: string): Promise<void> {
  await tx
    .updateTable('notify.mail')
    .set({ state: 'sent', sent_at: sql<Date>`app.now()`, error_code: null })
    .where('id', '=', id)
    .execute();
}

/** `afterSeconds` null: it is given up. */
export async function markMailFailed(
  tx: ServiceTx,
  id: string,
  errorCode: string,
  afterSeconds: number | null,
): Promise<void> {
  await tx
    .updateTable('notify.mail')
    .set({
      error_code: errorCode.slice(0, 200),
      ...(afterSeconds === null
        ? { state: 'failed' as const }
        : { next_try_at: sql<Date>`app.now() + make_interval(secs => ${afterSeconds})` }),
    })
    .where('id', '=', id)
    .execute();
}

export interface SenderRow {
  readonly tenant_name: string;
  readonly timezone: string;
  readonly shop_name: string | null;
  readonly slug: string | null;
  readonly brand: unknown;
  readonly support_contact: string | null;
  /** The shop's own verified host, if it has one. */
  readonly host: string | null;
}

/** In whose name a mail is written. */
export async function readSender(tx: ServiceTx, shopId: string | null): Promise<SenderRow> {
  const { rows } = await sql<SenderRow>`
    select t.name as tenant_name, t.timezone, s.name as shop_name, s.slug, s.brand, s.support_contact,
           (select d.host from tenancy.shop_domain d where d.tenant_id = s.tenant_id and d.shop_id = s.id and d.state = 'verified'
             order by d.verified_at, d.host limit 1) as host
      from tenancy.tenant t
      left join tenancy.shop s on s.tenant_id = t.tenant_id and s.id = ${shopId}
     where t.tenant_id = app.tenant_id()`.execute(tx);
  const [sender] = rows;
  assert(sender !== undefined, 'a mail belongs to a tenant that does not exist');
  return sender;
}

/** What a mail about an order names. */
export async function readMailedOrder(tx: ServiceTx, orderId: string) {
  const order = await tx
    .selectFrom('orders.sales_order')
    .select(['order_no', 'currency'])
    .where('id', '=', orderId)
    .executeTakeFirst();
  if (order === undefined) return undefined;
  const planned = await tx
    .selectFrom('orders.order_line')
    .select((eb) => eb.fn.min('deliver_at').as('deliver_at'))
    .where('order_id', '=', orderId)
    .whereRef('delivered', '<', 'quantity')
    .where('deliver_at', '>', sql<Date>`app.now()`)
    .executeTakeFirst();
  const lines = await tx
    .selectFrom('orders.order_line')
    .select(['product_name_zh', 'product_name_en', 'sku_name_zh', 'sku_name_en', 'delivered'])
    .where('order_id', '=', orderId)
    .where('delivered', '>', 0)
    .orderBy('line')
    .limit(50)
    .execute();
  return { ...order, deliver_at: planned?.deliver_at ?? null, lines };
}

export async function readMailedRefund(tx: ServiceTx, refundId: string) {
  return await tx
    .selectFrom('payments.refund')
    .select(['amount', 'currency'])
    .where('id', '=', refundId)
    .executeTakeFirst();
}
