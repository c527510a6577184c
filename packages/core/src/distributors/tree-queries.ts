import type { DistributorState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/**
 * Locks the shape of the tenant's tree: moves and closings exclude each other and every creation, which shares the row. The
 * first lock of a transaction that rewrites paths; orders read the tree without it. Answers the tenant's income depth.
 */
export async function lockTree(tx: ServiceTx): Promise<number> {
  const row = await tx.selectFrom('tenancy.tenant').select('income_depth').forNoKeyUpdate().executeTakeFirstOrThrow();
  return row.income_depth;
}

/** Whoever stands above, the node itself first, the house last. */
export async function chainUpOf(tx: ServiceTx, id: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('tenancy.distributor_link')
    .select('ancestor_id')
    .where('descendant_id', '=', id)
    .orderBy('distance')
    .execute();
  return rows.map((row) => row.ancestor_id);
}

/** The node and all below it that are not closed: how many, how far down, and how many shops they have. */
export async function measureSubtree(
  tx: ServiceTx,
  id: string,
): Promise<{ readonly distributors: number; readonly height: number; readonly shops: number }> {
  const row = await tx
    .selectFrom('tenancy.distributor_link as link')
    .innerJoin('tenancy.distributor as node', (join) =>
      join.onRef('node.tenant_id', '=', 'link.tenant_id').onRef('node.id', '=', 'link.descendant_id'),
    )
    .select((eb) => [
      sql<number>`count(*)::integer`.as('distributors'),
      sql<number>`coalesce(max(link.distance), 0)::integer`.as('height'),
      eb.fn
        .coalesce(
          sql<number>`sum((select count(*) from tenancy.shop s where s.tenant_id = node.tenant_id and s.distributor_id = node.id and s.status <> 'closed'))::integer`,
          sql<number>`0`,
        )
        .as('shops'),
    ])
    .where('link.ancestor_id', '=', id)
    .where('node.status', '<>', 'closed')
    .executeTakeFirstOrThrow();
  return row;
}

/**
 * Hangs a subtree below another node: parent, paths, depths and links of all of it, in three statements. Call it under
 * {@link lockTree}, with a parent outside the subtree. Takes row locks on the subtree that no order waits for: their foreign
 * keys ask for the key alone.
 */
export async function hangSubtree(
  tx: ServiceTx,
  node: { readonly id: string; readonly path: string; readonly depth: number },
  parent: { readonly id: string; readonly path: string; readonly depth: number },
): Promise<void> {
  const by = parent.depth + 1 - node.depth;
  await sql`
    delete from tenancy.distributor_link l
     using tenancy.distributor_link above, tenancy.distributor_link below
     where l.tenant_id = app.tenant_id() and above.tenant_id = l.tenant_id and below.tenant_id = l.tenant_id
       and above.descendant_id = ${node.id}::uuid and above.distance > 0
       and below.ancestor_id = ${node.id}::uuid
       and l.ancestor_id = above.ancestor_id and l.descendant_id = below.descendant_id`.execute(tx);
  await sql`
    insert into tenancy.distributor_link (ancestor_id, descendant_id, distance)
    select above.ancestor_id, below.descendant_id, above.distance + 1 + below.distance
      from tenancy.distributor_link above, tenancy.distributor_link below
     where above.tenant_id = app.tenant_id() and below.tenant_id = above.tenant_id
       and above.descendant_id = ${parent.id}::uuid and below.ancestor_id = ${node.id}::uuid`.execute(tx);
  await sql`
    update tenancy.distributor d
       set path = ${parent.path} || '/' || substr(d.path, ${node.path.length - node.id.length + 1}::integer),
           depth = d.depth + ${by}::integer,
           parent_id = case when d.id = ${node.id}::uuid then ${parent.id}::uuid else d.parent_id end,
           updated_at = app.now(), version = d.version + 1
      from tenancy.distributor_link below
     where d.tenant_id = app.tenant_id() and below.tenant_id = d.tenant_id
       and below.ancestor_id = ${node.id}::uuid and d.id = below.descendant_id`.execute(tx);
}

/** Direct children in one order for everybody, locked. */
export async function lockChildren(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'name', 'path', 'depth', 'status'])
    .where('parent_id', '=', id)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

export async function setLevel(tx: ServiceTx, id: string, levelId: string | null): Promise<void> {
  await tx
    .updateTable('tenancy.distributor')
    .set({ level_id: levelId, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function setMayRecruit(tx: ServiceTx, id: string, mayRecruit: boolean): Promise<void> {
  await tx
    .updateTable('tenancy.distributor')
    .set({ may_recruit: mayRecruit, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function setRecruiting(tx: ServiceTx, recruiting: boolean): Promise<void> {
  await tx.updateTable('tenancy.tenant').set({ recruiting, updated_at: NOW }).execute();
}

/** What the tenant and the node say about recruiting; undefined when the node is not there. */
export async function findRecruiting(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor as node')
    .innerJoin('tenancy.tenant as tenant', 'tenant.tenant_id', 'node.tenant_id')
    .select(['tenant.recruiting', 'tenant.income_depth', 'node.may_recruit', 'node.depth', 'node.status'])
    .where('node.id', '=', id)
    .executeTakeFirst();
}

export async function setName(tx: ServiceTx, id: string, name: string): Promise<void> {
  await tx
    .updateTable('tenancy.distributor')
    .set({ name, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** A child of this parent, locked; undefined when it is not one. */
export async function lockChild(tx: ServiceTx, parentId: string, id: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'name', 'status', 'level_id'])
    .where('id', '=', id)
    .where('parent_id', '=', parentId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Ends a distributor's life. */
export async function markClosed(tx: ServiceTx, id: string): Promise<void> {
  await tx
    .updateTable('tenancy.distributor')
    .set({
      status: 'closed' satisfies DistributorState,
      closed_at: NOW,
      may_recruit: false,
      updated_at: NOW,
      version: sql<bigint>`version + 1`,
    })
    .where('id', '=', id)
    .execute();
}

/** SKUs that are for sale, by code. */
export async function listSellableSkus(tx: ServiceTx, limit: number) {
  return await tx
    .selectFrom('catalog.sku')
    .select(['id', 'code', 'currency'])
    .where('status', '=', 'published')
    .orderBy('code')
    .limit(limit)
    .execute();
}
