import { openSealed, seal, type TenantKeys } from '../inventory/index.ts';
import { Secret } from '../secret.ts';

/** A short text sealed under the tenant's data key: an account number, a rail's API key. */
export interface SealedText {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

/** What a text belongs to; copied onto another row it does not open. */
export interface SealedPlace {
  readonly what: 'payee' | 'payout_account';
  readonly id: string;
}

function aadOf(keys: TenantKeys, place: SealedPlace, keyId: string): string {
  return `v1|${keys.tenantId}|${place.what}|${place.id}|${keyId}`;
}

export function sealText(keys: TenantKeys, place: SealedPlace, text: Secret): SealedText {
  const sealed = seal(keys.data, aadOf(keys, place, keys.dataKeyId), Buffer.from(text.expose(), 'utf8'));
  return { keyId: keys.dataKeyId, ...sealed };
}

/** @throws PortError when it does not open */
export function openText(keys: TenantKeys, place: SealedPlace, sealed: SealedText): Secret {
  const plaintext = openSealed(keys.dataKeyOf(sealed.keyId), aadOf(keys, place, sealed.keyId), sealed);
  return new Secret(plaintext.toString('utf8'));
}
