export { adminApi } from './routers/admin/index.ts';
export { portalApi } from './routers/portal/index.ts';
export { shopApi } from './routers/shop/index.ts';
export type { AdminContext, PortalContext, RequestFacts, ShopContext } from './trpc/context.ts';
export type { ApiKit } from './http/api-kit.ts';
export { createAuthRoutes } from './auth-routes/index.ts';
export { checkOrigin } from './http/check-origin.ts';
export { createDownloadRoutes } from './downloads/create-download-routes.ts';
export { createInvoiceRoutes } from './downloads/create-invoice-routes.ts';
export { createPurchaseRoutes } from './downloads/create-purchase-routes.ts';
export { createHookRoutes } from './hooks/create-hook-routes.ts';
export { createTrpcRoutes } from './http/create-trpc-routes.ts';
export { createUploadRoutes } from './uploads/create-upload-routes.ts';
export { errorBody, errorResponse } from './http/error-response.ts';
export type { ApiHttpEnv, RequestVariables } from './http/http-env.ts';
export {
  adminContext,
  portalContext,
  requestFacts,
  sessionTokenOf,
  shopContext,
  shopOf,
} from './http/request-facts.ts';
export { STATUS_OF_KIND, errorDataOf, fieldErrorsOf } from './trpc/errors.ts';
