import { adminRouter } from '../../trpc/procedures.ts';
import { sessionRouter } from './session.ts';

/** The back office's API; each area is a router of its own file. */
export const adminApi = adminRouter({
  session: sessionRouter,
});
export type AdminRouter = typeof adminApi;
