import type { LiftedLinkDto } from '@keyfall/contracts/price-schemas';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import { idPairPositionOf, pageOf } from '../page-cursor.ts';

interface LiftedListRow {
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly parent_id: string;
  readonly parent_name: string | null;
  readonly sku_id: string;
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly since: Date;
}

/** Lifted links in the order of distributor and SKU: all of the tenant, or those one distributor has to reprice. */
export async function listLifted(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  filter: { readonly parentId: string | null; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ readonly items: readonly LiftedLinkDto[]; readonly nextCursor: string | null }> {
  const [distributor = null, sku = null] = idPairPositionOf(filter.cursor) ?? [];
  const rows = await readSql(
    tx,
    sql<LiftedListRow>`
      select k.distributor_id, d.name as distributor_name, k.parent_id, u.name as parent_name, k.sku_id, s.code, p.name_zh || ' · ' || s.name_zh as name_zh,
             p.name_en || ' · ' || s.name_en as name_en, k.since
        from pricing.lifted_link k
        join tenancy.distributor d on d.tenant_id = k.tenant_id and d.id = k.distributor_id
        left join tenancy.distributor u on u.tenant_id = k.tenant_id and u.id = k.parent_id
        join catalog.sku s on s.tenant_id = k.tenant_id and s.id = k.sku_id
        join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
       where k.tenant_id = app.tenant_id() and (${filter.parentId}::uuid is null or k.parent_id = ${filter.parentId}::uuid)
         and (${distributor}::uuid is null or (k.distributor_id, k.sku_id) > (${distributor}::uuid, ${sku}::uuid))
       order by k.distributor_id, k.sku_id limit ${filter.limit + 1}`,
  );
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.distributor_id, last.sku_id]);
  return {
    items: page.map((row) => ({
      distributorId: row.distributor_id,
      distributorName: row.distributor_name,
      parentId: row.parent_id,
      parentName: row.parent_name ?? '',
      skuId: row.sku_id,
      code: row.code,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      since: row.since.toISOString(),
    })),
    nextCursor,
  };
}
