export {
  createDatabase,
  poolStats,
  type Database,
  type DatabaseOptions,
  type PoolName,
  type PoolStats,
  type RuntimeRole,
} from './database.ts';
export {
  adminTx,
  bulkTx,
  identityTx,
  pingDatabase,
  platformTx,
  portalTx,
  readSql,
  schedulerTx,
  serviceTx,
  shopTx,
  vaultTx,
  type TxOptions,
} from './tenant-tx.ts';
export type {
  AnyTenantTx,
  Audience,
  BulkTx,
  IdentityTx,
  PlatformTx,
  ReadTx,
  SchedulerTx,
  ServiceTx,
  VaultTx,
} from './tx-types.ts';
export type { IdentityScope, PortalScope, ShopScope, TenantScope } from './scopes.ts';
export { copyInto } from './copy-into.ts';
export { CopyRows } from './copy-rows.ts';
export { constraintOf, isLostConnection, isOutOfService, isRetryable, sqlStateOf } from './pg-errors.ts';
export { withRetry } from './with-retry.ts';
export type { Tables } from './tables.gen.ts';
