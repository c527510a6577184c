import type { BuyerPrincipal, Core, Ctx, DistributorPrincipal, StaffPrincipal, VisitorPrincipal } from '@keyfall/core';
import type { Auth } from '@keyfall/auth';
import type { Locale, ShopState } from '@keyfall/contracts';

/** What a request brings, whoever sent it. */
export interface RequestFacts {
  readonly core: Core;
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly locale: Locale;
}

/** Of a back office request: nobody signed in yet is null. */
export interface AdminContext extends StaffRequest {
  readonly audience: 'admin';
  readonly principal: StaffPrincipal | null;
}

export interface PortalContext extends StaffRequest {
  readonly audience: 'portal';
  readonly principal: DistributorPrincipal | null;
}

interface StaffRequest extends RequestFacts {
  readonly auth: Auth;
  /** Key of the login behind the session; null when nobody is signed in. */
  readonly loginKey: string | null;
  /** The role asks for a second factor and the login has none: only setting one up is open. */
  readonly secondFactorMissing: boolean;
}

/** Of a shop request: the host named the shop, so there is always at least a visitor. */
export interface ShopContext extends RequestFacts {
  readonly audience: 'shop';
  readonly auth: Auth;
  readonly principal: BuyerPrincipal | VisitorPrincipal;
  /** The shop's host, as the visitor used it. */
  readonly host: string;
  /** A shop that is not open sells nothing; what was bought there stays readable. */
  readonly shopStatus: ShopState;
}

/** The use cases' context of a request. */
export function ctxOf<P extends StaffPrincipal | DistributorPrincipal | BuyerPrincipal | VisitorPrincipal>(
  facts: RequestFacts,
  principal: P,
): Ctx<P> {
  return {
    core: facts.core,
    principal,
    requestId: facts.requestId,
    ip: facts.ip,
    userAgent: facts.userAgent,
    locale: facts.locale,
  };
}
