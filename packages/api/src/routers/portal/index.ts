import { portalRouter } from '../../trpc/procedures.ts';
import { pricesRouter } from './prices.ts';
import { sessionRouter } from './session.ts';

/** The distributor portal's API; each area is a router of its own file. */
export const portalApi = portalRouter({
  prices: pricesRouter,
  session: sessionRouter,
});
export type PortalRouter = typeof portalApi;
