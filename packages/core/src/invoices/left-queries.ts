import { sql, type RawBuilder } from 'kysely';

/**
 * Minor units of an order `o` that were paid with money and not given back. A purchase's bonus was never paid, and what is given
 * back of it is cash first. Buyers pay with money only; their role knows nothing of wallets.
 */
export function leftOf(payer: 'buyer' | 'any'): RawBuilder<bigint> {
  if (payer === 'buyer') return sql`(o.amount - o.refunded)`;
  return sql`greatest(o.amount - o.refunded - coalesce((
    select c.bonus from wallet.charge c where c.tenant_id = o.tenant_id and c.order_id = o.id and o.channel <> 'shop'), 0), 0)`;
}
