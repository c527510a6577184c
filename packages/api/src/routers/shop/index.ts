import { shopRouter } from '../../trpc/procedures.ts';
import { catalogRouter } from './catalog.ts';
import { sessionRouter } from './session.ts';

/** The consumer shop's API; each area is a router of its own file. */
export const shopApi = shopRouter({
  catalog: catalogRouter,
  session: sessionRouter,
});
export type ShopRouter = typeof shopApi;
