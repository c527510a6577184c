import type {
  AdminRole,
  BuyerId,
  DistributorId,
  LoginId,
  MembershipId,
  PortalRole,
  SessionId,
  ShopId,
  TenantId,
} from '@keyfall/contracts';
import type { BuyerPrincipal, DistributorPrincipal, StaffPrincipal } from '@keyfall/core';
import { keyOf } from '@keyfall/core/access';
import { identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { SEEN_EVERY_SECONDS } from './lifetimes.ts';
import { noteSessionSeen, type SessionRow } from './queries.ts';

/** Somebody signed in, and what the sign-in still lacks. */
export interface SignedIn<P> {
  readonly principal: P;
  readonly loginKey: string;
  /** The role asks for a second factor and none is set up: only setting one up is open. */
  readonly secondFactorMissing: boolean;
}

/** Who holds the token in the back office; undefined is nobody. Renews the session's idle time. */
export async function resolveStaff(
  auth: Auth,
  token: string | undefined,
): Promise<SignedIn<StaffPrincipal> | undefined> {
  const row = await liveRow(auth, 'admin', token);
  if (row?.kind !== 'staff' || row.audience !== 'admin' || row.login_key === null) return undefined;
  const principal: StaffPrincipal = { ...staffPart(row), kind: 'staff', role: row.role as AdminRole };
  return { principal, loginKey: row.login_key, secondFactorMissing: row.second_factor_missing };
}

/** Who holds the token in the portal; undefined is nobody. */
export async function resolveDistributorStaff(
  auth: Auth,
  token: string | undefined,
): Promise<SignedIn<DistributorPrincipal> | undefined> {
  const row = await liveRow(auth, 'portal', token);
  if (row?.kind !== 'staff' || row.audience !== 'portal' || row.login_key === null) return undefined;
  const principal: DistributorPrincipal = {
    ...staffPart(row),
    kind: 'distributor',
    distributorId: row.distributor_ref as DistributorId,
    role: row.role as PortalRole,
  };
  return { principal, loginKey: row.login_key, secondFactorMissing: row.second_factor_missing };
}

/** Who holds the token in this shop. A session of another shop is nobody's here, whatever host sent its cookie. */
export async function resolveBuyer(
  auth: Auth,
  token: string | undefined,
  shop: { readonly tenantId: TenantId; readonly shopId: ShopId; readonly distributorId: DistributorId },
): Promise<BuyerPrincipal | undefined> {
  const row = await liveRow(auth, 'shop', token);
  if (row?.audience !== 'shop' || row.shop_ref !== shop.shopId || row.tenant_ref !== shop.tenantId) return undefined;
  return {
    kind: 'buyer',
    tenantId: shop.tenantId,
    shopId: shop.shopId,
    distributorId: shop.distributorId,
    buyerId: row.buyer_ref as BuyerId,
    account: row.kind === 'consumer',
    sessionId: row.id as SessionId,
  };
}

async function liveRow(
  auth: Auth,
  audience: 'admin' | 'portal' | 'shop',
  token: string | undefined,
): Promise<SessionRow | undefined> {
  if (token === undefined) return undefined;
  const { session } = await auth.sessionsOf[audience].validateSession(token);
  const row = session?.row;
  if (row !== undefined && row.seconds_unseen >= SEEN_EVERY_SECONDS) {
    const key = keyOf(token);
    await identityTx(auth.core.db, { presented: key }, (tx) => noteSessionSeen(tx, key, SEEN_EVERY_SECONDS));
  }
  return row;
}

function staffPart(row: SessionRow) {
  return {
    tenantId: row.tenant_ref as TenantId,
    loginId: row.login_ref as LoginId,
    membershipId: row.membership_ref as MembershipId,
    sessionId: row.id as SessionId,
    steppedUp: row.stepped_up,
  };
}
