import { randomUUID } from 'node:crypto';
import type { DistributorId, LoginId, MembershipId, PortalRole, SessionId, TenantId } from '@keyfall/contracts';
import type { TestDatabase } from '@keyfall/db/testing';
import type { Core, Ctx, DistributorPrincipal, StaffPrincipal } from '../../context.ts';
import { asService } from '../../context.ts';
import { isDomainError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { createDistributor, insertHouse } from '../create-distributor.ts';

let codes = 0;

export interface Tree {
  readonly ctx: Ctx<StaffPrincipal>;
  readonly houseId: DistributorId;
}

/** A tenant with a house and nothing else, in which uplines up to `incomeDepth` may earn. */
export async function plantTree(
  database: TestDatabase,
  incomeDepth: number,
  options: { readonly recruiting?: boolean } = {},
): Promise<Tree> {
  const tenantId = randomUUID() as TenantId;
  await database.owner.query(
    `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone, income_depth, recruiting)
     values ($1, $2, 'Acme', 'CNY', 'Asia/Shanghai', $3, $4)`,
    [tenantId, `t${tenantId.slice(0, 8)}x`, incomeDepth, options.recruiting ?? false],
  );
  const loginId = randomUUID() as LoginId;
  const principal: StaffPrincipal = {
    kind: 'staff',
    tenantId,
    loginId,
    membershipId: randomUUID() as MembershipId,
    sessionId: randomUUID() as SessionId,
    role: 'owner',
    steppedUp: true,
  };
  await insertLogin(database, { tenantId, loginId, distributorId: null, role: 'owner' });
  // Nothing here leaves the database but the addresses that links and hosts are made of.
  const addresses = { slugHost: (slug: string) => `${slug}.localhost` } as Ports['addresses'];
  const core = { db: database.db, ports: { addresses } } as Core;
  const ctx: Ctx<StaffPrincipal> = {
    core,
    principal,
    requestId: randomUUID(),
    ip: null,
    userAgent: null,
    locale: 'en',
  };
  const houseId = randomUUID() as DistributorId;
  await asService(ctx, (tx) => insertHouse(tx, houseId, 'House'));
  return { ctx, houseId };
}

/** Somebody of a distributor's portal, with a login and a membership; signed in as far as a use case can tell. */
export async function personOf(
  database: TestDatabase,
  { ctx }: Tree,
  distributorId: DistributorId,
  role: PortalRole = 'owner',
): Promise<Ctx<DistributorPrincipal>> {
  const { tenantId } = ctx.principal;
  const loginId = randomUUID() as LoginId;
  const membershipId = await insertLogin(database, { tenantId, loginId, distributorId, role });
  const sessionId = randomUUID() as SessionId;
  return {
    ...ctx,
    requestId: randomUUID(),
    principal: {
      kind: 'distributor',
      tenantId,
      distributorId,
      loginId,
      membershipId: membershipId as MembershipId,
      sessionId,
      role,
      steppedUp: true,
    },
  };
}

async function insertLogin(
  database: TestDatabase,
  person: {
    readonly tenantId: string;
    readonly loginId: string;
    readonly distributorId: string | null;
    readonly role: PortalRole;
  },
): Promise<string> {
  const membershipId = randomUUID();
  await database.owner.query(
    `with login as (
       insert into identity.login (key, id, mail, name) values (encode(sha256($1::uuid::text::bytea), 'hex'), $1::uuid, $1::uuid || '@people.test', 'Person')
       returning key)
     insert into identity.membership (login_key, tenant_ref, audience, distributor_ref, role, id)
     select key, $2::uuid, case when $3::uuid is null then 'admin' else 'portal' end, $3::uuid, $5, $4::uuid from login`,
    [person.loginId, person.tenantId, person.distributorId, membershipId, person.role],
  );
  return membershipId;
}

export const NO_PROFILE = {
  legalName: null,
  taxNumber: null,
  contactName: null,
  contactMail: null,
  contactPhone: null,
  note: null,
} as const;

export function input(name = 'Node') {
  codes += 1;
  return { code: `N${codes}`, name, levelId: null, profile: NO_PROFILE };
}

export const create = async ({ ctx }: Tree, parent: DistributorId, name?: string): Promise<DistributorId> =>
  (await createDistributor(ctx, parent, input(name))).id;

/** The code a refusal carries, or `done`. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

interface Node {
  readonly id: string;
  readonly parent_id: string | null;
  readonly depth: number;
  readonly path: string;
}

export interface TreeView {
  /** `depth path` of each node. */
  readonly nodes: readonly string[];
  /** `ancestor descendant distance`. */
  readonly links: readonly string[];
}

/** The tree as its path, depth and link columns tell it, and as it follows from the parents alone. */
export async function viewsOf(
  database: TestDatabase,
  { ctx }: Pick<Tree, 'ctx'>,
): Promise<{ readonly told: TreeView; readonly derived: TreeView }> {
  const { tenantId } = ctx.principal;
  const nodes = await database.owner.query<Node>(
    'select id, parent_id, depth, path from tenancy.distributor where tenant_id = $1',
    [tenantId],
  );
  const links = await database.owner.query<{ ancestor_id: string; descendant_id: string; distance: number }>(
    'select ancestor_id, descendant_id, distance from tenancy.distributor_link where tenant_id = $1',
    [tenantId],
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const chainOf = (node: Node): string[] => {
    const parent = node.parent_id === null ? undefined : byId.get(node.parent_id);
    return parent === undefined ? [node.id] : [...chainOf(parent), node.id];
  };
  const chains = nodes.map(chainOf);
  return {
    told: {
      nodes: nodes.map((node) => `${node.depth} ${node.path}`).toSorted(),
      links: links.map((link) => `${link.ancestor_id} ${link.descendant_id} ${link.distance}`).toSorted(),
    },
    derived: {
      nodes: chains.map((chain) => `${chain.length - 1} ${chain.join('/')}`).toSorted(),
      links: chains
        .flatMap((chain) => chain.map((id, index) => `${id} ${chain.at(-1)} ${chain.length - 1 - index}`))
        .toSorted(),
    },
  };
}
