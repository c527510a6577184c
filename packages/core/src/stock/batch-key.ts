import { serviceTx } from '@keyfall/db';
import { assert } from '../errors.ts';
import { loadTenantKeys, readBatchKeys, unwrapBatchKey, type KeyHolder } from '../inventory/index.ts';
import type { Secret } from '../secret.ts';

/** The open data key of a batch. @throws PortError of the vault */
export async function loadBatchKey(core: KeyHolder, tenantId: string, batchId: string): Promise<Secret<Uint8Array>> {
  const keys = await loadTenantKeys(core, tenantId);
  const [row] = await serviceTx(core.db, { tenantId }, (tx) => readBatchKeys(tx, [batchId]));
  assert(row, 'a batch has no key');
  return unwrapBatchKey(keys.dataKeyOf(row.tenant_key_id), tenantId, batchId, row.wrapped);
}
