import { can, needsStepUp } from '@keyfall/contracts';
import type { AdminPermission, PortalPermission, ShopPermission, ShopRole } from '@keyfall/contracts';
import { DomainError, isDomainError } from '@keyfall/core';
import type { BuyerPrincipal, VisitorPrincipal } from '@keyfall/core';
import { assertMayAct, assertMayLook } from '@keyfall/core/distributors';
import { assertTenantActive } from '@keyfall/core/tenants';
import { initTRPC, type TRPCDefaultErrorShape, type TRPCError } from '@trpc/server';
import { assertStorable } from '../http/assert-storable.ts';
import { ctxOf, type AdminContext, type PortalContext, type ShopContext } from './context.ts';
import { asTrpcError, errorDataOf, type ErrorData } from './errors.ts';

/**
 * Every procedure says who may call it: a permission of its audience, `public` (anybody on that host), or `self` (whoever
 * is signed in, about itself). A test walks all procedures and all roles.
 */
export interface Meta<Permission extends string = string> {
  readonly permission: Permission | 'public' | 'self';
}

/** An error as it crosses the wire: the code stands in for tRPC's message, which would carry an unexpected error's text. */
export interface ErrorShape {
  readonly code: TRPCDefaultErrorShape['code'];
  readonly message: string;
  readonly data: ErrorData;
}

function formatError({ error, ctx, shape }: FormatterInput): ErrorShape {
  const data = errorDataOf(error, ctx?.requestId);
  return { code: shape.code, message: data.code, data };
}
interface FormatterInput {
  readonly error: TRPCError;
  readonly ctx: { readonly requestId: string } | undefined;
  readonly shape: TRPCDefaultErrorShape;
}

/** A stream that says nothing for so long is dead: the server pings, and a page without pings connects anew. */
const SSE = {
  ping: { enabled: true, intervalMs: 3000 },
  client: { reconnectAfterInactivityMs: 10_000 },
} as const;
const settings = { errorFormatter: formatError, isDev: false, sse: SSE } as const;

const admin = initTRPC.context<AdminContext>().meta<Meta<AdminPermission>>().create(settings);
const portal = initTRPC.context<PortalContext>().meta<Meta<PortalPermission>>().create(settings);
const shop = initTRPC.context<ShopContext>().meta<Meta<ShopPermission>>().create(settings);

export const adminRouter = admin.router;
export const portalRouter = portal.router;
export const shopRouter = shop.router;

/**
 * The back office: wholesaler staff with the permission the procedure names. `ctx.use` is the use cases' context. Of a
 * suspended tenant only what is about oneself (`self`) answers.
 */
export const adminProcedure = admin.procedure.use(async ({ ctx, meta, getRawInput, next }) => {
  const { principal, loginKey } = ctx;
  if (principal === null || loginKey === null) throw asTrpcError(new DomainError('unauthenticated'));
  const permission = namedPermission(meta?.permission);
  if (permission !== 'self' && permission !== 'public') {
    if (ctx.secondFactorMissing) throw secondFactorMissing();
    if (!can({ audience: 'admin', role: principal.role }, permission)) throw forbidden(permission);
    if (needsStepUp('admin', permission) && !principal.steppedUp) throw stepUpRequired();
    await refusingInTrpc(() => tenantIsActive(ctx, ctxOf(ctx, principal)));
  }
  await inputIsStorable(getRawInput);
  const result = await next({ ctx: { ...ctx, principal, loginKey, use: ctxOf(ctx, principal) } });
  return translated(result);
});

/**
 * The portal: a distributor's staff with the permission the procedure names. A frozen distributor may look and not act;
 * one that is not let in yet, or was closed, reaches only what is about itself (`self`).
 */
export const portalProcedure = portal.procedure.use(async ({ ctx, meta, type, getRawInput, next }) => {
  const { principal, loginKey } = ctx;
  if (principal === null || loginKey === null) throw asTrpcError(new DomainError('unauthenticated'));
  const use = ctxOf(ctx, principal);
  const permission = namedPermission(meta?.permission);
  if (permission !== 'self' && permission !== 'public') {
    if (ctx.secondFactorMissing) throw secondFactorMissing();
    if (!can({ audience: 'portal', role: principal.role }, permission)) throw forbidden(permission);
    if (needsStepUp('portal', permission) && !principal.steppedUp) throw stepUpRequired();
    await refusingInTrpc(() => (type === 'mutation' ? assertMayAct(use) : mayLook(ctx, use)));
  }
  await inputIsStorable(getRawInput);
  const result = await next({ ctx: { ...ctx, principal, loginKey, use } });
  return translated(result);
});

/** The shop: a visitor, a guest or a member; the permission table says which procedures answer, the database which rows. */
export const shopProcedure = shop.procedure.use(async ({ ctx, meta, getRawInput, next }) => {
  const { principal } = ctx;
  const permission = namedPermission(meta?.permission);
  const role = shopRoleOf(principal);
  const allowed =
    permission === 'public' ||
    (permission === 'self' ? role !== 'visitor' : can({ audience: 'shop', role }, permission));
  if (!allowed) throw role === 'visitor' ? asTrpcError(new DomainError('unauthenticated')) : forbidden(permission);
  if (ctx.shopStatus !== 'open' && SELLING.has(permission)) throw asTrpcError(new DomainError('shop_closed'));
  await inputIsStorable(getRawInput);
  const result = await next({ ctx: { ...ctx, principal, use: ctxOf(ctx, principal) } });
  return translated(result);
});

/** What a shop that is not open does not answer; orders and codes that were bought stay within reach. */
const SELLING: ReadonlySet<string> = new Set<ShopPermission>(['shop.browse', 'cart.write', 'orders.place']);

/** How well a shop knows its visitor. */
export function shopRoleOf(principal: BuyerPrincipal | VisitorPrincipal): ShopRole {
  if (principal.kind === 'visitor') return 'visitor';
  return principal.account ? 'member' : 'guest';
}

function namedPermission<P extends string>(permission: P | undefined): P {
  if (permission === undefined) throw new Error('a procedure names no permission');
  return permission;
}

// next() never throws: a use case's refusal comes back as a failed result whose cause is the domain error.
function translated<R extends { readonly ok: boolean; readonly error?: TRPCError }>(result: R): R {
  if (!result.ok && isDomainError(result.error?.cause)) throw asTrpcError(result.error.cause);
  return result;
}

function forbidden(permission: string): TRPCError {
  return asTrpcError(new DomainError('forbidden', { permission }));
}

/** What a request's procedures share: batched ones ask once whether the tenant is active. */
const activeTenants = new WeakMap<AdminContext, Promise<void>>();

function tenantIsActive(ctx: AdminContext, use: Parameters<typeof assertTenantActive>[0]): Promise<void> {
  const asked = activeTenants.get(ctx) ?? assertTenantActive(use);
  activeTenants.set(ctx, asked);
  return asked;
}

/** What a request's queries share: batched ones ask once whether the distributor may look. */
const looks = new WeakMap<PortalContext, Promise<void>>();

function mayLook(ctx: PortalContext, use: Parameters<typeof assertMayLook>[0]): Promise<void> {
  const asked = looks.get(ctx) ?? assertMayLook(use);
  looks.set(ctx, asked);
  return asked;
}

async function inputIsStorable(getRawInput: () => Promise<unknown>): Promise<void> {
  const input = await getRawInput();
  await refusingInTrpc(() => {
    assertStorable(input);
  });
}

async function refusingInTrpc(check: () => Promise<void> | void): Promise<void> {
  try {
    await check();
  } catch (error) {
    throw isDomainError(error) ? asTrpcError(error) : error;
  }
}

function secondFactorMissing(): TRPCError {
  return asTrpcError(new DomainError('second_factor_must_be_set_up'));
}

function stepUpRequired(): TRPCError {
  return asTrpcError(new DomainError('step_up_required'));
}
