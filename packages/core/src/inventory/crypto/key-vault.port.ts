import type { Secret } from '../../secret.ts';

/** Tenant keys there are: one wraps the data keys of batches, one makes the blind index. */
export const KEY_PURPOSES = ['data', 'index'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** Which tenant's key is meant. The vault binds a wrapped key to it: under another reference it does not open. */
export interface TenantKeyRef {
  readonly tenantId: string;
  readonly purpose: KeyPurpose;
}

/** A tenant key under a version of the master key. Of use to nobody without the vault. */
export interface WrappedTenantKey {
  /** Version of the master key, from 1. */
  readonly masterVersion: number;
  /** 40 to 200 bytes; their form is the vault's own. */
  readonly wrapped: Uint8Array;
}

/**
 * The port to what holds the master key: a file beside the installation, or a key management service. The master key
 * never leaves it; only tenant keys pass, so it is asked a few times per tenant and never per code.
 *
 * Every adapter throws `PortError`: retryable when the vault could not be reached, not retryable when a key does not
 * open (wrong reference, altered bytes, a version that is gone).
 */
export interface KeyVault {
  /** Wraps a tenant key of 32 bytes under the current version of the master key. */
  wrap(ref: TenantKeyRef, key: Secret<Uint8Array>): Promise<WrappedTenantKey>;
  /** Opens a wrapped tenant key under whatever version it names. */
  unwrap(ref: TenantKeyRef, wrapped: WrappedTenantKey): Promise<Secret<Uint8Array>>;
  /** The version that `wrap` uses now; keys under an older one should be wrapped anew. */
  currentVersion(): Promise<number>;
}
