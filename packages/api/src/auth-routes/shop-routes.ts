import {
  beginGuest,
  beginRegistration,
  blankSessionCookie,
  changeConsumerPassword,
  countOrderSearch,
  finishRegistration,
  logInConsumer,
  logOut,
  openGuestSession,
  openOrderLink,
  requestConsumerReset,
  resetConsumerPassword,
} from '@keyfall/auth';
import {
  changePasswordInputSchema,
  findOrderInputSchema,
  forgotPasswordInputSchema,
  guestInputSchema,
  loginInputSchema,
  orderLinkInputSchema,
  orderPasswordInputSchema,
  registerInputSchema,
  resetPasswordInputSchema,
  verifyMailInputSchema,
} from '@keyfall/contracts/auth-schemas';
import { DomainError, secret, type Ctx, type VisitorPrincipal } from '@keyfall/core';
import { openOrderByPassword, requestOrderLink } from '@keyfall/core/delivery';
import { Hono, type Context } from 'hono';
import type { ApiKit } from '../http/api-kit.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { requestFacts, sessionTokenOf, shopContext, shopOf, visitorOf } from '../http/request-facts.ts';
import { ctxOf } from '../trpc/context.ts';
import { atSteadyPace, bodyOf, originOf, setSession } from './route-kit.ts';

type C = Context<ApiHttpEnv>;
const OK = { ok: true } as const;

/** Accounts and guests of the shop whose host was asked. */
export function createShopAuthRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const { auth } = kit;
  const app = new Hono<ApiHttpEnv>();

  app.post('/register', async (c) => {
    const input = await bodyOf(c, registerInputSchema);
    const ctx = await visitorCtx(kit, c);
    await atSteadyPace(() => beginRegistration(auth, ctx, input));
    return c.json(OK);
  });
  app.post('/verify-mail', async (c) => {
    const input = await bodyOf(c, verifyMailInputSchema);
    setSession(c, await finishRegistration(auth, await visitorCtx(kit, c), input, originOf(kit, c)));
    return c.json(OK);
  });
  app.post('/login', async (c) => {
    const input = await bodyOf(c, loginInputSchema);
    const session = await logInConsumer(auth, await shopOf(kit, c), input, originOf(kit, c));
    await logOut(auth, 'shop', sessionTokenOf(c));
    setSession(c, session);
    return c.json(OK);
  });
  app.post('/logout', async (c) => {
    await logOut(auth, 'shop', sessionTokenOf(c));
    c.header('set-cookie', blankSessionCookie(c.get('isSecure')), { append: true });
    return c.json(OK);
  });
  app.post('/password/forgot', async (c) => {
    const { mail } = await bodyOf(c, forgotPasswordInputSchema);
    const ctx = await visitorCtx(kit, c);
    await atSteadyPace(() => requestConsumerReset(auth, ctx, mail));
    return c.json(OK);
  });
  app.post('/password/reset', async (c) => {
    await resetConsumerPassword(auth, await visitorCtx(kit, c), await bodyOf(c, resetPasswordInputSchema));
    return c.json(OK);
  });
  app.post('/password/change', async (c) => {
    const context = await shopContext(kit, c);
    const token = sessionTokenOf(c);
    const { principal } = context;
    if (principal.kind !== 'buyer' || token === undefined) throw new DomainError('unauthenticated');
    await changeConsumerPassword(auth, ctxOf(context, principal), token, await bodyOf(c, changePasswordInputSchema));
    return c.json(OK);
  });
  mountGuests(app, kit);
  mountOrderSearch(app, kit);
  return app;
}

function mountGuests(app: Hono<ApiHttpEnv>, kit: ApiKit): void {
  app.post('/guest', async (c) => {
    const input = await bodyOf(c, guestInputSchema);
    const context = await shopContext(kit, c);
    if (context.shopStatus !== 'open') throw new DomainError('shop_closed');
    const { buyerId, session } = await beginGuest(kit.auth, ctxOf(context, context.principal), input, originOf(kit, c));
    if (session !== undefined) setSession(c, session);
    return c.json({ buyerId });
  });
  app.post('/find-order', async (c) => {
    const { token } = await bodyOf(c, orderLinkInputSchema);
    const context = await shopContext(kit, c);
    const { orderId, session } = await openOrderLink(
      kit.auth,
      ctxOf(context, context.principal),
      token,
      originOf(kit, c),
    );
    setSession(c, session);
    return c.json({ orderId });
  });
}

/** "Find my order": by a mailed link, or with the query password set at the checkout. */
function mountOrderSearch(app: Hono<ApiHttpEnv>, kit: ApiKit): void {
  app.post('/find-order/request', async (c) => {
    const { orderNo, contact } = await bodyOf(c, findOrderInputSchema);
    const context = await shopContext(kit, c);
    await countOrderSearch(kit.auth, context, orderNo);
    await atSteadyPace(() => requestOrderLink(ctxOf(context, context.principal), { orderNo, contact }));
    return c.json(OK);
  });
  app.post('/find-order/password', async (c) => {
    const { orderNo, queryPassword } = await bodyOf(c, orderPasswordInputSchema);
    const context = await shopContext(kit, c);
    await countOrderSearch(kit.auth, context, orderNo);
    const ctx = ctxOf(context, context.principal);
    const found = await openOrderByPassword(ctx, { orderNo, queryPassword: secret(queryPassword) });
    setSession(c, await openGuestSession(kit.auth, await shopOf(kit, c), found.buyerId, originOf(kit, c)));
    return c.json({ orderNo: found.orderNo });
  });
}

async function visitorCtx(kit: ApiKit, c: C): Promise<Ctx<VisitorPrincipal>> {
  return ctxOf(requestFacts(kit, c), visitorOf(await shopOf(kit, c)));
}
