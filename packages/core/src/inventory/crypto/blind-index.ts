import { createHmac } from 'node:crypto';
import type { Secret } from '../../secret.ts';
import type { CodeContent } from '../parse/code-file-row.ts';
import { codeIdentity, codeSearchKeys, numberIdentity } from '../parse/code-identity.ts';

/** Bytes of an index value. */
export const INDEX_BYTES = 32;

/** Index values of one code. Equal codes of a tenant have equal ones; without its key they tell nothing. */
export interface CodeIndexes {
  readonly identityIndex: Uint8Array;
  /** Undefined for a code without a number. */
  readonly numberIndex: Uint8Array | undefined;
}

/** The blind indexes of a code under its tenant's index key. */
export function indexCode(indexKey: Secret<Uint8Array>, content: CodeContent): CodeIndexes {
  const number = numberIdentity(content);
  return {
    identityIndex: blindIndex(indexKey, 'code', codeIdentity(content)),
    numberIndex: number === undefined ? undefined : blindIndex(indexKey, 'number', number),
  };
}

/** The index values to look for when somebody searches a code by what is written on it. */
export function indexSearch(
  indexKey: Secret<Uint8Array>,
  typed: string,
): { readonly identityIndexes: readonly Uint8Array[]; readonly numberIndex: Uint8Array } {
  const keys = codeSearchKeys(typed);
  return {
    identityIndexes: keys.codes.map((code) => blindIndex(indexKey, 'code', code)),
    numberIndex: blindIndex(indexKey, 'number', keys.number),
  };
}

/** HMAC-SHA-256; codes and numbers are kept apart, so that an equal text in both does not show. */
function blindIndex(indexKey: Secret<Uint8Array>, domain: 'code' | 'number', text: string): Uint8Array {
  return createHmac('sha256', indexKey.expose()).update(`${domain}|${text}`).digest();
}
