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
