import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PortError } from '../../errors.ts';
import type { KeyVault, TenantKeyRef } from '../../inventory/crypto/key-vault.port.ts';
import { secret } from '../../secret.ts';

const MASTER_KEY = randomBytes(32);

/** A key vault of this process: the port's contract without a file. */
export function memoryVault(): KeyVault {
  const aad = (ref: TenantKeyRef): Buffer => Buffer.from(`${ref.tenantId}|${ref.purpose}`);
  return {
    wrap: (ref, key) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', MASTER_KEY, nonce).setAAD(aad(ref));
      const body = Buffer.concat([cipher.update(key.expose()), cipher.final()]);
      return Promise.resolve({ masterVersion: 1, wrapped: Buffer.concat([nonce, body, cipher.getAuthTag()]) });
    },
    unwrap: (ref, { wrapped }) => {
      const bytes = Buffer.from(wrapped);
      const opener = createDecipheriv('aes-256-gcm', MASTER_KEY, bytes.subarray(0, 12)).setAAD(aad(ref));
      opener.setAuthTag(bytes.subarray(-16));
      try {
        return Promise.resolve(
          secret(new Uint8Array(Buffer.concat([opener.update(bytes.subarray(12, -16)), opener.final()]))),
        );
      } catch (cause) {
        return Promise.reject(new PortError('the key does not open', { retryable: false, cause }));
      }
    },
    currentVersion: () => Promise.resolve(1),
  };
}
