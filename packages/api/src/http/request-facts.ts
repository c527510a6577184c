import { isLocale, pickLocale, type Locale } from '@keyfall/contracts';
import { readSessionToken, resolveBuyer, resolveDistributorStaff, resolveStaff } from '@keyfall/auth';
import { DomainError } from '@keyfall/core';
import type { VisitorPrincipal } from '@keyfall/core';
import type { ShopOfHost } from '@keyfall/core/shops';
import type { Context } from 'hono';
import type { AdminContext, PortalContext, RequestFacts, ShopContext } from '../trpc/context.ts';
import type { ApiKit } from './api-kit.ts';
import type { ApiHttpEnv } from './http-env.ts';

/** What a request brings, whoever sent it. */
export function requestFacts(kit: ApiKit, c: Context<ApiHttpEnv>): RequestFacts {
  return {
    core: kit.core,
    requestId: c.get('requestId'),
    ip: c.get('clientAddress') === '' ? null : c.get('clientAddress').slice(0, 64),
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? null,
    locale: chosenLocale(c) ?? pickLocale(c.req.header('accept-language')),
  };
}

/** The language a person chose on a page of ours, which remembers it in a cookie. */
function chosenLocale(c: Context<ApiHttpEnv>): Locale | undefined {
  const chosen = /(?:^|;\s*)kf_locale=([A-Za-z-]{2,10})(?:;|$)/.exec(c.req.header('cookie') ?? '')?.[1];
  return chosen !== undefined && isLocale(chosen) ? chosen : undefined;
}

export function sessionTokenOf(c: Context<ApiHttpEnv>): string | undefined {
  return readSessionToken(c.req.header('cookie'), c.get('isSecure'));
}

/** Who asks the back office: by cookie, and only on its own host. */
export async function adminContext(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<AdminContext> {
  assertSite(c, 'admin');
  const signedIn = await resolveStaff(kit.auth, sessionTokenOf(c));
  return {
    ...requestFacts(kit, c),
    audience: 'admin',
    auth: kit.auth,
    principal: signedIn?.principal ?? null,
    loginKey: signedIn?.loginKey ?? null,
    secondFactorMissing: signedIn?.secondFactorMissing ?? false,
  };
}

/** Who asks the portal. */
export async function portalContext(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<PortalContext> {
  assertSite(c, 'portal');
  const signedIn = await resolveDistributorStaff(kit.auth, sessionTokenOf(c));
  return {
    ...requestFacts(kit, c),
    audience: 'portal',
    auth: kit.auth,
    principal: signedIn?.principal ?? null,
    loginKey: signedIn?.loginKey ?? null,
    secondFactorMissing: signedIn?.secondFactorMissing ?? false,
  };
}

/** Who asks a shop. The host names the shop; a cookie of another shop is nobody's here. */
export async function shopContext(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<ShopContext> {
  assertSite(c, 'shop');
  const shop = await shopOf(kit, c);
  const buyer = await resolveBuyer(kit.auth, sessionTokenOf(c), shop);
  return {
    ...requestFacts(kit, c),
    audience: 'shop',
    auth: kit.auth,
    principal: buyer ?? visitorOf(shop),
    host: c.get('hostName'),
    shopStatus: shop.status,
  };
}

/** The shop of the request's host. @throws DomainError shop_not_found */
export async function shopOf(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<ShopOfHost> {
  const shop = c.get('site') === 'shop' ? await kit.shopOfHost(c.get('hostName')) : undefined;
  if (shop === undefined) throw new DomainError('shop_not_found');
  return shop;
}

export function visitorOf(shop: ShopOfHost): VisitorPrincipal {
  const { tenantId, shopId, distributorId } = shop;
  return { kind: 'visitor', tenantId, shopId, distributorId };
}

function assertSite(c: Context<ApiHttpEnv>, site: 'admin' | 'portal' | 'shop'): void {
  if (c.get('site') !== site) throw new DomainError('not_found');
}
