import type { DistributorId } from '@keyfall/contracts';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { TreeNode } from './margin.rules.ts';

export interface MarginSkuRow {
  readonly sku_id: string;
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly currency: string;
  readonly face_min: string | null;
  readonly retail: string;
  readonly unit_cost: string | null;
}

const SKUS_MAX = 5000;

/** Published SKUs that are sold at a percentage, or all of them, each at the lowest price it has in an open shop. */
export async function listMarginSkus(tx: ReadTx<'admin'>, everySku: boolean): Promise<MarginSkuRow[]> {
  return await readSql(
    tx,
    sql<MarginSkuRow>`
      select s.id as sku_id, s.code, p.name_zh || ' · ' || s.name_zh as name_zh, p.name_en || ' · ' || s.name_en as name_en, s.currency,
             s.face_min::text, least(k.suggested, o.lowest)::text as retail, c.unit_cost::text
        from catalog.sku s
        join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id and p.status = 'published'
        left join pricing.sku_income_model m on m.tenant_id = s.tenant_id and m.sku_id = s.id
        left join pricing.income_policy i on i.tenant_id = s.tenant_id
        left join pricing.sku_price k on k.tenant_id = s.tenant_id and k.sku_id = s.id
        left join pricing.sku_cost c on c.tenant_id = s.tenant_id and c.sku_id = s.id
        left join lateral (
          select min(sp.unit_price) as lowest from pricing.shop_price sp
            join tenancy.shop h on h.tenant_id = sp.tenant_id and h.id = sp.shop_id and h.status = 'open'
           where sp.tenant_id = s.tenant_id and sp.sku_id = s.id and not sp.hidden
             and (k.floor is null or sp.unit_price >= k.floor) and (k.ceiling is null or sp.unit_price <= k.ceiling)) o on true
       where s.tenant_id = app.tenant_id() and s.status = 'published' and coalesce(k.suggested, o.lowest) is not null
         and (${everySku}::boolean or coalesce(m.model, i.model, 'price_difference') = 'percentage')
       order by s.code limit ${SKUS_MAX}`,
  );
}

const NODES_MAX = 20_000;

/** Every distributor but the house and the closed ones, with its level and parent. */
export async function listTreeNodes(tx: ReadTx<'admin'>): Promise<TreeNode[]> {
  const rows = await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'parent_id', 'level_id', 'name'])
    .where('depth', '>', 0)
    .where('status', '<>', 'closed')
    .orderBy('path')
    .limit(NODES_MAX)
    .execute();
  return rows.map((row) => ({
    distributorId: row.id as DistributorId,
    parentId: row.parent_id as DistributorId | null,
    levelId: row.level_id,
    name: row.name,
  }));
}

/** By currency the highest fee, in percent, of the accounts buyers may pay at. */
export async function listFeePercents(tx: ReadTx<'admin'>): Promise<readonly { currency: string; percent: string }[]> {
  return await readSql(
    tx,
    sql<{ currency: string; percent: string }>`
      select g.currency, round(max(g.fee_rate) * 100, 8)::text as percent from payments.gateway_account g
       where g.tenant_id = app.tenant_id() and g.enabled group by g.currency`,
  );
}
