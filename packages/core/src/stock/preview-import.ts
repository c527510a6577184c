import type { ImportId } from '@keyfall/contracts';
import { asService, type Ctx, type StaffPrincipal, type SystemPrincipal } from '../context.ts';
import { assert } from '../errors.ts';
import {
  openChunk,
  previewCodeFile,
  readTenantFacts,
  type CodeFileOverride,
  type CodeFilePreview,
  type KeyHolder,
} from '../inventory/index.ts';
import { serviceTx } from '@keyfall/db';
import type { Secret } from '../secret.ts';
import { loadBatchKey } from './batch-key.ts';
import { readChunk } from './import-queries.ts';
import { assertUploaded } from './upload-import.ts';

/**
 * Reads an uploaded file whole and tells what an import would do with it, changing nothing. A person may correct how the
 * file is read. @throws DomainError not_found, import_state_conflict, import_file_unreadable, import_file_empty
 */
export async function previewImport(
  ctx: Ctx<StaffPrincipal | SystemPrincipal>,
  jobId: ImportId,
  override?: CodeFileOverride,
): Promise<CodeFilePreview> {
  const { tenantId } = ctx.principal;
  const { batchId, pieces } = await assertUploaded(ctx, jobId);
  const key = await loadBatchKey(ctx.core, tenantId, batchId);
  const { timezone } = await asService(ctx, readTenantFacts);
  const open = (): AsyncIterable<Uint8Array> => readUpload(ctx.core, { tenantId, jobId, pieces, key });
  return await previewCodeFile(open, { timezone, ...(override === undefined ? {} : { override }) });
}

/** The bytes of an uploaded file, piece by piece; one piece is in memory at a time. */
export async function* readUpload(
  core: KeyHolder,
  upload: {
    readonly tenantId: string;
    readonly jobId: string;
    readonly pieces: number;
    readonly key: Secret<Uint8Array>;
  },
): AsyncGenerator<Uint8Array, void, undefined> {
  const { tenantId, jobId, pieces, key } = upload;
  for (let seq = 0; seq < pieces; seq += 1) {
    const sealed = await serviceTx(core.db, { tenantId }, (tx) => readChunk(tx, jobId, seq));
    assert(sealed, 'a piece of an upload is missing');
    yield openChunk(key, tenantId, jobId, seq, sealed);
  }
}
