import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Distributors alerted to an order their wallet could not carry, and which could carry it now. */
export async function readRefilledWallets(tx: ServiceTx): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`
    select n.subject from notify.alert n
      join tenancy.tenant t on t.tenant_id = n.tenant_id
     where n.tenant_id = app.tenant_id() and n.kind = 'wallet.short' and n.closed_at is null
       and (n.params ->> 'needed_minor')::bigint <= coalesce((
             select sum(b.credits - b.debits - case a.code when '2040' then coalesce(b.min_balance, 0) else 0 end) from ledger.account a
               join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
              where a.tenant_id = n.tenant_id and a.owner_id = n.distributor_id and a.currency = t.currency and a.code in ('2040', '2041')), 0)
     order by n.subject limit 200`.execute(tx);
  return rows.map((row) => row.subject);
}
