import { portalRouter } from '../../trpc/procedures.ts';
import { sessionRouter } from './session.ts';

/** The distributor portal's API; each area is a router of its own file. */
export const portalApi = portalRouter({
  session: sessionRouter,
});
export type PortalRouter = typeof portalApi;
