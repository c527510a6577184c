import { adminRouter } from '../../trpc/procedures.ts';

/** The back office's API; each area is a router of its own file. */
export const adminApi = adminRouter({});
export type AdminRouter = typeof adminApi;
