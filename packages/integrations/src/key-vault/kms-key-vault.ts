import { PortError, type Secret } from '@keyfall/core';
import type { KeyVault, TenantKeyRef } from '@keyfall/core/inventory';

/**
 * What a key management service must be able to do to hold the master key. Every service of the field has these calls
 * under its own names: `Encrypt` and `Decrypt` with an encryption context (AWS), `encrypt` and `decrypt` with additional
 * authenticated data (Google Cloud, Aliyun, Vault's transit engine). An implementation of this interface is all that an
 * installation on such a service needs:
 *
 * - `keyName` names one key that the service rotates; the service's own versions stay inside its ciphertext.
 * - `context` must be authenticated: `decrypt` with another one fails. Where a service has no such parameter, it cannot
 *   be used, since a wrapped key could then be opened for another tenant.
 * - Credentials come from the surroundings (an instance's role), never from the database.
 * - Both calls throw `PortError`: retryable when the service did not answer, throttled or failed with a 5xx; not
 *   retryable when it refused the key, the context or the caller.
 */
export interface KmsClient {
  encrypt(request: KmsRequest & { readonly plaintext: Secret<Uint8Array> }): Promise<Uint8Array>;
  decrypt(request: KmsRequest & { readonly ciphertext: Uint8Array }): Promise<Secret<Uint8Array>>;
}

export interface KmsRequest {
  readonly keyName: string;
  /** Bound to the ciphertext; names of lower-case letters, values without blanks. */
  readonly context: Readonly<Record<string, string>>;
}

export interface KmsKeyVaultOptions {
  readonly client: KmsClient;
  /**
   * Names of the service's keys by our version, from 1. Rotating inside the service needs nothing here; moving to another
   * key of the service is a new version at the end.
   */
  readonly keyNames: readonly string[];
}

/** Largest wrapped key that is stored. */
const WRAPPED_BYTES_MAX = 200;

/** A key vault on a key management service. The master key never comes to this process. */
export function createKmsKeyVault({ client, keyNames }: KmsKeyVaultOptions): KeyVault {
  const current = keyNames.length;
  const keyNameOf = (version: number): string => {
    const name = keyNames[version - 1];
    if (name === undefined) throw new PortError(`the vault has no key of version ${version}`, { retryable: false });
    return name;
  };
  return {
    wrap: async (ref, key) => {
      const request = { keyName: keyNameOf(current), context: contextOf(ref) };
      const wrapped = await client.encrypt({ ...request, plaintext: key });
      if (wrapped.length > WRAPPED_BYTES_MAX) {
        throw new PortError('the service answers larger wrapped keys than are stored', { retryable: false });
      }
      return { masterVersion: current, wrapped };
    },
    unwrap: async (ref, { masterVersion, wrapped }) => {
      const request = { keyName: keyNameOf(masterVersion), context: contextOf(ref) };
      return await client.decrypt({ ...request, ciphertext: wrapped });
    },
    currentVersion: () => Promise.resolve(current),
  };
}

function contextOf(ref: TenantKeyRef): Readonly<Record<string, string>> {
  return { tenant: ref.tenantId, purpose: ref.purpose };
}
