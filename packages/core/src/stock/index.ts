export { changeBatch } from './change-batch.ts';
export type { BatchAct } from './change-batch.ts';
export { countStock } from './jobs/count-stock.ts';
export { expireCodes } from './jobs/expire-codes.ts';
export { tidyImports } from './jobs/tidy-imports.ts';
export { listSkusOfTenant, readImportOutcome, readTimezone } from './operator-reads.ts';
export type { ImportOutcome, ListedSku } from './operator-reads.ts';
export { previewImport } from './preview-import.ts';
export {
  readBatches,
  readCodes,
  readImportJobs,
  readImportRejects,
  readSuppliers,
  searchCodes,
  writeRejectFile,
} from './read-stock.ts';
export { revealCode } from './reveal-code.ts';
export { assertMayDownload, cancelExport, decideExport, listExports, requestExport } from './request-export.ts';
export { decideReveal, listRevealRequests, requestReveal } from './request-reveal.ts';
export { writeExport } from './write-export.ts';
export { runDueImport, runImport } from './run-import.ts';
export { CHUNK_BYTES_MAX, cancelImport, confirmImport, startImport, uploadChunk } from './upload-import.ts';
