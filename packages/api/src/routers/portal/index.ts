import { portalRouter } from '../../trpc/procedures.ts';

/** The distributor portal's API; each area is a router of its own file. */
export const portalApi = portalRouter({});
export type PortalRouter = typeof portalApi;
