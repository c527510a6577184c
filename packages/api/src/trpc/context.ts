import type {
  BuyerPrincipal,
  Core,
  Ctx,
  DistributorPrincipal,
  StaffPrincipal,
  VisitorPrincipal,
} from '@keyfall/core';
import type { Locale } from '@keyfall/contracts';

/** What a request brings, whoever sent it. */
export interface RequestFacts {
  readonly core: Core;
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly locale: Locale;
}

/** Of a back office request: nobody signed in yet is null. */
export interface AdminContext extends RequestFacts {
  readonly audience: 'admin';
  readonly principal: StaffPrincipal | null;
}

export interface PortalContext extends RequestFacts {
  readonly audience: 'portal';
  readonly principal: DistributorPrincipal | null;
}

/** Of a shop request: the host named the shop, so there is always at least a visitor. */
export interface ShopContext extends RequestFacts {
  readonly audience: 'shop';
  readonly principal: BuyerPrincipal | VisitorPrincipal;
  /** The shop's host, as the visitor used it. */
  readonly host: string;
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
