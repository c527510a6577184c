import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface ReferralCodeRow {
  readonly code: string;
  readonly name: string;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly orders: number;
  readonly income: bigint;
}

const CODES_MAX = 200;

/** A distributor's codes, newest first, with what they brought it in the tenant's currency. */
export async function listReferralCodes(tx: ReadTx<'portal'>, distributorId: string): Promise<ReferralCodeRow[]> {
  return await readSql(
    tx,
    sql<ReferralCodeRow>`
      with brought as (
        select s.referral_code, count(distinct s.order_id)::integer as orders, sum(c.amount - c.fee_borne - c.clawed)::bigint as income
          from orders.order_split s
          join orders.commission_line c on c.tenant_id = s.tenant_id and c.order_id = s.order_id and c.line = s.line and c.earner_id = s.earner_id
          join tenancy.tenant t on t.tenant_id = s.tenant_id and t.currency = c.currency
         where s.tenant_id = app.tenant_id() and s.earner_id = ${distributorId} and s.referral_code is not null
         group by s.referral_code)
      select r.code, r.name, r.created_at, r.ended_at, coalesce(b.orders, 0) as orders, coalesce(b.income, 0)::bigint as income
        from pricing.referral_code r
        left join brought b on b.referral_code = r.code
       where r.tenant_id = app.tenant_id() and r.distributor_id = ${distributorId}
       order by r.ended_at is not null, r.created_at desc, r.code limit ${CODES_MAX}`,
  );
}

/** Open shops of a distributor and of whoever stands above it, nearest first: the name and the slug alone. */
export async function listReferralShops(tx: ServiceTx, distributorId: string) {
  const { rows } = await sql<{ name: string; slug: string }>`
    select s.name, s.slug
      from tenancy.distributor_link l
      join tenancy.distributor d on d.tenant_id = l.tenant_id and d.id = l.ancestor_id and d.status = 'active'
      join tenancy.shop s on s.tenant_id = l.tenant_id and s.distributor_id = l.ancestor_id and s.status = 'open'
     where l.tenant_id = app.tenant_id() and l.descendant_id = ${distributorId}
     order by l.distance, s.name, s.slug limit 50`.execute(tx);
  return rows;
}

/** Whether a SKU is sold at a percentage now. */
export async function sellsByPercentage(tx: ServiceTx): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from pricing.income_policy p where p.tenant_id = app.tenant_id() and p.model = 'percentage')
        or exists (select from pricing.sku_income_model m where m.tenant_id = app.tenant_id() and m.model = 'percentage') as found`.execute(
    tx,
  );
  return rows[0]?.found ?? false;
}

/** Locks the distributor so that its codes are counted one maker at a time; how many it has that have not ended. */
export async function countOpenCodes(tx: ServiceTx, distributorId: string): Promise<number | undefined> {
  const owner = await tx
    .selectFrom('tenancy.distributor')
    .select('id')
    .where('id', '=', distributorId)
    .where('status', '=', 'active')
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (owner === undefined) return undefined;
  const { n } = await tx
    .selectFrom('pricing.referral_code')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('distributor_id', '=', distributorId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}

export async function insertReferralCode(
  tx: ServiceTx,
  code: { readonly code: string; readonly distributorId: string; readonly name: string; readonly createdBy: string },
): Promise<boolean> {
  const result = await tx
    .insertInto('pricing.referral_code')
    .values({ code: code.code, distributor_id: code.distributorId, name: code.name, created_by: code.createdBy })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'code']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Ends one of a distributor's codes; false when it has none such that has not ended. */
export async function endCode(tx: ServiceTx, distributorId: string, code: string): Promise<boolean> {
  const result = await tx
    .updateTable('pricing.referral_code')
    .set({ ended_at: sql<Date>`app.now()` })
    .where('distributor_id', '=', distributorId)
    .where('code', '=', code)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
