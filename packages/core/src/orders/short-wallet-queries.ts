import type { ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import { spendableOf } from '../ledger/index.ts';
import { onlyRow } from '../only-row.ts';

type Part = RawBuilder<unknown>;

/** What unpaid orders of a distributor that collects itself count on, as a part of a query, minor units. */
export function countedOnOf(tenant: Part, owner: Part): RawBuilder<bigint> {
  return sql<bigint>`coalesce((
    select sum(ul.charge_amount) from orders.sales_order uo join orders.order_line ul on ul.tenant_id = uo.tenant_id and ul.order_id = uo.id
     where uo.tenant_id = ${tenant} and uo.distributor_id = ${owner} and uo.collected_by = 'distributor'
       and uo.state in ('awaiting_payment', 'closing')), 0)::bigint`;
}

/** What a wallet can spend on the next order, as a part of a query: less what unpaid orders count on. Minor units. */
export function uncountedOf(tenant: Part, owner: Part, currency: Part): RawBuilder<bigint> {
  return sql<bigint>`(${spendableOf(tenant, owner, currency)} - ${countedOnOf(tenant, owner)})`;
}

/** The present hour, `2026112214` in UTC. */
export async function readHour(tx: ServiceTx): Promise<string> {
  const { rows } = await sql<{
    hour: string;
  }>`select to_char(app.now() at time zone 'utc', 'YYYYMMDDHH24') as hour`.execute(tx);
  return onlyRow(rows).hour;
}

/** Distributors alerted to an order their wallet could not carry, and which could carry it now; at most 200. */
export async function readRefilledWallets(tx: ServiceTx): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`
    select n.subject from notify.alert n
      join tenancy.tenant t on t.tenant_id = n.tenant_id
     where n.tenant_id = app.tenant_id() and n.kind = 'wallet.short' and n.closed_at is null
       and (n.params ->> 'needed_minor')::bigint <= ${uncountedOf(sql`n.tenant_id`, sql`n.distributor_id`, sql`t.currency`)}
     order by n.subject limit 200`.execute(tx);
  return rows.map((row) => row.subject);
}
