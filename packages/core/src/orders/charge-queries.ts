import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import { moneyOf } from './present.ts';

interface ChargeRow {
  readonly charge: bigint;
  readonly refunded: bigint;
  readonly currency: string;
  readonly is_charged: boolean;
}

/**
 * What an order's seller is charged where it collects the buyer's money itself, whether its wallet has been, and what of it
 * came back; null where the wholesaler collects. Joins the reader's transaction.
 */
export async function readOrderCharge(tx: ReadTx<'admin'> | ReadTx<'portal'>, orderId: string) {
  const [row] = await readSql(
    tx,
    sql<ChargeRow>`
      select sum(l.charge_amount)::bigint as charge, sum(l.charge_refunded)::bigint as refunded, o.currency, o.paid_at is not null as is_charged
        from orders.sales_order o
        join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
       where o.tenant_id = app.tenant_id() and o.id = ${orderId} and o.collected_by = 'distributor'
       group by o.currency, o.paid_at`,
  );
  if (row === undefined) return null;
  const { charge, refunded, currency, is_charged: isCharged } = row;
  return { amount: moneyOf(charge, currency), refunded: moneyOf(refunded, currency), isCharged };
}
