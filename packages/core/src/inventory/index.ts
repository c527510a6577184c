export { CODE_MOVES, assertCodeMove, canMoveCode } from './code.rules.ts';
export {
  ensureSupplier,
  insertBatch,
  listBatches,
  listCodes,
  listSuppliers,
  lockBatch,
  markStockDirty,
  moveBatchCodes,
  readSkuForStock,
  readTenantFacts,
  recountStock,
  setBatchState,
  takeDirtySkus,
  voidExpiredCodes,
} from './queries.ts';
export type { CodeFilter, NewBatch } from './queries.ts';
export { open as openSealed, seal } from './crypto/index.ts';
export type { Sealed } from './crypto/index.ts';
export { blindIndexesOf } from './blind-search.ts';
export { openCodes, openReadCodes, readSealed, recordReveals } from './open-codes.ts';
export type { ReadCodes, RevealRecord } from './open-codes.ts';
export {
  forgetTenantKeys,
  insertBatchKey,
  insertTenantKeys,
  loadTenantKeys,
  prepareTenantKeys,
  readBatchKeys,
  rotateTenantKeys,
} from './tenant-keys.ts';
export type { KeyHolder, PreparedTenantKey, TenantKeys } from './tenant-keys.ts';
export type { KeyPurpose, KeyVault, TenantKeyRef, WrappedTenantKey } from './crypto/index.ts';
export * from './crypto/index.ts';
export * from './parse/index.ts';
export { csvLine } from './export.rules.ts';
export { writeCsv } from './write-csv.ts';
export { writeWorkbook } from './write-workbook.ts';
export { writeRejectCsv } from './write-reject-csv.ts';
export type { RejectFileRow } from './write-reject-csv.ts';
export { readRevealed, releaseReserved, returnSoldCodes } from './return-queries.ts';
