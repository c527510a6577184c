import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** The distributor whose prices are meant; `id` null: the tenant's house. Undefined when there is none such. */
export async function findOwner(
  tx: ServiceTx,
  id: string | null,
): Promise<{ readonly id: string; readonly depth: number; readonly name: string } | undefined> {
  const query = tx.selectFrom('tenancy.distributor').select(['id', 'depth', 'name']).where('status', '<>', 'closed');
  return await (id === null ? query.where('depth', '=', 0) : query.where('id', '=', id)).executeTakeFirst();
}

/** Which of these distributors stand directly below an owner. */
export async function readChildren(
  tx: ServiceTx,
  ownerId: string,
  ids: readonly string[] | undefined,
  limit: number,
): Promise<readonly { readonly id: string; readonly name: string; readonly code: string }[]> {
  let query = tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'name', 'code'])
    .where('parent_id', '=', ownerId)
    .where('status', '<>', 'closed')
    .orderBy('code')
    .limit(limit);
  if (ids !== undefined) query = query.where('id', '=', sql<string>`any (${[...ids]}::uuid[])`);
  return await query.execute();
}

/** What prices can be made for: levels by rank, the owner's open or draft shops, categories. */
export async function readTargets(tx: ServiceTx, ownerId: string) {
  const [levels, shops, categories] = await Promise.all([
    tx.selectFrom('tenancy.level').select(['id', 'name']).where('retired_at', 'is', null).orderBy('rank').execute(),
    tx
      .selectFrom('tenancy.shop')
      .select(['id', 'name'])
      .where('distributor_id', '=', ownerId)
      .where('status', '<>', 'closed')
      .orderBy('name')
      .limit(200)
      .execute(),
    tx
      .selectFrom('catalog.category')
      .select(['id', 'name_zh as nameZh', 'name_en as nameEn'])
      .orderBy('position')
      .orderBy('slug')
      .limit(500)
      .execute(),
  ]);
  return { levels, shops, categories };
}

/** Names of a chain's distributors. */
export async function readChainNames(
  tx: ServiceTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly code: string; readonly levelName: string | null }>> {
  const rows = await tx
    .selectFrom('tenancy.distributor as d')
    .leftJoin('tenancy.level as l', (join) =>
      join.onRef('l.tenant_id', '=', 'd.tenant_id').onRef('l.id', '=', 'd.level_id'),
    )
    .select(['d.id', 'd.name', 'd.code', 'l.name as levelName'])
    .where('d.id', '=', sql<string>`any (${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
