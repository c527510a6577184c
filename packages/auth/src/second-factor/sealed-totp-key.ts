import { randomBytes } from 'node:crypto';
import { secret, type Core } from '@keyfall/core';

type Vault = Core['ports']['vault'];

/** The vault wraps keys of this length; a TOTP key is shorter and stands at its beginning. */
const WRAPPED_BYTES = 32;
const TOTP_BYTES = 20;
const VERSION_BYTES = 4;

// A login belongs to no tenant, so it stands in the tenant's place: the wrapped key opens for this login only.
const refOf = (loginId: string) => ({ tenantId: loginId, purpose: 'data' as const });

/** A TOTP key as it is stored: version of the master key, then what the vault made of it. */
export async function sealTotpKey(vault: Vault, loginId: string, key: Uint8Array): Promise<Buffer> {
  const padded = Buffer.concat([key, randomBytes(WRAPPED_BYTES - TOTP_BYTES)]);
  const { masterVersion, wrapped } = await vault.wrap(refOf(loginId), secret(new Uint8Array(padded)));
  const version = Buffer.alloc(VERSION_BYTES);
  version.writeUInt32BE(masterVersion);
  return Buffer.concat([version, wrapped]);
}

/** @throws PortError when the vault does not answer or the bytes were altered or moved to another login */
export async function openTotpKey(vault: Vault, loginId: string, sealed: Buffer): Promise<Uint8Array> {
  const opened = await vault.unwrap(refOf(loginId), {
    masterVersion: sealed.readUInt32BE(0),
    wrapped: new Uint8Array(sealed.subarray(VERSION_BYTES)),
  });
  return opened.expose().subarray(0, TOTP_BYTES);
}

/** Version of the master key a sealed key stands under. */
export function masterVersionOf(sealed: Buffer): number {
  return sealed.readUInt32BE(0);
}
