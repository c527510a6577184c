import {
  ADMIN_PERMISSIONS,
  ADMIN_ROLES,
  PORTAL_PERMISSIONS,
  PORTAL_ROLES,
  SHOP_PERMISSIONS,
  SHOP_ROLES,
  can,
  needsStepUp,
  type AdminPermission,
  type AdminRole,
  type BuyerId,
  type DistributorId,
  type LoginId,
  type MembershipId,
  type PortalPermission,
  type PortalRole,
  type SessionId,
  type ShopId,
  type ShopPermission,
  type ShopRole,
} from '@keyfall/contracts';
import { callTRPCProcedure, type AnyRouter, type TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminApi } from '../src/routers/admin/index.ts';
import { portalApi } from '../src/routers/portal/index.ts';
import { shopApi } from '../src/routers/shop/index.ts';
import type { AdminContext, PortalContext, RequestFacts, ShopContext } from '../src/trpc/context.ts';
import { errorDataOf } from '../src/trpc/errors.ts';
import { createWorld, type World } from './support/world.ts';

interface Procedure {
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly permission: string | undefined;
  readonly inputs: number;
  readonly hasOutput: boolean;
}

/** What tRPC keeps of a procedure. */
interface ProcedureDef {
  readonly type: Procedure['type'];
  readonly meta?: { readonly permission?: string };
  readonly inputs?: readonly unknown[];
  readonly output?: unknown;
}

function proceduresOf(router: AnyRouter): readonly Procedure[] {
  const known = router._def.procedures as Record<string, { readonly _def: ProcedureDef }>;
  return Object.entries(known).map(([name, { _def }]) => ({
    name,
    type: _def.type,
    permission: _def.meta?.permission,
    inputs: _def.inputs?.length ?? 0,
    hasOutput: _def.output !== undefined,
  }));
}

const ROUTERS = { admin: adminApi, portal: portalApi, shop: shopApi } as const;
const PERMISSIONS: Readonly<Record<keyof typeof ROUTERS, readonly string[]>> = {
  admin: ADMIN_PERMISSIONS,
  portal: PORTAL_PERMISSIONS,
  shop: SHOP_PERMISSIONS,
};

let world: World;
let facts: RequestFacts;
let distributorId: DistributorId;
let shopId: ShopId;
/** Distributors that are not let in yet, or not any more. */
let distributorIn: Readonly<Record<'pending' | 'closed', DistributorId>>;

beforeAll(async () => {
  world = await createWorld();
  distributorId = await world.distributor(world.houseId);
  shopId = await world.shop(distributorId, 'walk');
  distributorIn = { pending: await inState('pending'), closed: await inState('closed') };
  facts = { core: world.core, requestId: 'walk', ip: null, userAgent: null, locale: 'en' };
});

afterAll(() => world.close());

/** A distributor put into a state past the ways that lead there. */
async function inState(state: 'pending' | 'closed'): Promise<DistributorId> {
  const id = await world.distributor(world.houseId);
  const { owner } = world.database;
  await owner.query('alter table tenancy.distributor disable trigger distributor_move');
  await owner.query('update tenancy.distributor set status = $2 where id = $1', [id, state]);
  await owner.query('alter table tenancy.distributor enable trigger distributor_move');
  return id;
}

const person = {
  loginId: '0190b3b0-0000-7000-8000-000000000001' as LoginId,
  membershipId: '0190b3b0-0000-7000-8000-000000000002' as MembershipId,
  sessionId: '0190b3b0-0000-7000-8000-000000000003' as SessionId,
};

interface StaffState {
  readonly steppedUp?: boolean;
  readonly secondFactorMissing?: boolean;
  readonly distributor?: DistributorId;
}

function adminAs(
  role: AdminRole | null,
  { steppedUp = true, secondFactorMissing = false }: StaffState = {},
): AdminContext {
  const { tenantId, auth } = world;
  const principal = role === null ? null : { ...person, kind: 'staff' as const, tenantId, role, steppedUp };
  const loginKey = role === null ? null : 'a'.repeat(64);
  return { ...facts, audience: 'admin', auth, principal, loginKey, secondFactorMissing };
}

function portalAs(
  role: PortalRole | null,
  { steppedUp = true, secondFactorMissing = false, distributor = distributorId }: StaffState = {},
): PortalContext {
  const { tenantId, auth } = world;
  const principal =
    role === null
      ? null
      : { ...person, kind: 'distributor' as const, tenantId, distributorId: distributor, role, steppedUp };
  const loginKey = role === null ? null : 'a'.repeat(64);
  return { ...facts, audience: 'portal', auth, principal, loginKey, secondFactorMissing };
}

function shopAs(role: ShopRole, shopStatus: ShopContext['shopStatus'] = 'open'): ShopContext {
  const { tenantId, auth } = world;
  const place = { tenantId, shopId, distributorId };
  const buyerId = person.loginId as unknown as BuyerId;
  const { sessionId } = person;
  const principal =
    role === 'visitor'
      ? { ...place, kind: 'visitor' as const }
      : { ...place, kind: 'buyer' as const, buyerId, sessionId, account: role === 'member' };
  return { ...facts, audience: 'shop', auth, principal, host: 'walk.localhost', shopStatus };
}

/** No procedure takes a bare number: whoever is let in is stopped by the input, before anything happens. */
const NO_INPUT = 7;

/** The code a call ends with; `validation_failed` means that the caller was let in. */
async function codeOf(router: AnyRouter, { name, type }: Procedure, ctx: object): Promise<string> {
  try {
    await callTRPCProcedure({
      router,
      path: name,
      getRawInput: () => Promise.resolve(NO_INPUT),
      ctx,
      type,
      signal: undefined,
      batchIndex: 0,
    });
    return 'answered';
  } catch (error) {
    return errorDataOf(error as TRPCError, undefined).code;
  }
}

describe.each(Object.entries(ROUTERS))('every procedure of the %s API', (audience, router) => {
  const procedures = proceduresOf(router);

  it('is found by this walk', () => {
    expect(procedures.length).toBeGreaterThan(5);
  });

  it.each(procedures)('$name says who may call it, what it takes and what it gives', (procedure) => {
    const known = [...PERMISSIONS[audience as keyof typeof ROUTERS], 'self', 'public'];
    expect(known).toContain(procedure.permission);
    expect(procedure.inputs).toBeGreaterThan(0);
    // A subscription's items are checked where they are made.
    expect(procedure.hasOutput || procedure.type === 'subscription').toBe(true);
  });
});

describe.each(proceduresOf(adminApi))('admin $name ($permission)', (procedure) => {
  const { permission } = procedure;
  const isOpen = permission === 'self' || permission === 'public';

  it('lets in exactly the roles of the permission table', async () => {
    for (const role of ADMIN_ROLES) {
      const allowed = isOpen || can({ audience: 'admin', role }, permission as AdminPermission);
      const code = await codeOf(adminApi, procedure, adminAs(role));
      expect([role, code]).toEqual([role, allowed ? 'validation_failed' : 'forbidden']);
    }
  });

  it('refuses whoever is not signed in, lacks a second factor, or has not stepped up', async () => {
    expect(await codeOf(adminApi, procedure, adminAs(null))).toBe('unauthenticated');
    const missing = await codeOf(adminApi, procedure, adminAs('owner', { secondFactorMissing: true }));
    expect(missing).toBe(isOpen ? 'validation_failed' : 'second_factor_must_be_set_up');
    const wanted = !isOpen && needsStepUp('admin', permission as AdminPermission);
    const fresh = await codeOf(adminApi, procedure, adminAs('owner', { steppedUp: false }));
    expect(fresh).toBe(wanted ? 'step_up_required' : 'validation_failed');
  });
});

describe.each(proceduresOf(portalApi))('portal $name ($permission)', (procedure) => {
  const { permission } = procedure;
  const isOpen = permission === 'self' || permission === 'public';

  it('lets in exactly the roles of the permission table', async () => {
    for (const role of PORTAL_ROLES) {
      const allowed = isOpen || can({ audience: 'portal', role }, permission as PortalPermission);
      const code = await codeOf(portalApi, procedure, portalAs(role));
      expect([role, code]).toEqual([role, allowed ? 'validation_failed' : 'forbidden']);
    }
  });

  it('refuses whoever is not signed in, lacks a second factor, or has not stepped up', async () => {
    expect(await codeOf(portalApi, procedure, portalAs(null))).toBe('unauthenticated');
    const missing = await codeOf(portalApi, procedure, portalAs('owner', { secondFactorMissing: true }));
    expect(missing).toBe(isOpen ? 'validation_failed' : 'second_factor_must_be_set_up');
    const wanted = !isOpen && needsStepUp('portal', permission as PortalPermission);
    const fresh = await codeOf(portalApi, procedure, portalAs('owner', { steppedUp: false }));
    expect(fresh).toBe(wanted ? 'step_up_required' : 'validation_failed');
  });

  it('changes nothing for a frozen distributor, and still answers', async () => {
    await world.database.owner.query(`update tenancy.distributor set status = 'frozen' where id = $1`, [distributorId]);
    try {
      const code = await codeOf(portalApi, procedure, portalAs('owner'));
      const refused = procedure.type === 'mutation' && !isOpen;
      expect(code).toBe(refused ? 'distributor_frozen' : 'validation_failed');
    } finally {
      await world.database.owner.query(`update tenancy.distributor set status = 'active' where id = $1`, [
        distributorId,
      ]);
    }
  });

  it('shows an applicant, and somebody closed, nothing but what is about itself', async () => {
    for (const [state, refusal] of [
      ['pending', 'distributor_not_active'],
      ['closed', 'distributor_closed'],
    ] as const) {
      const id = distributorIn[state];
      const code = await codeOf(portalApi, procedure, portalAs('owner', { distributor: id }));
      expect(code).toBe(isOpen ? 'validation_failed' : refusal);
    }
  });
});

describe.each(proceduresOf(shopApi))('shop $name ($permission)', (procedure) => {
  const { permission } = procedure;
  const isAllowed = (role: ShopRole): boolean =>
    permission === 'public' ||
    (permission === 'self' ? role !== 'visitor' : can({ audience: 'shop', role }, permission as ShopPermission));

  it('lets in exactly who is known well enough', async () => {
    for (const role of SHOP_ROLES) {
      const refusal = role === 'visitor' ? 'unauthenticated' : 'forbidden';
      const code = await codeOf(shopApi, procedure, shopAs(role));
      expect([role, code]).toEqual([role, isAllowed(role) ? 'validation_failed' : refusal]);
    }
  });

  it('sells nothing while the shop is not open, and still shows what was bought', async () => {
    const isSelling = ['shop.browse', 'cart.write', 'orders.place'].includes(permission ?? '');
    for (const status of ['draft', 'closed'] as const) {
      const code = await codeOf(shopApi, procedure, shopAs('member', status));
      expect(code).toBe(isSelling ? 'shop_closed' : 'validation_failed');
    }
  });
});
