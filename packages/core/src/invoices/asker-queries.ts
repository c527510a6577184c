import type { Locale } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface AskerRow {
  readonly mail: string | null;
  readonly locale: Locale;
  readonly title: string;
  readonly number: string | null;
  readonly amount: bigint;
  readonly currency: string;
  /** The order a buyer asked about, and his shop. */
  readonly buyer: {
    readonly buyerId: string;
    readonly shopId: string;
    readonly orderId: string;
    readonly isGuest: boolean;
  } | null;
}

/**
 * Who asked for an invoice and how it stands now: a buyer by the mail of his order; of a distributor the person who asked,
 * or an owner when that one has left.
 */
export async function readAsker(tx: ServiceTx, invoiceId: string): Promise<AskerRow | undefined> {
  const { rows } = await sql<AskerRow>`
    select i.title, i.number, i.amount, i.currency, coalesce(o.contact_mail, p.mail) as mail, coalesce(o.locale, p.locale) as locale,
           case when o.id is not null
                then jsonb_build_object('buyerId', o.buyer_id, 'shopId', o.shop_id, 'orderId', o.id, 'isGuest', b.kind = 'guest') end as buyer
      from invoices.invoice i
      left join invoices.invoice_order x on x.tenant_id = i.tenant_id and x.invoice_id = i.id and i.buyer_id is not null
      left join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
      left join people.buyer b on b.tenant_id = o.tenant_id and b.id = o.buyer_id
      left join lateral (
        select l.mail, l.locale from identity.membership m join identity.login l on l.key = m.login_key
         where m.tenant_ref = i.tenant_id and m.audience = 'portal' and m.distributor_ref = i.recipient_id and m.status = 'active'
           and (l.id = i.requested_by or m.role = 'owner')
         order by l.id = i.requested_by desc, l.id limit 1) p on true
     where i.tenant_id = app.tenant_id() and i.id = ${invoiceId}
     limit 1`.execute(tx);
  return rows[0];
}
