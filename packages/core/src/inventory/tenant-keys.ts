import { serviceTx, type Database, type ServiceTx, type VaultTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { assert } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { KEY_PURPOSES, newKey, unwrapBatchKey, wrapBatchKey, type KeyPurpose, type KeyVault } from './crypto/index.ts';
import { retireDataKey, rewrapBatch } from './key-queries.ts';

/** A tenant key that is wrapped but not stored yet. */
export interface PreparedTenantKey {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly masterVersion: number;
  readonly wrapped: Buffer;
}

/** What a process needs of a tenant to seal, open and index: its keys, open. Kept in memory, never anywhere else. */
export interface TenantKeys {
  readonly tenantId: string;
  readonly dataKeyId: string;
  readonly data: Secret<Uint8Array>;
  readonly index: Secret<Uint8Array>;
  /** Any data key of the tenant, also a retired one that still wraps batch keys. */
  dataKeyOf(keyId: string): Secret<Uint8Array>;
}

/** Makes and wraps a new tenant's keys. Asks the vault, so it runs before the transaction that stores them. */
export async function prepareTenantKeys(vault: KeyVault, tenantId: string): Promise<readonly PreparedTenantKey[]> {
  return await Promise.all(
    KEY_PURPOSES.map(async (purpose) => {
      const { masterVersion, wrapped } = await vault.wrap({ tenantId, purpose }, newKey());
      return { id: uuidv7(), purpose, masterVersion, wrapped: Buffer.from(wrapped) };
    }),
  );
}

export async function insertTenantKeys(tx: ServiceTx, keys: readonly PreparedTenantKey[]): Promise<void> {
  await tx
    .insertInto('inventory.tenant_key')
    .values(
      keys.map((key) => ({
        id: key.id,
        purpose: key.purpose,
        master_version: key.masterVersion,
        wrapped: key.wrapped,
      })),
    )
    .execute();
}

interface KeyRow {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly master_version: number;
  readonly wrapped: Buffer;
  readonly retired_at: Date | null;
}

const CACHE_MS = 60_000;
const caches = new WeakMap<Database, Map<string, { readonly keys: Promise<TenantKeys>; readonly until: number }>>();

/**
 * A tenant's keys, opened through the vault. A process asks for them once a minute at most, so a rotation is seen within
 * a minute; a retired key still opens what it wrapped. @throws PortError of the vault
 */
export async function loadTenantKeys(core: KeyHolder, tenantId: string): Promise<TenantKeys> {
  const cache = caches.get(core.db) ?? new Map<string, { keys: Promise<TenantKeys>; until: number }>();
  caches.set(core.db, cache);
  const cached = cache.get(tenantId);
  if (cached !== undefined && cached.until > performance.now()) return await cached.keys;
  const keys = readTenantKeys(core, tenantId);
  cache.set(tenantId, { keys, until: performance.now() + CACHE_MS });
  // A failure must not be remembered for a minute.
  keys.catch(() => cache.delete(tenantId));
  return await keys;
}

/** Forgets a tenant's keys, so that the next use reads them anew; called after a rotation in the same process. */
export function forgetTenantKeys(core: Pick<KeyHolder, 'db'>, tenantId: string): void {
  caches.get(core.db)?.delete(tenantId);
}

/** The parts of Core that keys need. */
export interface KeyHolder {
  readonly db: Database;
  readonly ports: { readonly vault: KeyVault };
}

async function readTenantKeys(core: KeyHolder, tenantId: string): Promise<TenantKeys> {
  const rows = await serviceTx(core.db, { tenantId }, async (tx) => {
    return await tx
      .selectFrom('inventory.tenant_key')
      .select(['id', 'purpose', 'master_version', 'wrapped', 'retired_at'])
      .orderBy('created_at')
      .execute();
  });
  const opened = new Map(
    await Promise.all(rows.map(async (row) => [row.id, await openRow(core.ports.vault, tenantId, row)] as const)),
  );
  const live = (purpose: KeyPurpose): KeyRow => {
    const row = rows.find((key) => key.purpose === purpose && key.retired_at === null);
    assert(row, `the tenant has no live ${purpose} key`);
    return row;
  };
  const keyOf = (id: string): Secret<Uint8Array> => {
    const key = opened.get(id);
    assert(key, 'a batch names a tenant key that does not exist');
    return key;
  };
  const [data, index] = [live('data'), live('index')];
  return { tenantId, dataKeyId: data.id, data: keyOf(data.id), index: keyOf(index.id), dataKeyOf: keyOf };
}

async function openRow(vault: KeyVault, tenantId: string, row: KeyRow): Promise<Secret<Uint8Array>> {
  return await vault.unwrap(
    { tenantId, purpose: row.purpose },
    { masterVersion: row.master_version, wrapped: row.wrapped },
  );
}

/** Wrapped data keys of batches, for sealing (service) or opening (vault). */
export async function readBatchKeys(
  tx: ServiceTx | VaultTx,
  batchIds: readonly string[],
): Promise<readonly { readonly batch_id: string; readonly tenant_key_id: string; readonly wrapped: Buffer }[]> {
  if (batchIds.length === 0) return [];
  return await tx
    .selectFrom('inventory.batch_key')
    .select(['batch_id', 'tenant_key_id', 'wrapped'])
    .where('batch_id', 'in', [...batchIds])
    .execute();
}

/** Stores a batch's wrapped key. */
export async function insertBatchKey(
  tx: ServiceTx,
  row: { readonly batchId: string; readonly tenantKeyId: string; readonly wrapped: Buffer },
): Promise<void> {
  await tx
    .insertInto('inventory.batch_key')
    .values({ batch_id: row.batchId, tenant_key_id: row.tenantKeyId, wrapped: row.wrapped })
    .execute();
}

/**
 * Rotates a tenant's data key: a new one is made, every batch key is wrapped anew under it, the old one retired. Codes are
 * not touched. Also wraps the index key anew when the master key has moved on. One transaction; concurrent imports that
 * hold the old key stay readable, since a retired key still opens. Returns how many batch keys were wrapped anew.
 */
export async function rotateTenantKeys(core: KeyHolder, tenantId: string): Promise<{ readonly batches: number }> {
  const present = await readTenantKeys(core, tenantId);
  const fresh = newKey();
  const { masterVersion, wrapped } = await core.ports.vault.wrap({ tenantId, purpose: 'data' }, fresh);
  const index = await core.ports.vault.wrap({ tenantId, purpose: 'index' }, present.index);
  const batches = await serviceTx(
    core.db,
    { tenantId },
    async (tx) => {
      await retireDataKey(tx);
      const id = uuidv7();
      await tx
        .insertInto('inventory.tenant_key')
        .values({ id, purpose: 'data', master_version: masterVersion, wrapped: Buffer.from(wrapped) })
        .execute();
      await tx
        .updateTable('inventory.tenant_key')
        .set({ master_version: index.masterVersion, wrapped: Buffer.from(index.wrapped) })
        .where('purpose', '=', 'index')
        .where('retired_at', 'is', null)
        .execute();
      const rows = await tx
        .selectFrom('inventory.batch_key')
        .select(['batch_id', 'tenant_key_id', 'wrapped'])
        .forNoKeyUpdate()
        .execute();
      for (const row of rows) {
        const batchKey = unwrapBatchKey(present.dataKeyOf(row.tenant_key_id), tenantId, row.batch_id, row.wrapped);
        const next = wrapBatchKey(fresh, tenantId, row.batch_id, batchKey);
        await rewrapBatch(tx, row.batch_id, { tenantKeyId: id, wrapped: next });
      }
      return rows.length;
    },
    { pace: 'job' },
  );
  forgetTenantKeys(core, tenantId);
  return { batches };
}
