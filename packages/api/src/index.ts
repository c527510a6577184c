export type { AdminRouter } from './routers/admin/index.ts';
export type { PortalRouter } from './routers/portal/index.ts';
export type { ShopRouter } from './routers/shop/index.ts';
export type { ErrorShape } from './trpc/procedures.ts';
export type { ErrorData } from './trpc/errors.ts';
