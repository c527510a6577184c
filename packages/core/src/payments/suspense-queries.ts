import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface SuspenseRow {
  readonly id: string;
  readonly order_id: string | null;
  readonly buyer_id: string | null;
  readonly distributor_id: string | null;
  readonly order_no: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string;
}

/** Money in suspense for which no refund exists yet. */
export async function readUnreturnedSuspense(tx: ServiceTx, limit: number): Promise<SuspenseRow[]> {
  const { rows } = await sql<SuspenseRow>`
    select r.id, r.order_id, o.buyer_id, o.distributor_id, o.order_no, r.amount, r.currency, r.reason
      from payments.receipt r
      left join orders.sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
     where r.tenant_id = app.tenant_id() and r.outcome = 'suspense'
       and not exists (select from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.kind = 'suspense')
     order by r.created_at limit ${limit}`.execute(tx);
  return rows;
}
