import type { DistributorInput, DistributorProfile, LevelInput } from '@keyfall/contracts/tenancy-schemas';
import type { DistributorState } from '@keyfall/contracts';
import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

const NOW = sql<Date>`app.now()`;

/** The caller's own state and its tenant's. */
export async function findOwnStanding(tx: ReadTx<'portal'>, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor as distributor')
    .innerJoin('tenancy.tenant as tenant', 'tenant.tenant_id', 'distributor.tenant_id')
    .select(['distributor.status', 'tenant.status as tenant_status'])
    .where('distributor.id', '=', distributorId)
    .executeTakeFirst();
}

export async function findTenantRecruiting(tx: AnyTenantTx): Promise<boolean> {
  const row = await tx.selectFrom('tenancy.tenant').select('recruiting').executeTakeFirst();
  return row?.recruiting ?? false;
}

/** What a distributor's people may know of its node. */
export async function findOwnNode(tx: ReadTx<'portal'>, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'name', 'status'])
    .where('id', '=', distributorId)
    .executeTakeFirst();
}

/** A node to hang a child on. Locked against moves and state changes until the transaction ends. */
export async function lockDistributor(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'parent_id', 'depth', 'path', 'code', 'name', 'status', 'version', 'level_id'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The tenant's rule about depth, held still until the transaction ends. */
export async function lockIncomeDepth(tx: ServiceTx): Promise<number | undefined> {
  const row = await tx.selectFrom('tenancy.tenant').select('income_depth').forShare().executeTakeFirst();
  return row?.income_depth;
}

export interface NewNode {
  readonly id: string;
  readonly parent: { readonly id: string; readonly depth: number; readonly path: string } | null;
  readonly code: string;
  readonly name: string;
  readonly levelId: string | null;
  readonly status: DistributorState;
}

/** Inserts a node with its path and its links: to itself, and to whatever its parent is linked to, one step farther. */
export async function insertNode(tx: ServiceTx, node: NewNode): Promise<void> {
  const { id, parent } = node;
  await tx
    .insertInto('tenancy.distributor')
    .values({
      id,
      parent_id: parent?.id ?? null,
      depth: parent === null ? 0 : parent.depth + 1,
      path: parent === null ? id : `${parent.path}/${id}`,
      code: node.code,
      name: node.name,
      level_id: node.levelId,
      status: node.status,
    })
    .execute();
  await tx.insertInto('tenancy.distributor_link').values({ ancestor_id: id, descendant_id: id, distance: 0 }).execute();
  if (parent === null) return;
  await tx
    .insertInto('tenancy.distributor_link')
    .columns(['ancestor_id', 'descendant_id', 'distance'])
    .expression((eb) =>
      eb
        .selectFrom('tenancy.distributor_link')
        .select(['ancestor_id', sql<string>`${id}::uuid`.as('descendant_id'), sql<number>`distance + 1`.as('distance')])
        .where('descendant_id', '=', parent.id),
    )
    .execute();
}

export async function upsertProfile(tx: ServiceTx, distributorId: string, profile: DistributorProfile): Promise<void> {
  const columns = {
    legal_name: profile.legalName,
    tax_number: profile.taxNumber,
    contact_name: profile.contactName,
    contact_mail: profile.contactMail,
    contact_phone: profile.contactPhone,
    note: profile.note,
  };
  await tx
    .insertInto('tenancy.distributor_profile')
    .values({ distributor_id: distributorId, ...columns })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id']).doUpdateSet({ ...columns, updated_at: NOW }),
    )
    .execute();
}

/** Changes what may change without moving the node; false when it has moved on from `version`. */
export async function updateNode(
  tx: ServiceTx,
  id: string,
  version: bigint,
  input: Pick<DistributorInput, 'code' | 'name'>,
): Promise<boolean> {
  const result = await tx
    .updateTable('tenancy.distributor')
    .set({
      code: input.code,
      name: input.name,
      updated_at: NOW,
      version: sql<bigint>`version + 1`,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function setStatus(tx: ServiceTx, id: string, status: DistributorState): Promise<void> {
  await tx
    .updateTable('tenancy.distributor')
    .set({ status, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', id)
    .execute();
}

function selectRows(tx: ReadTx<'admin'>) {
  return tx
    .selectFrom('tenancy.distributor as node')
    .leftJoin('tenancy.level as level', (join) =>
      join.onRef('level.tenant_id', '=', 'node.tenant_id').onRef('level.id', '=', 'node.level_id'),
    )
    .select((eb) => [
      'node.id',
      'node.parent_id',
      'node.code',
      'node.name',
      'node.depth',
      'node.status',
      'node.created_at',
      'node.version',
      'node.may_recruit',
      'level.id as level_id',
      'level.name as level_name',
      eb
        .selectFrom('tenancy.distributor as child')
        .whereRef('child.tenant_id', '=', 'node.tenant_id')
        .whereRef('child.parent_id', '=', 'node.id')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('children'),
      eb
        .selectFrom('tenancy.shop as shop')
        .whereRef('shop.tenant_id', '=', 'node.tenant_id')
        .whereRef('shop.distributor_id', '=', 'node.id')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('shops'),
    ]);
}

export interface NodeRow {
  readonly id: string;
  readonly parent_id: string | null;
  readonly code: string;
  readonly name: string;
  readonly depth: number;
  readonly status: DistributorState;
  readonly created_at: Date;
  readonly version: bigint;
  readonly may_recruit: boolean;
  readonly level_id: string | null;
  readonly level_name: string | null;
  readonly children: number;
  readonly shops: number;
}

export interface NodeFilter {
  readonly parentId?: string | null | undefined;
  readonly search?: string | null | undefined;
  readonly status?: DistributorState | null | undefined;
  readonly after: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** A page of nodes by name: children of one, what a search finds anywhere, or the house. */
export async function listNodes(tx: ReadTx<'admin'>, filter: NodeFilter): Promise<readonly NodeRow[]> {
  let query = selectRows(tx);
  if (filter.search) {
    const part = `%${filter.search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((eb) => eb.or([eb('node.name', 'ilike', part), eb('node.code', 'ilike', part)]));
  } else if (filter.parentId) query = query.where('node.parent_id', '=', filter.parentId);
  else if (!filter.status) query = query.where('node.depth', '=', 0);
  if (filter.status) query = query.where('node.status', '=', filter.status);
  if (filter.after !== undefined) {
    const { name, id } = filter.after;
    query = query.where(sql<boolean>`(node.name, node.id) > (${name}, ${id}::uuid)`);
  }
  return await query.orderBy('node.name').orderBy('node.id').limit(filter.limit).execute();
}

export async function findNode(tx: ReadTx<'admin'>, id: string): Promise<NodeRow | undefined> {
  return await selectRows(tx).where('node.id', '=', id).executeTakeFirst();
}

/** Whoever stands above, from the top down. */
export async function listAncestors(tx: ReadTx<'admin'>, id: string) {
  return await tx
    .selectFrom('tenancy.distributor_link as link')
    .innerJoin('tenancy.distributor as node', (join) =>
      join.onRef('node.tenant_id', '=', 'link.tenant_id').onRef('node.id', '=', 'link.ancestor_id'),
    )
    .select(['node.id', 'node.code', 'node.name'])
    .where('link.descendant_id', '=', id)
    .where('link.distance', '>', 0)
    .orderBy('link.distance', 'desc')
    .execute();
}

export async function findProfile(tx: AnyTenantTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor_profile')
    .select(['legal_name', 'tax_number', 'contact_name', 'contact_mail', 'contact_phone', 'note'])
    .where('distributor_id', '=', id)
    .executeTakeFirst();
}

/** The levels in force by rank, each with how many distributors have it that are not closed. */
export async function listLevels(tx: AnyTenantTx) {
  return await tx
    .selectFrom('tenancy.level as level')
    .select((eb) => [
      'level.id',
      'level.name',
      eb.ref('level.rank').$notNull().as('rank'),
      eb
        .selectFrom('tenancy.distributor as node')
        .whereRef('node.tenant_id', '=', 'level.tenant_id')
        .whereRef('node.level_id', '=', 'level.id')
        .where('node.status', '<>', 'closed')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('distributors'),
    ])
    .where('level.retired_at', 'is', null)
    .orderBy('level.rank')
    .limit(100)
    .execute();
}

export async function insertLevel(tx: ServiceTx, input: LevelInput): Promise<string> {
  const id = uuidv7();
  await tx.insertInto('tenancy.level').values({ id, name: input.name, rank: input.rank }).execute();
  return id;
}

export async function updateLevel(tx: ServiceTx, id: string, input: LevelInput): Promise<boolean> {
  const result = await tx
    .updateTable('tenancy.level')
    .set({ name: input.name, rank: input.rank })
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ranks the levels by their place in the list, in one statement: two that change places never meet. */
export async function rankLevels(tx: ServiceTx, ids: readonly string[]): Promise<void> {
  await sql`
    update tenancy.level l set rank = wanted.rank
      from unnest(${[...ids]}::uuid[]) with ordinality as wanted (id, rank)
     where l.tenant_id = app.tenant_id() and l.id = wanted.id`.execute(tx);
}
