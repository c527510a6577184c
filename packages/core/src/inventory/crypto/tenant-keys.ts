import { randomBytes } from 'node:crypto';
import { Secret } from '../../secret.ts';
import { KEY_BYTES } from './aes-gcm.ts';
import type { KeyVault, TenantKeyRef, WrappedTenantKey } from './key-vault.port.ts';

/** A random key of 32 bytes. */
export function randomKey(): Secret<Uint8Array> {
  return new Secret<Uint8Array>(randomBytes(KEY_BYTES));
}

/** Makes a tenant's key and wraps it under the master key. @throws PortError */
export async function createTenantKey(
  vault: KeyVault,
  ref: TenantKeyRef,
): Promise<{ readonly key: Secret<Uint8Array>; readonly stored: WrappedTenantKey }> {
  const key = randomKey();
  return { key, stored: await vault.wrap(ref, key) };
}

/** Opens a tenant's key. @throws PortError when it does not belong to this tenant and purpose, or was altered */
export async function openTenantKey(
  vault: KeyVault,
  ref: TenantKeyRef,
  stored: WrappedTenantKey,
): Promise<Secret<Uint8Array>> {
  const key = await vault.unwrap(ref, stored);
  if (key.expose().length !== KEY_BYTES) throw new RangeError('the vault answered a key of another length');
  return key;
}

/**
 * Wraps a tenant's key anew after the master key was rotated. The key itself stays, so nothing it protects changes;
 * undefined where it already stands under the current version.
 *
 * @throws PortError
 */
export async function rewrapTenantKey(
  vault: KeyVault,
  ref: TenantKeyRef,
  stored: WrappedTenantKey,
): Promise<WrappedTenantKey | undefined> {
  if (stored.masterVersion === (await vault.currentVersion())) return undefined;
  return vault.wrap(ref, await openTenantKey(vault, ref, stored));
}
