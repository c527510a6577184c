import type { ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import { onlyRow } from '../only-row.ts';

type Part = RawBuilder<unknown>;

/** What a wallet can spend, as a part of a query: bonus, cash and unused credit, minor units. */
export function spendableOf(tenant: Part, owner: Part, currency: Part): RawBuilder<bigint> {
  return sql<bigint>`coalesce((
    select sum(sb.credits - sb.debits - case sa.code when '2040' then coalesce(sb.min_balance, 0) else 0 end)
      from ledger.account sa join ledger.balance sb on sb.tenant_id = sa.tenant_id and sb.account_id = sa.id
     where sa.tenant_id = ${tenant} and sa.owner_id = ${owner} and sa.currency = ${currency} and sa.code in ('2040', '2041')), 0)::bigint`;
}

/** What a wallet can spend now: bonus, cash and unused credit, minor units. Locks nothing. */
export async function readSpendable(tx: ServiceTx, distributorId: string, currency: string): Promise<bigint> {
  const spendable = spendableOf(sql`app.tenant_id()`, sql`${distributorId}`, sql`${currency}`);
  const { rows } = await sql<{ spendable: bigint }>`select ${spendable} as spendable`.execute(tx);
  return onlyRow(rows).spendable;
}
