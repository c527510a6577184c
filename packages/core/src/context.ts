import type {
  AdminRole,
  BuyerId,
  DistributorId,
  Locale,
  LoginId,
  MembershipId,
  PortalRole,
  SessionId,
  ShopId,
  TenantId,
} from '@keyfall/contracts';
import {
  adminTx,
  portalTx,
  serviceTx,
  shopTx,
  type Database,
  type ReadTx,
  type ServiceTx,
  type TenantScope,
  type TxOptions,
} from '@keyfall/db';
import type { Ports } from './ports.ts';

/** A wholesaler's member of staff, signed in to the back office of one tenant. */
export interface StaffPrincipal {
  readonly kind: 'staff';
  readonly tenantId: TenantId;
  readonly loginId: LoginId;
  readonly membershipId: MembershipId;
  readonly sessionId: SessionId;
  readonly role: AdminRole;
  /** Whether the session proved a second factor within the last ten minutes, by the database's clock. */
  readonly steppedUp: boolean;
}

/** A distributor's member of staff, signed in to that distributor's portal. */
export interface DistributorPrincipal {
  readonly kind: 'distributor';
  readonly tenantId: TenantId;
  readonly distributorId: DistributorId;
  readonly loginId: LoginId;
  readonly membershipId: MembershipId;
  readonly sessionId: SessionId;
  readonly role: PortalRole;
  readonly steppedUp: boolean;
}

/** A consumer of one shop: an account, or the guest of one browser. */
export interface BuyerPrincipal {
  readonly kind: 'buyer';
  readonly tenantId: TenantId;
  readonly shopId: ShopId;
  readonly distributorId: DistributorId;
  readonly buyerId: BuyerId;
  readonly account: boolean;
  readonly sessionId: SessionId;
}

/** Somebody looking at a shop without being anybody yet. */
export interface VisitorPrincipal {
  readonly kind: 'visitor';
  readonly tenantId: TenantId;
  readonly shopId: ShopId;
  readonly distributorId: DistributorId;
}

/** The worker, a payment provider's webhook, or the operator's command line, acting within one tenant. */
export interface SystemPrincipal {
  readonly kind: 'system';
  readonly tenantId: TenantId;
  readonly actor: 'worker' | 'webhook' | 'operator';
}

export type Principal = StaffPrincipal | DistributorPrincipal | BuyerPrincipal | VisitorPrincipal | SystemPrincipal;

/** What every process is made of: one database, one set of adapters. Built once, in the composition root. */
export interface Core {
  readonly db: Database;
  readonly ports: Ports;
}

/** What a use case is given: the product's parts, who asks, and from where. */
export interface Ctx<P extends Principal = Principal> {
  readonly core: Core;
  readonly principal: P;
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly locale: Locale;
}

/** The rows a principal's transaction may see, as ids that go into the transaction's context. */
export function scopeOf(principal: Principal, requestId?: string): TenantScope {
  const base = { tenantId: principal.tenantId, ...(requestId === undefined ? {} : { requestId }) };
  switch (principal.kind) {
    case 'staff':
      return { ...base, actorId: principal.loginId };
    case 'distributor':
      return { ...base, actorId: principal.loginId, distributorId: principal.distributorId };
    case 'buyer':
      return { ...base, actorId: principal.buyerId, shopId: principal.shopId, buyerId: principal.buyerId };
    case 'visitor':
      return { ...base, shopId: principal.shopId };
    case 'system':
      return base;
  }
}

/**
 * Runs a command in one transaction of the service role. The context still names actor, distributor, shop and buyer for
 * the audit; rows are the whole tenant's, so the first statement must re-read the addressed row with the caller's own
 * predicate.
 */
export function asService<T>(ctx: Ctx, work: (tx: ServiceTx) => Promise<T>, options?: TxOptions): Promise<T> {
  return serviceTx(ctx.core.db, scopeOf(ctx.principal, ctx.requestId), work, options);
}

/** Runs a read as wholesaler staff: the whole tenant, nothing else. */
export function asStaff<T>(ctx: Ctx<StaffPrincipal>, work: (tx: ReadTx<'admin'>) => Promise<T>): Promise<T> {
  return adminTx(ctx.core.db, scopeOf(ctx.principal, ctx.requestId), work);
}

/** Runs a read as a distributor: its own rows and what its downline earned it. */
export function asDistributor<T>(
  ctx: Ctx<DistributorPrincipal>,
  work: (tx: ReadTx<'portal'>) => Promise<T>,
): Promise<T> {
  const { distributorId } = ctx.principal;
  return portalTx(ctx.core.db, { ...scopeOf(ctx.principal, ctx.requestId), distributorId }, work);
}

/** Runs a read as a shop's visitor or buyer: the published catalog and the buyer's own orders. */
export function asShop<T>(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  work: (tx: ReadTx<'shop'>) => Promise<T>,
): Promise<T> {
  const { shopId } = ctx.principal;
  return shopTx(ctx.core.db, { ...scopeOf(ctx.principal, ctx.requestId), shopId }, work);
}

/** The context in which background work acts for a tenant. */
export function systemCtx(
  core: Core,
  tenantId: TenantId,
  actor: SystemPrincipal['actor'],
  requestId: string,
): Ctx<SystemPrincipal> {
  return { core, principal: { kind: 'system', tenantId, actor }, requestId, ip: null, userAgent: null, locale: 'en' };
}
