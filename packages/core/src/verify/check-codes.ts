import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { PortError } from '../errors.ts';
import { loadTenantKeys, openCode, unwrapBatchKey, type KeyHolder, type TenantKeys } from '../inventory/index.ts';
import type { Secret } from '../secret.ts';
import { insertCodeCheck } from './run-queries.ts';

/** A stored code as somebody reads it who sees past row-level security; null where something is missing. */
export interface StoredCode {
  readonly code_id: string;
  readonly sku_id: string;
  readonly batch_id: string;
  readonly content: 'secret' | 'number_secret' | 'link' | 'link_password';
  readonly nonce: Buffer | null;
  readonly ciphertext: Buffer | null;
  readonly tenant_key_id: string | null;
  readonly wrapped: Buffer | null;
}

export interface CodeCheck {
  readonly checked: number;
  readonly broken: number;
  readonly ms: number;
}

/**
 * I29: opens every code given, each under its own name, and keeps nothing of what it sees but the two counts, which are
 * written down for the back office. A tenant whose keys the vault does not open has no code that opens.
 *
 * @param pages the codes in parts; memory is bounded by one of them
 * @param isWhole whether they are all of the tenant's live codes
 */
export async function checkCodes(
  core: KeyHolder,
  tenantId: TenantId,
  pages: AsyncIterable<readonly StoredCode[]>,
  isWhole: boolean,
): Promise<CodeCheck> {
  const startedAt = performance.now();
  const keys = await keysOf(core, tenantId);
  let [checked, broken] = [0, 0];
  for await (const page of pages) {
    const batchKeys = new Map<string, Secret<Uint8Array> | null>();
    for (const code of page) {
      checked += 1;
      if (keys === null || !opens(tenantId, keys, batchKeys, code)) broken += 1;
    }
  }
  const check = { checked, broken, ms: Math.round(performance.now() - startedAt) };
  await serviceTx(core.db, { tenantId }, (tx) => insertCodeCheck(tx, { ...check, isWhole }));
  return check;
}

async function keysOf(core: KeyHolder, tenantId: string): Promise<TenantKeys | null> {
  try {
    return await loadTenantKeys(core, tenantId);
  } catch (error) {
    if (error instanceof PortError) return null;
    throw error;
  }
}

function opens(
  tenantId: string,
  keys: TenantKeys,
  batchKeys: Map<string, Secret<Uint8Array> | null>,
  code: StoredCode,
): boolean {
  const { code_id: codeId, sku_id: skuId, batch_id: batchId, nonce, ciphertext } = code;
  if (nonce === null || ciphertext === null) return false;
  let key = batchKeys.get(batchId);
  if (key === undefined) {
    key = batchKeyOf(tenantId, keys, code);
    batchKeys.set(batchId, key);
  }
  if (key === null) return false;
  try {
    openCode(key, { tenantId, codeId, skuId, batchId }, code.content, { nonce, ciphertext });
    return true;
  } catch {
    return false;
  }
}

function batchKeyOf(tenantId: string, keys: TenantKeys, code: StoredCode): Secret<Uint8Array> | null {
  if (code.tenant_key_id === null || code.wrapped === null) return null;
  try {
    return unwrapBatchKey(keys.dataKeyOf(code.tenant_key_id), tenantId, code.batch_id, code.wrapped);
  } catch {
    return null;
  }
}
