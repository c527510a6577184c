import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PortError, Secret } from '@keyfall/core';
import type { TenantKeyRef } from '@keyfall/core/inventory';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a tenant key under one version of the master key: nonce, ciphertext and tag in one block. */
export function sealTenantKey(
  masterKey: Secret<Uint8Array>,
  version: number,
  ref: TenantKeyRef,
  key: Secret<Uint8Array>,
): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, masterKey.expose(), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(placeOf(version, ref));
  return Buffer.concat([nonce, cipher.update(key.expose()), cipher.final(), cipher.getAuthTag()]);
}

/** @throws PortError not retryable: altered bytes, or another tenant, purpose or version */
export function openTenantKey(
  masterKey: Secret<Uint8Array>,
  version: number,
  ref: TenantKeyRef,
  wrapped: Uint8Array,
): Secret<Uint8Array> {
  try {
    const decipher = createDecipheriv(ALGORITHM, masterKey.expose(), wrapped.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(placeOf(version, ref));
    decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
    const body = decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES));
    return new Secret<Uint8Array>(Buffer.concat([body, decipher.final()]));
  } catch (error) {
    throw new PortError('a wrapped tenant key does not open', { retryable: false, cause: error });
  }
}

function placeOf(version: number, ref: TenantKeyRef): Buffer {
  return Buffer.from(`v1|tenant-key|${ref.tenantId}|${ref.purpose}|${version}`);
}
