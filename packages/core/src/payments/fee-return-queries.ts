import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';

export interface ReturnableFee {
  /** The gateway's fee on the receipt, and what of it came back with earlier refunds. */
  readonly fee: bigint;
  readonly returned: bigint;
  /** What was paid, and what of it has gone back, this refund included. */
  readonly amount: bigint;
  readonly refunded: bigint;
}

/**
 * The fee of a receipt whose gateway gives fees back with refunds; undefined: it keeps them, or there was none. Locks the attempt
 * that brought it before it adds up: refunds of a top-up have no order at which they wait for each other.
 */
export async function lockReturnableFee(tx: ServiceTx, receiptId: string): Promise<ReturnableFee | undefined> {
  const { rows } = await sql<{ fee: bigint; amount: bigint; attempt_id: string | null }>`
    select r.fee, r.amount, r.attempt_id
      from payments.receipt r
      join payments.gateway_account g on g.tenant_id = r.tenant_id and g.id = r.account_id and g.fee_on_refund = 'returned'
     where r.tenant_id = app.tenant_id() and r.id = ${receiptId} and r.fee > 0`.execute(tx);
  const [receipt] = rows;
  if (receipt === undefined) return undefined;
  await tx.selectFrom('payments.attempt').select('id').where('id', '=', receipt.attempt_id).forNoKeyUpdate().execute();
  const { rows: done } = await sql<{ returned: bigint; refunded: bigint }>`
    select coalesce(sum(x.fee_returned), 0)::bigint as returned, coalesce(sum(x.amount), 0)::bigint as refunded from payments.refund x
     where x.tenant_id = app.tenant_id() and x.receipt_id = ${receiptId} and x.state = 'done'`.execute(tx);
  return { fee: receipt.fee, amount: receipt.amount, ...onlyRow(done) };
}

export interface BorneFeeRow {
  readonly line: number;
  readonly earner_id: string;
  /** What the seller bears of the fee on this line now, and what it got back of it. */
  readonly borne: bigint;
  readonly returned: bigint;
  /** Money recognised on the line, and what of it refunds that are done have given back. */
  readonly earned: bigint;
  readonly refunded: bigint;
  /** Whether the line's hold is over. */
  readonly is_over: boolean;
}

/** The lines of an order whose seller bore a fee, locked. */
export async function lockBorneFees(tx: ServiceTx, orderId: string): Promise<BorneFeeRow[]> {
  const { rows } = await sql<BorneFeeRow>`
    select c.line, c.earner_id, c.fee_borne as borne, c.fee_returned as returned, l.earned_amount as earned, c.release_at <= app.now() as is_over,
           coalesce((select sum(x.delivered_amount) from payments.refund_line x
                       join payments.refund f on f.tenant_id = x.tenant_id and f.id = x.refund_id and f.state = 'done'
                      where x.tenant_id = c.tenant_id and x.order_id = c.order_id and x.line = c.line), 0)::bigint as refunded
      from orders.commission_line c
      join orders.order_line l on l.tenant_id = c.tenant_id and l.order_id = c.order_id and l.line = c.line
     where c.tenant_id = app.tenant_id() and c.order_id = ${orderId} and c.fee_borne > 0
     order by c.line, c.earner_id for no key update of c`.execute(tx);
  return rows;
}

/** Writes what a seller got back of the fee it bore on a line; `isReleased`: it left the hold at once. */
export async function bookFeeReturn(
  tx: ServiceTx,
  orderId: string,
  change: { readonly line: number; readonly earnerId: string; readonly amount: bigint; readonly isReleased: boolean },
): Promise<void> {
  await sql`
    update orders.commission_line c
       set fee_borne = c.fee_borne - ${change.amount}::bigint, fee_returned = c.fee_returned + ${change.amount}::bigint,
           released = c.released + case when ${change.isReleased}::boolean then ${change.amount}::bigint else 0 end
     where c.tenant_id = app.tenant_id() and c.order_id = ${orderId} and c.line = ${change.line} and c.earner_id = ${change.earnerId}`.execute(
    tx,
  );
}

/** Writes what a gateway gave back of its fee with a refund. */
export async function writeFeeReturned(tx: ServiceTx, refundId: string, amount: bigint): Promise<void> {
  await tx.updateTable('payments.refund').set({ fee_returned: amount }).where('id', '=', refundId).execute();
}
