import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** How long income of a sale waits: by default, of a flagged order, and by the account that took the money. */
export async function readHoldRules(tx: ReadTx<'admin'>) {
  const [tenant, accounts] = await Promise.all([
    tx.selectFrom('tenancy.tenant').select(['hold_days', 'risk_hold_days']).executeTakeFirstOrThrow(),
    tx
      .selectFrom('payments.gateway_account')
      .select(['id', 'name', 'hold_days'])
      // A distributor's own account holds nothing of ours.
      .where('distributor_id', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .limit(100)
      .execute(),
  ]);
  return { tenant, accounts };
}

export async function writeHoldDays(
  tx: ServiceTx,
  days: { readonly usual: number; readonly risky: number },
): Promise<void> {
  await tx
    .updateTable('tenancy.tenant')
    .set({ hold_days: days.usual, risk_hold_days: days.risky, updated_at: NOW })
    .execute();
}

/** False when there is no such account. */
export async function writeAccountHold(tx: ServiceTx, accountId: string, days: number | null): Promise<boolean> {
  const result = await tx
    .updateTable('payments.gateway_account')
    .set({ hold_days: days, updated_at: NOW })
    .where('id', '=', accountId)
    .where('distributor_id', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Marks an order as doubtful, or no longer; undefined when there is none. */
export async function flagOrder(tx: ServiceTx, orderNo: string, note: string | null): Promise<string | undefined> {
  const row = await tx
    .updateTable('orders.sales_order')
    .set({ risk_flagged_at: note === null ? null : NOW, risk_note: note })
    .where('order_no', '=', orderNo)
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** What of an order is still held waits as long as a flagged order's income does, counted from when it was earned. */
export async function prolongHold(tx: ServiceTx, orderId: string): Promise<void> {
  await sql`
    update orders.commission_line c
       set release_at = greatest(c.release_at, c.created_at + make_interval(days => (select t.risk_hold_days from tenancy.tenant t where t.tenant_id = app.tenant_id())))
     where c.tenant_id = app.tenant_id() and c.order_id = ${orderId} and c.amount > c.fee_borne + c.clawed_pending + c.released`.execute(
    tx,
  );
}
