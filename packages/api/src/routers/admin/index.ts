import { adminRouter } from '../../trpc/procedures.ts';
import { catalogRouter } from './catalog.ts';
import { inventoryRouter } from './inventory.ts';
import { pricesRouter } from './prices.ts';
import { sessionRouter } from './session.ts';

/** The back office's API; each area is a router of its own file. */
export const adminApi = adminRouter({
  catalog: catalogRouter,
  inventory: inventoryRouter,
  prices: pricesRouter,
  session: sessionRouter,
});
export type AdminRouter = typeof adminApi;
