import { z } from 'zod';
import { assert } from '../errors.ts';
import { openSealed, seal, type TenantKeys } from '../inventory/index.ts';

/** What must not be readable in the database: how we prove ourselves to a provider, and how it proves itself to us. */
export interface GatewayCredentials {
  readonly apiKey: string;
  /** The current secret first and, during a rotation, the one before. */
  readonly webhookSecrets: readonly string[];
  /** 128 bits in hex: the last part of the address the provider sends webhooks to. */
  readonly hookAddress: string;
}

const schema = z.object({
  apiKey: z.string(),
  webhookSecrets: z.array(z.string()).readonly(),
  hookAddress: z.string(),
});

export interface SealedCredentials {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

function aadOf(tenantId: string, accountId: string, keyId: string): string {
  return `v1|${tenantId}|gateway_account|${accountId}|${keyId}`;
}

/** Seals the credentials of one account; under another tenant, account or key they do not open. */
export function sealCredentials(
  keys: TenantKeys,
  accountId: string,
  credentials: GatewayCredentials,
): SealedCredentials {
  const plaintext = Buffer.from(JSON.stringify(credentials), 'utf8');
  return { keyId: keys.dataKeyId, ...seal(keys.data, aadOf(keys.tenantId, accountId, keys.dataKeyId), plaintext) };
}

/** @throws PortError when they do not open */
export function openCredentials(keys: TenantKeys, accountId: string, sealed: SealedCredentials): GatewayCredentials {
  const plaintext = openSealed(keys.dataKeyOf(sealed.keyId), aadOf(keys.tenantId, accountId, sealed.keyId), sealed);
  const parsed = schema.safeParse(JSON.parse(plaintext.toString('utf8')));
  assert(parsed.success, 'sealed credentials have another form');
  return parsed.data;
}
