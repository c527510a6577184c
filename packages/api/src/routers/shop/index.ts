import { shopRouter } from '../../trpc/procedures.ts';
import { accountRouter } from './account.ts';
import { brandRouter } from './brand.ts';
import { catalogRouter } from './catalog.ts';
import { checkoutRouter } from './checkout.ts';
import { inboxRouter } from './inbox.ts';
import { invoicesRouter } from './invoices.ts';
import { ordersRouter } from './orders.ts';
import { sessionRouter } from './session.ts';

/** The consumer shop's API; each area is a router of its own file. */
export const shopApi = shopRouter({
  account: accountRouter,
  brand: brandRouter,
  catalog: catalogRouter,
  checkout: checkoutRouter,
  inbox: inboxRouter,
  invoices: invoicesRouter,
  orders: ordersRouter,
  session: sessionRouter,
});
export type ShopRouter = typeof shopApi;
