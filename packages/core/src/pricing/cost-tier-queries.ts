import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Quantities looked at; tiers of six links have at most sixty. */
const QUANTITIES_MAX = 100;

/** Quantities at which any price along the chain begins, whenever it holds; always with one. */
export async function readTierQuantities(tx: ServiceTx, sellerId: string, skuId: string): Promise<readonly number[]> {
  const { rows } = await sql<{ quantity: number }>`
    with node as materialized (
      select d.id, d.parent_id, d.level_id
        from tenancy.distributor_link l
        join tenancy.distributor d on d.tenant_id = l.tenant_id and d.id = l.ancestor_id
       where l.tenant_id = app.tenant_id() and l.descendant_id = ${sellerId})
    select 1 as quantity
    union
    select c.min_quantity from node n
      join pricing.cost_price c on c.tenant_id = app.tenant_id() and c.distributor_id = n.id and c.sku_id = ${skuId}
    union
    select t.min_quantity from node n
      join pricing.price_list v on v.tenant_id = app.tenant_id() and v.owner_id = n.parent_id and v.level_id = n.level_id
      join pricing.price_list_line t on t.tenant_id = v.tenant_id and t.list_id = v.id and t.sku_id = ${skuId}
    order by 1 limit ${QUANTITIES_MAX}`.execute(tx);
  return rows.map((row) => row.quantity);
}
