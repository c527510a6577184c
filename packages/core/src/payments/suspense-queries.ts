import type { CollectedBy } from '@keyfall/contracts';
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
  /** Whose gateway took it. */
  readonly collected_by: CollectedBy;
  /** What the order's seller would have been charged, where it collects itself. */
  readonly charge: bigint | null;
}

/** Money in suspense for which no refund exists yet. */
export async function readUnreturnedSuspense(tx: ServiceTx, limit: number): Promise<SuspenseRow[]> {
  const { rows } = await sql<SuspenseRow>`
    select r.id, r.order_id, o.buyer_id, o.distributor_id, o.order_no, r.amount, r.currency, r.reason, r.collected_by,
           (select sum(l.charge_amount) from orders.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id)::bigint as charge
      from payments.receipt r
      left join orders.sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
     where r.tenant_id = app.tenant_id() and r.outcome = 'suspense'
       and not exists (select from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.kind = 'suspense')
     order by r.created_at limit ${limit}`.execute(tx);
  return rows;
}
