import {
  NIL_UUID,
  encodeCursor,
  type BuyerId,
  type DistributorId,
  type LoginId,
  type MembershipId,
  type SessionId,
  type ShopId,
} from '@keyfall/contracts';
import { callTRPCProcedure, type AnyRouter, type TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adminApi } from '../src/routers/admin/index.ts';
import { portalApi } from '../src/routers/portal/index.ts';
import { shopApi } from '../src/routers/shop/index.ts';
import { errorDataOf } from '../src/trpc/errors.ts';
import { hostileVariants, validInput } from './support/hostile-inputs.ts';
import { createWorld, type World } from './support/world.ts';

type Contexts = Readonly<Record<'admin' | 'portal' | 'shop', object>>;

interface ProcedureDef {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly inputs?: readonly z.ZodType[];
}

const ROUTERS = { admin: adminApi, portal: portalApi, shop: shopApi } as const;
const SESSION = '0190b3b0-0000-7000-8000-000000000003' as SessionId;
const BUYER = '0190b3b0-0000-7000-8000-000000000004' as BuyerId;
let world: World;
let contexts: Contexts;

beforeAll(async () => {
  world = await createWorld();
  const distributorId = await world.distributor(world.houseId);
  const shopId = await world.shop(distributorId, 'hostile');
  contexts = await contextsOf(distributorId, shopId);
});
afterAll(() => world.close());

/** Everybody with every permission, each with an own row behind it. */
async function contextsOf(distributorId: DistributorId, shopId: ShopId): Promise<Contexts> {
  const { core, auth, tenantId } = world;
  const facts = { core, auth, requestId: 'hostile', ip: null, userAgent: null, locale: 'en' as const };
  const idsOf = (staff: { readonly loginId: string; readonly membershipId: string }) => ({
    loginId: staff.loginId as LoginId,
    membershipId: staff.membershipId as MembershipId,
    sessionId: SESSION,
  });
  const staff = { ...idsOf(await world.staff('owner')), kind: 'staff', tenantId, role: 'owner', steppedUp: true };
  const seller = idsOf(await world.staff('owner', { distributorId }));
  await world.database.owner.query(
    `insert into people.buyer (tenant_id, id, shop_id, distributor_id, kind, mail) values ($1, $2, $3, $4, 'account', 'buyer@example.com')`,
    [tenantId, BUYER, shopId, distributorId],
  );
  const loginKey = 'a'.repeat(64);
  const office = { ...facts, loginKey, secondFactorMissing: false };
  const portal = { ...seller, kind: 'distributor', tenantId, distributorId, role: 'owner', steppedUp: true };
  const buyer = { kind: 'buyer', tenantId, shopId, distributorId, buyerId: BUYER, sessionId: SESSION, account: true };
  return {
    admin: { ...office, audience: 'admin', principal: staff },
    portal: { ...office, audience: 'portal', principal: portal },
    shop: { ...facts, audience: 'shop', principal: buyer, host: 'hostile.localhost', shopStatus: 'open' },
  };
}

function proceduresOf(router: AnyRouter): readonly (readonly [string, ProcedureDef])[] {
  const known = router._def.procedures as Record<string, { readonly _def: ProcedureDef }>;
  return Object.entries(known).map(([name, { _def }]) => [name, _def]);
}

/** What no input may lead to: a fault of ours, or a statement that takes too long. */
const BROKEN: readonly string[] = ['internal', 'unavailable'];

/** The code a call ends with; `answered` when it is let through, `broken: …` when it is none of the answers designed. */
async function codeOf(audience: keyof Contexts, name: string, def: ProcedureDef, input: unknown): Promise<string> {
  const controller = new AbortController();
  try {
    await callTRPCProcedure({
      router: ROUTERS[audience],
      path: name,
      getRawInput: () => Promise.resolve(input),
      ctx: contexts[audience],
      type: def.type,
      signal: controller.signal,
      batchIndex: 0,
    });
    return 'answered';
  } catch (error) {
    const { code } = errorDataOf(error as TRPCError, undefined);
    return BROKEN.includes(code) ? `broken: ${String((error as TRPCError).cause ?? error)}` : code;
  } finally {
    controller.abort();
  }
}

const schemaOf = (def: ProcedureDef): z.ZodType => def.inputs?.[0] ?? z.undefined();

describe.each(['admin', 'portal', 'shop'] as const)('hostile but well-formed input to the %s API', (audience) => {
  const procedures = proceduresOf(ROUTERS[audience]).filter(([, def]) => def.type !== 'subscription');

  it('is made from an input that the procedure takes', () => {
    const unmade = procedures.filter(([, def]) => !schemaOf(def).safeParse(validInput(schemaOf(def))).success);
    expect(unmade.map(([name]) => name)).toEqual([]);
  });

  it.each(procedures.map(([name, def], turn) => ({ name, def, turn })))(
    '$name refuses it and never breaks',
    async ({ name, def, turn }) => {
      for (const { what, input } of hostileVariants(validInput(schemaOf(def)), turn)) {
        const code = await codeOf(audience, name, def, input);
        expect(code.startsWith('broken') ? [what, JSON.stringify(input), code] : 'fine').toBe('fine');
      }
    },
  );
});

it('is refused before a use case sees it where no column could hold it', async () => {
  const cursor = encodeCursor(['9999-99-99 99:99:99+00', NIL_UUID]);
  const list = proceduresOf(adminApi).find(([name]) => name === 'orders.list');
  if (list === undefined) throw new Error('the list of orders has another name');
  expect(await codeOf('admin', ...list, { cursor })).toBe('cursor_invalid');
  expect(await codeOf('admin', ...list, { q: 'a\u0000b' })).toBe('malformed_request');
  expect(await codeOf('admin', ...list, { q: 'a\ud800b' })).toBe('malformed_request');
});
