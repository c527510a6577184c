import type { BuyerId, Locale, OrderId } from '@keyfall/contracts';
import { DomainError, asService, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '@keyfall/core';
import { insertBuyer, spendToken } from '@keyfall/core/access';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import type { OpenedSession } from '../sessions/open-session.ts';
import type { Origin } from '../staff/log-in.ts';
import {
  GUEST_BY_ADDRESS,
  ORDER_BY_ADDRESS,
  ORDER_BY_NUMBER,
  TOKEN_BY_ADDRESS,
  attempt,
  countAttempts,
  forgetAttempts,
} from '../throttle.ts';
import { findBuyerContact } from './consumer-queries.ts';
import { openBuyerSession, type ShopPlace } from './shop-place.ts';

/** What a guest gives at the checkout. */
export interface GuestInput {
  readonly mail: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly locale: Locale;
}

/**
 * Makes the buyer of a guest checkout and opens its session, whose token alone lets the guest see what it bought. A guest
 * of this browser who buys again with the same address goes on as the same buyer and gets no new session.
 *
 * @throws DomainError login_locked (too many guests from one address)
 */
export async function beginGuest(
  auth: Auth,
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  input: GuestInput,
  origin: Origin,
): Promise<{ readonly buyerId: BuyerId; readonly session: OpenedSession | undefined }> {
  const { principal } = ctx;
  if (principal.kind === 'buyer') {
    const contact = await asService(ctx, (tx) => findBuyerContact(tx, principal.buyerId));
    if (principal.account || contact?.mail === input.mail) return { buyerId: principal.buyerId, session: undefined };
  }
  await countAttempts(auth.core.db, [attempt(GUEST_BY_ADDRESS, ctx.ip)]);
  const { tenantId, shopId, distributorId } = principal;
  const buyerId = uuidv7() as BuyerId;
  await asService(ctx, (tx) => insertBuyer(tx, { id: buyerId, shopId, distributorId, kind: 'guest', ...input }));
  const session = await openGuestSession(auth, { tenantId, shopId, distributorId }, buyerId, origin);
  return { buyerId, session };
}

/** Opens a session for a guest's buyer; for whoever has already proved the right to it. */
export async function openGuestSession(
  auth: Auth,
  shop: ShopPlace,
  buyerId: BuyerId,
  origin: Origin,
): ReturnType<typeof openBuyerSession> {
  return await openBuyerSession(auth, shop, { id: buyerId, kind: 'guest' }, origin);
}

/**
 * Redeems a find-my-order link: a guest's session for the buyer of that order. An account's order is found by signing in,
 * so such a link is never made for one.
 *
 * @throws DomainError token_invalid, login_locked
 */
export async function openOrderLink(
  auth: Auth,
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  token: string,
  origin: Origin,
): Promise<{ readonly orderId: OrderId | null; readonly session: OpenedSession }> {
  const attempts = [attempt(TOKEN_BY_ADDRESS, ctx.ip)];
  await countAttempts(auth.core.db, attempts);
  const { tenantId, shopId, distributorId } = ctx.principal;
  const row = await asService(ctx, async (tx) => {
    const spent = await spendToken(tx, token, 'find_order');
    if (spent === undefined || spent.shop_ref !== shopId || spent.buyer_ref === null) {
      // Thrown inside, so that a link of another shop is not spent here.
      throw new DomainError('token_invalid');
    }
    return spent;
  });
  await forgetAttempts(auth.core.db, attempts);
  const session = await openGuestSession(auth, { tenantId, shopId, distributorId }, row.buyer_ref as BuyerId, origin);
  return { orderId: row.order_ref as OrderId | null, session };
}

/**
 * Counts a search for an order, per order number and per address; a right answer is not taken back, so that one known
 * order is no licence to look for others.
 *
 * @throws DomainError login_locked
 */
export async function countOrderSearch(
  auth: Auth,
  from: { readonly ip: string | null; readonly principal: { readonly shopId: string } },
  orderNo: string,
): Promise<void> {
  const who = `${from.principal.shopId}:${orderNo}`;
  await countAttempts(auth.core.db, [attempt(ORDER_BY_NUMBER, who), attempt(ORDER_BY_ADDRESS, from.ip)]);
}
