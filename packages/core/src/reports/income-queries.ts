import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Reads of a distributor's own income, as the portal's role: lines of other earners do not exist for it. */
export interface IncomeLineRow {
  readonly order_id: string;
  readonly order_no: string;
  readonly line: number;
  readonly product_name_zh: string | null;
  readonly product_name_en: string | null;
  readonly sku_name_zh: string | null;
  readonly sku_name_en: string | null;
  readonly quantity: number;
  readonly currency: string;
  readonly via_child: string | null;
  readonly unit_cost: string;
  readonly unit_price: string;
  readonly share: bigint;
  readonly earned: bigint;
  readonly fee_borne: bigint;
  readonly clawed: bigint;
  readonly released: bigint;
  readonly release_at: Date;
  readonly created_at: Date;
  readonly position: string;
}

/** Names come from the catalog: an order of a downline's shop is not the reader's to see, its SKU is. */
export async function listIncomeRows(
  tx: ReadTx<'portal'>,
  filter: {
    readonly from?: Date | undefined;
    readonly until?: Date | undefined;
    readonly before?: { readonly position: string; readonly orderId: string; readonly line: number } | undefined;
    readonly limit: number;
  },
): Promise<IncomeLineRow[]> {
  const { from, until, before } = filter;
  const conditions = [
    sql`c.tenant_id = app.tenant_id() and c.earner_id = app.distributor_id()`,
    ...(from === undefined ? [] : [sql`c.created_at >= ${from}`]),
    ...(until === undefined ? [] : [sql`c.created_at < ${until}`]),
    ...(before === undefined
      ? []
      : [
          sql`(c.created_at, c.order_id, c.line) < (${before.position}::timestamptz, ${before.orderId}::uuid, ${before.line}::integer)`,
        ]),
  ];
  return await readSql(
    tx,
    sql<IncomeLineRow>`
      select c.order_id, c.order_no, c.line, p.name_zh as product_name_zh, p.name_en as product_name_en, k.name_zh as sku_name_zh, k.name_en as sku_name_en,
             c.quantity, c.currency, d.name as via_child, s.unit_cost, s.unit_price, s.amount as share, c.amount as earned, c.fee_borne, c.clawed,
             c.released, c.release_at, c.created_at, c.created_at::text as position
        from orders.commission_line c
        join orders.order_split s on s.tenant_id = c.tenant_id and s.order_id = c.order_id and s.line = c.line and s.earner_id = c.earner_id
        left join catalog.sku k on k.tenant_id = c.tenant_id and k.id = c.sku_id
        left join catalog.product p on p.tenant_id = k.tenant_id and p.id = k.product_id
        left join tenancy.distributor d on d.tenant_id = c.tenant_id and d.id = c.via_child_id
       where ${sql.join(conditions, sql` and `)}
       order by c.created_at desc, c.order_id desc, c.line desc limit ${filter.limit}`,
  );
}

export interface IncomeTotalsRow {
  readonly currency: string;
  readonly held: bigint;
  readonly available: bigint;
  readonly debt: bigint;
}

/** Held, available and owed, per currency, from the ledger's own accounts of the reader. */
export async function readIncomeTotals(tx: ReadTx<'portal'>): Promise<IncomeTotalsRow[]> {
  return await readSql(
    tx,
    sql<IncomeTotalsRow>`
      select b.currency, coalesce(-sum(b.amount) filter (where b.code = '2010'), 0)::bigint as held,
             coalesce(-sum(b.amount) filter (where b.code = '2020'), 0)::bigint as available,
             coalesce(sum(b.amount) filter (where b.code = '1210'), 0)::bigint as debt
        from ledger.account_balance b
       where b.tenant_id = app.tenant_id() and b.owner_id = app.distributor_id() and b.code in ('2010', '2020', '1210')
       group by b.currency order by b.currency`,
  );
}

/** What the reader earned per day (less fees borne and what was clawed of it), days without income absent. */
export async function readIncomeDays(
  tx: ReadTx<'portal'>,
  frame: { readonly currency: string; readonly timezone: string },
): Promise<{ day: string; income: bigint }[]> {
  return await readSql(
    tx,
    sql<{ day: string; income: bigint }>`
      select (c.created_at at time zone ${frame.timezone})::date::text as day, sum(c.amount - c.fee_borne - c.clawed)::bigint as income
        from orders.commission_line c
       where c.tenant_id = app.tenant_id() and c.earner_id = app.distributor_id() and c.currency = ${frame.currency}
         and c.created_at >= ((app.now() at time zone ${frame.timezone})::date - 89)::timestamp at time zone ${frame.timezone}
       group by 1`,
  );
}

/** What each child has earned the reader in 90 days, most first. */
export async function readIncomeByChild(
  tx: ReadTx<'portal'>,
  currency: string,
): Promise<{ distributor_id: string; name: string; income: bigint }[]> {
  return await readSql(
    tx,
    sql<{ distributor_id: string; name: string; income: bigint }>`
      select c.via_child_id as distributor_id, max(d.name) as name, sum(c.amount - c.fee_borne - c.clawed)::bigint as income
        from orders.commission_line c
        join tenancy.distributor d on d.tenant_id = c.tenant_id and d.id = c.via_child_id
       where c.tenant_id = app.tenant_id() and c.earner_id = app.distributor_id() and c.via_child_id is not null and c.currency = ${currency}
         and c.created_at >= app.now() - interval '90 days'
       group by c.via_child_id order by sum(c.amount - c.fee_borne - c.clawed) desc limit 20`,
  );
}
