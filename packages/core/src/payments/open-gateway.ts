import { serviceTx, type Database } from '@keyfall/db';
import type { Core } from '../context.ts';
import { DomainError } from '../errors.ts';
import { loadTenantKeys } from '../inventory/index.ts';
import { readGatewayAccount } from './account-queries.ts';
import { openCredentials, type GatewayCredentials } from './credentials.ts';
import type { PaymentGateway } from './gateway.port.ts';

/** An account with the adapter that speaks for it. */
export interface OpenGateway {
  readonly accountId: string;
  readonly provider: string;
  readonly name: string;
  readonly currency: string;
  readonly enabled: boolean;
  readonly feeBearer: 'platform' | 'seller';
  /** The distributor whose own account it is; null: the wholesaler's. */
  readonly collectorId: string | null;
  /** The account as the provider names it; events of another one are refused. Null where the settings name none. */
  readonly merchantId: string | null;
  readonly gateway: PaymentGateway;
  readonly credentials: GatewayCredentials;
}

const CACHE_MS = 5_000;
const caches = new WeakMap<Database, Map<string, { readonly opened: Promise<OpenGateway>; readonly until: number }>>();

/**
 * The gateway of an account, with its credentials opened. A process keeps it for five seconds, so that a burst of webhooks
 * reads and unseals once, and a disabled account or rotated secret acts within that time.
 *
 * @throws DomainError gateway_not_configured (no such account, or one without credentials); PortError of vault or adapter
 */
export async function openGateway(core: Core, tenantId: string, accountId: string): Promise<OpenGateway> {
  const cache = caches.get(core.db) ?? new Map<string, { opened: Promise<OpenGateway>; until: number }>();
  caches.set(core.db, cache);
  const key = `${tenantId}:${accountId}`;
  const cached = cache.get(key);
  if (cached !== undefined && cached.until > performance.now()) return await cached.opened;
  const opened = readAndOpen(core, tenantId, accountId);
  cache.set(key, { opened, until: performance.now() + CACHE_MS });
  // A failure must not be remembered.
  opened.catch(() => cache.delete(key));
  return await opened;
}

/** Forgets an account after it was changed in this process. */
export function forgetGateway(core: Pick<Core, 'db'>, tenantId: string, accountId: string): void {
  caches.get(core.db)?.delete(`${tenantId}:${accountId}`);
}

async function readAndOpen(core: Core, tenantId: string, accountId: string): Promise<OpenGateway> {
  const row = await serviceTx(core.db, { tenantId }, (tx) => readGatewayAccount(tx, accountId));
  if (row?.sealed_key_id == null || row.sealed_nonce === null || row.sealed === null) {
    throw new DomainError('gateway_not_configured');
  }
  const keys = await loadTenantKeys(core, tenantId);
  const sealed = { keyId: row.sealed_key_id, nonce: row.sealed_nonce, ciphertext: row.sealed };
  const credentials = openCredentials(keys, accountId, sealed);
  return {
    accountId,
    provider: row.provider,
    name: row.name,
    currency: row.currency,
    enabled: row.enabled,
    feeBearer: row.fee_bearer,
    collectorId: row.distributor_id,
    merchantId: merchantIdOf(row.config),
    gateway: core.ports.gateways.open({ provider: row.provider, config: row.config, apiKey: credentials.apiKey }),
    credentials,
  };
}

function merchantIdOf(config: unknown): string | null {
  const named = typeof config === 'object' && config !== null && 'merchantId' in config ? config.merchantId : null;
  return typeof named === 'string' ? named : null;
}
