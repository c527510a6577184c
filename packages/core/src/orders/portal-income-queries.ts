import { readSql, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql, type RawBuilder } from 'kysely';
import type { LinePosition } from '../page-cursor.ts';
import type { ShareOfMineRow } from './portal-queries.ts';

/** The currency in which the tenant keeps its books and in which a bare figure is read. */
export async function readOwnCurrency(tx: ReadTx<'portal'>): Promise<CurrencyCode> {
  const row = await tx.selectFrom('tenancy.tenant').select('currency').executeTakeFirstOrThrow();
  return row.currency as CurrencyCode;
}

/** One earner's income from one line. */
export interface IncomeRow extends ShareOfMineRow {
  readonly order_id: string;
  readonly order_no: string;
  readonly currency: string;
  readonly quantity: number;
  readonly clawed_pending: bigint;
  readonly sku_code: string | null;
  readonly product_name_zh: string | null;
  readonly product_name_en: string | null;
  readonly sku_name_zh: string | null;
  readonly sku_name_en: string | null;
  readonly via_child: string | null;
  readonly created_at: Date;
  /** created_at to the microsecond, for the next page. */
  readonly position: string;
}

export interface IncomeFilter {
  readonly orderNo?: string | undefined;
  readonly line?: number | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly child?: string | undefined;
  readonly before?: LinePosition | undefined;
  readonly limit: number;
}

/** What the distributor earned, newest first. Orders of the downline are read from here alone: they show no buyer. */
export async function listIncomeRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: IncomeFilter,
): Promise<IncomeRow[]> {
  return await readSql(
    tx,
    sql<IncomeRow>`
      select c.order_id, c.order_no, c.line, c.currency, c.quantity, s.unit_cost, s.unit_price, s.rate, s.distance, s.base,
             s.withheld, s.withheld_for, s.referral_code, s.amount, c.amount as earned, c.fee_borne, c.clawed,
             c.clawed_pending, c.released, c.release_at, c.created_at, c.created_at::text as position, k.code as sku_code,
             p.name_zh as product_name_zh, p.name_en as product_name_en, k.name_zh as sku_name_zh, k.name_en as sku_name_en, v.name as via_child
        from orders.commission_line c
        join orders.order_split s
          on s.tenant_id = c.tenant_id and s.order_id = c.order_id and s.line = c.line and s.earner_id = c.earner_id
        left join catalog.sku k on k.tenant_id = c.tenant_id and k.id = c.sku_id
        left join catalog.product p on p.tenant_id = k.tenant_id and p.id = k.product_id
        left join tenancy.distributor v on v.tenant_id = c.tenant_id and v.id = c.via_child_id
       where c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId}
         and ${sql.join(conditionsOf(filter), sql` and `)}
       order by c.created_at desc, c.order_id desc, c.line desc limit ${filter.limit}`,
  );
}

function conditionsOf({
  orderNo,
  line,
  from,
  until,
  child,
  before,
}: Omit<IncomeFilter, 'limit'>): RawBuilder<unknown>[] {
  return [
    sql`true`,
    ...(orderNo === undefined ? [] : [sql`c.order_no = ${orderNo}`]),
    ...(line === undefined ? [] : [sql`c.line = ${line}::integer`]),
    ...(from === undefined ? [] : [sql`c.created_at >= ${from}`]),
    ...(until === undefined ? [] : [sql`c.created_at < ${until}`]),
    ...(child === undefined
      ? []
      : [child === 'own' ? sql`c.via_child_id is null` : sql`c.via_child_id = ${child}::uuid`]),
    ...(before === undefined
      ? []
      : [
          sql`(c.created_at, c.order_id, c.line) < (${before.position}::timestamptz, ${before.id}::uuid, ${before.line}::integer)`,
        ]),
  ];
}

/**
 * What refunds of an order took back from the distributor, by refund, oldest first: out of what was held, what was available,
 * its wallet, or as debt. Read from its own entries.
 */
export async function listClawbacks(
  tx: ReadTx<'portal'>,
  distributorId: string,
  order: { readonly orderNo: string; readonly since: Date },
): Promise<{ at: Date; amount: bigint }[]> {
  return await readSql(
    tx,
    sql<{ at: Date; amount: bigint }>`
      select min(e.created_at) as at, sum(e.amount)::bigint as amount
        from ledger.account a
        join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id and e.created_at >= ${order.since}
       where a.tenant_id = app.tenant_id() and a.owner_id = ${distributorId} and a.code in ('2010', '2020', '1210')
         and e.kind in ('refund_approve', 'chargeback') and e.reference = ${order.orderNo}
       group by e.journal_id having sum(e.amount) > 0 order by 1`,
  );
}

export interface ChildIncomeRow {
  readonly child_id: string | null;
  readonly child_name: string | null;
  readonly currency: string;
  readonly orders: number;
  readonly units: number;
  readonly earned: bigint;
  readonly held: bigint;
  readonly clawed: bigint;
  readonly net: bigint;
}

/** The distributor's income by the child it came through, most first; own sales are a row without a child. */
export async function listIncomeByChild(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: Pick<IncomeFilter, 'from' | 'until'>,
): Promise<ChildIncomeRow[]> {
  return await readSql(
    tx,
    sql<ChildIncomeRow>`
      select c.via_child_id as child_id, v.name as child_name, c.currency, count(distinct c.order_id)::integer as orders,
             sum(c.quantity)::integer as units, sum(c.amount)::bigint as earned,
             sum(c.amount - c.fee_borne - c.clawed_pending - c.released)::bigint as held, sum(c.clawed)::bigint as clawed,
             sum(c.amount - c.fee_borne - c.clawed)::bigint as net
        from orders.commission_line c
        left join tenancy.distributor v on v.tenant_id = c.tenant_id and v.id = c.via_child_id
       where c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId} and ${sql.join(conditionsOf(filter), sql` and `)}
       group by c.via_child_id, v.name, c.currency order by net desc, child_id nulls first limit 200`,
  );
}

export interface OwnBalanceRow {
  readonly currency: string;
  readonly held: bigint;
  readonly available: bigint;
  readonly debt: bigint;
}

/** The distributor's balances by currency, exact at this moment: held, available, and owed from earlier refunds. */
export async function readOwnBalances(tx: ReadTx<'portal'>, distributorId: string): Promise<OwnBalanceRow[]> {
  return await readSql(
    tx,
    sql<OwnBalanceRow>`
      select b.currency, coalesce(-sum(b.amount) filter (where b.code = '2010'), 0)::bigint as held,
             coalesce(-sum(b.amount) filter (where b.code = '2020'), 0)::bigint as available,
             coalesce(sum(b.amount) filter (where b.code = '1210'), 0)::bigint as debt
        from ledger.account_balance b
       where b.tenant_id = app.tenant_id() and b.owner_id = ${distributorId} and b.code in ('2010', '2020', '1210')
       group by b.currency order by b.currency`,
  );
}
