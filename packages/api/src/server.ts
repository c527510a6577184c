export { adminApi } from './routers/admin/index.ts';
export { portalApi } from './routers/portal/index.ts';
export { shopApi } from './routers/shop/index.ts';
export type { AdminContext, PortalContext, RequestFacts, ShopContext } from './trpc/context.ts';
export { STATUS_OF_KIND, errorDataOf, fieldErrorsOf } from './trpc/errors.ts';
