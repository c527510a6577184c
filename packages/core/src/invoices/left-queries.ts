import type { InvoiceSubject } from '@keyfall/contracts';
import { sql, type RawBuilder } from 'kysely';

const OF_BUYER = sql<bigint>`(o.amount - o.refunded)`;

/** What a charge `c` took from a wallet: its bonus was never paid, and what is given back is cash first. */
export const LEFT_OF_CHARGE = sql<bigint>`greatest(c.amount - c.refunded - c.bonus, 0)`;

const OF_DISTRIBUTOR = sql<bigint>`coalesce((
    select ${LEFT_OF_CHARGE} from wallet.charge c where c.tenant_id = o.tenant_id and c.order_id = o.id), 0)`;

/** What a distributor pays the house for, of an order `o`. */
export const paidSubject = sql<
  Exclude<InvoiceSubject, 'order'>
>`case o.channel when 'shop' then 'charge' else 'purchase' end`;

/**
 * Minor units of an order `o` that its payer paid with money and did not get back. A buyer paid the order; a distributor what its
 * wallet was charged for a purchase, or for the goods of an order whose buyer paid it. `either`: whoever the invoice of the line
 * `x` is for. The shop's role knows nothing of wallets.
 */
export function leftOf(payer: 'buyer' | 'distributor' | 'either'): RawBuilder<bigint> {
  if (payer === 'buyer') return OF_BUYER;
  if (payer === 'distributor') return OF_DISTRIBUTOR;
  return sql`case when x.recipient_id is null then ${OF_BUYER} else ${OF_DISTRIBUTOR} end`;
}
