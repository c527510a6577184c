import type { Secret } from '../secret.ts';
import { blindIndex } from './crypto/index.ts';
import { codeSearchKeys } from './parse/index.ts';
import { loadTenantKeys, type KeyHolder } from './tenant-keys.ts';

/**
 * Blind indexes of what somebody may mean by a typed code: a whole secret or link, a number alone, or number and secret.
 * The text itself goes nowhere else, neither into a query nor a log.
 */
export async function blindIndexesOf(
  core: KeyHolder,
  tenantId: string,
  typed: Secret<string>,
): Promise<readonly Buffer[]> {
  const keys = await loadTenantKeys(core, tenantId);
  const search = codeSearchKeys(typed.expose());
  return [
    ...search.codes.map((identity) => blindIndex(keys.index, 'identity', identity)),
    blindIndex(keys.index, 'number', search.number),
  ];
}
