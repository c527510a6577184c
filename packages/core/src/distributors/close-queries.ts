import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import type { AccountCode } from '../ledger/index.ts';

/**
 * Locks a distributor that is to be closed against everything, orders too: an order that is being written for it is waited
 * for, so that the count after it sees it.
 */
export async function lockForClosing(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'parent_id', 'depth', 'path', 'name', 'status'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export interface OpenBalance {
  readonly code: AccountCode;
  readonly currency: CurrencyCode;
  /** Debits less credits, minor units. */
  readonly amount: bigint;
}

/** Every account of a distributor that is not empty, exact at this moment. */
export async function listOpenBalances(tx: ServiceTx, distributorId: string): Promise<readonly OpenBalance[]> {
  const { rows } = await sql<OpenBalance>`
    select code, currency, amount from ledger.account_balance
     where tenant_id = app.tenant_id() and owner_id = ${distributorId}::uuid and amount <> 0
     order by code, currency`.execute(tx);
  return rows;
}

/** Orders under way of which the distributor earns, as seller or above one. */
async function countOpenOrders(tx: ServiceTx, distributorId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from orders.sales_order o
     where o.tenant_id = app.tenant_id()
       and o.state in ('awaiting_payment', 'closing', 'in_review', 'paid', 'fulfilling', 'partly_delivered')
       and exists (select 1 from orders.order_split s
                    where s.tenant_id = o.tenant_id and s.order_id = o.id and s.earner_id = ${distributorId}::uuid)`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** What is under way around a distributor and would end after it was closed. */
export async function countLooseEnds(
  tx: ServiceTx,
  distributorId: string,
): Promise<{ readonly orders: number; readonly withdrawals: number; readonly topUps: number }> {
  const { rows } = await sql<{ withdrawals: number; top_ups: number }>`
    select (select count(*) from withdrawals.withdrawal w
             where w.tenant_id = app.tenant_id() and w.distributor_id = ${distributorId}::uuid and w.state in ('requested', 'approved', 'submitted', 'unknown'))::integer as withdrawals,
           (select count(*) from wallet.top_up t
             where t.tenant_id = app.tenant_id() and t.distributor_id = ${distributorId}::uuid and t.state in ('awaiting_payment', 'declared'))::integer as top_ups`.execute(
    tx,
  );
  const orders = await countOpenOrders(tx, distributorId);
  return { orders, withdrawals: rows[0]?.withdrawals ?? 0, topUps: rows[0]?.top_ups ?? 0 };
}

/** Shops that sell or could be opened. */
export async function countLiveShops(tx: ServiceTx, distributorId: string): Promise<number> {
  const row = await tx
    .selectFrom('tenancy.shop')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('distributor_id', '=', distributorId)
    .where('status', '<>', 'closed')
    .executeTakeFirstOrThrow();
  return row.n;
}

/** What a preview names: the distributor's place and how many stand directly below, without locks. */
export async function findPlace(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor as node')
    .innerJoin('tenancy.distributor as parent', (join) =>
      join.onRef('parent.tenant_id', '=', 'node.tenant_id').onRef('parent.id', '=', 'node.parent_id'),
    )
    .select((eb) => [
      'parent.name as parent_name',
      eb
        .selectFrom('tenancy.distributor as child')
        .whereRef('child.tenant_id', '=', 'node.tenant_id')
        .whereRef('child.parent_id', '=', 'node.id')
        .where('child.status', '<>', 'closed')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('children'),
    ])
    .where('node.id', '=', id)
    .executeTakeFirst();
}
