import { shopRouter } from '../../trpc/procedures.ts';

/** The consumer shop's API; each area is a router of its own file. */
export const shopApi = shopRouter({});
export type ShopRouter = typeof shopApi;
