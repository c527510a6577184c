import type { CollectedBy } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';

/** An order with its applied receipt, locked; what every refund of it starts from. */
export interface RefundableOrderRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly distributor_id: string;
  readonly buyer_id: string | null;
  /** Whose gateway took the buyer's money; what a wallet paid counts as the platform's. */
  readonly collected_by: CollectedBy;
  readonly receipt_id: string | null;
  /** What was taken from a wallet for it, and what of that came back; null where none was charged. */
  readonly charge: WalletChargeRow | null;
}

/** A wallet's payment of an order, minor units. */
export interface WalletChargeRow {
  readonly distributorId: string;
  readonly amount: bigint;
  readonly bonus: bigint;
  readonly refunded: bigint;
}

/**
 * Locks an order by id, or by number and narrowed to one seller's. Undefined: no such order. What was charged for it is read
 * once the lock is held: a statement that waited for it would still see the charge as it was before the refund it waited for.
 */
export async function lockRefundableOrder(
  tx: ServiceTx,
  key: { readonly orderId: string } | { readonly orderNo: string; readonly distributorId?: string },
): Promise<RefundableOrderRow | undefined> {
  const condition = 'orderId' in key ? sql`o.id = ${key.orderId}` : sql`o.order_no = ${key.orderNo}`;
  const seller =
    'orderNo' in key && key.distributorId !== undefined ? sql`and o.distributor_id = ${key.distributorId}` : sql``;
  const { rows: locked } = await sql<Omit<RefundableOrderRow, 'receipt_id' | 'charge'>>`
    select o.id, o.order_no, o.state, o.currency, o.amount, o.refunded, o.distributor_id, o.buyer_id, o.collected_by
      from orders.sales_order o
     where o.tenant_id = app.tenant_id() and ${condition} ${seller}
       for no key update`.execute(tx);
  const [order] = locked;
  if (order === undefined) return undefined;
  const { rows: paid } = await sql<PaymentRow>`
    select r.id as receipt_id, c.distributor_id as charged_to, c.amount as charged, c.bonus as charged_bonus, c.refunded as charge_refunded
      from orders.sales_order o
      left join payments.receipt r on r.tenant_id = o.tenant_id and r.order_id = o.id and r.outcome = 'applied'
      left join wallet.charge c on c.tenant_id = o.tenant_id and c.order_id = o.id
     where o.tenant_id = app.tenant_id() and o.id = ${order.id}`.execute(tx);
  const {
    receipt_id,
    charged_to: distributorId,
    charged,
    charged_bonus: bonus,
    charge_refunded: refunded,
  } = onlyRow(paid);
  const isCharged = distributorId !== null && charged !== null && bonus !== null && refunded !== null;
  return { ...order, receipt_id, charge: isCharged ? { distributorId, amount: charged, bonus, refunded } : null };
}

interface PaymentRow {
  readonly receipt_id: string | null;
  readonly charged_to: string | null;
  readonly charged: bigint | null;
  readonly charged_bonus: bigint | null;
  readonly charge_refunded: bigint | null;
}

/** Writes what of a wallet's charge came back. */
export async function bookRefundOnCharge(tx: ServiceTx, orderId: string, amount: bigint): Promise<void> {
  await tx
    .updateTable('wallet.charge')
    .set((eb) => ({ refunded: eb('refunded', '+', amount) }))
    .where('order_id', '=', orderId)
    .execute();
}
