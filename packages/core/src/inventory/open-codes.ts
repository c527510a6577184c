import type { OpenCodeDto } from '@keyfall/contracts/inventory-schemas';
import { vaultTx, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { assert } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { openCodeParts, unwrapBatchKey } from './crypto/index.ts';
import { readSealedCodes, type SealedCodeRow } from './sealed-queries.ts';
import { loadTenantKeys, readBatchKeys, type KeyHolder } from './tenant-keys.ts';

/** Why a code is opened, for the record that must be committed before its plaintext leaves the server. */
export interface RevealRecord {
  readonly codeId: string;
  readonly channel: 'page' | 'api' | 'export' | 'staff' | 'verify';
  readonly orderId?: string | null;
  readonly buyerId?: string | null;
  readonly distributorId?: string | null;
  /** The request under which it leaves with others, as a file. */
  readonly exportRequestId?: string | null;
  readonly actorId?: string | null;
  readonly reason?: string | null;
  readonly ip?: string | null;
  readonly userAgent?: string | null;
}

/** Records reveals in the caller's transaction. Only after it has committed can {@link openCodes} read the secrets. */
export async function recordReveals(tx: ServiceTx, reveals: readonly RevealRecord[]): Promise<void> {
  if (reveals.length === 0) return;
  await tx
    .insertInto('inventory.reveal')
    .values(
      reveals.map((reveal) => ({
        id: uuidv7(),
        code_id: reveal.codeId,
        channel: reveal.channel,
        order_id: reveal.orderId ?? null,
        buyer_id: reveal.buyerId ?? null,
        distributor_id: reveal.distributorId ?? null,
        export_request_id: reveal.exportRequestId ?? null,
        actor_id: reveal.actorId ?? null,
        reason: reveal.reason ?? null,
        ip: reveal.ip ?? null,
        user_agent: reveal.userAgent?.slice(0, 300) ?? null,
      })),
    )
    .execute();
}

/**
 * Opens codes as the vault's role, in the order asked for. The database gives ciphertext only of codes that a committed
 * reveal names, so a caller that forgot to record gets nothing.
 *
 * @throws InvariantError when a code has no committed reveal or no secret; PortError when one does not open
 */
export async function openCodes(
  core: KeyHolder,
  tenantId: string,
  codeIds: readonly string[],
): Promise<readonly OpenCodeDto[]> {
  return openReadCodes(tenantId, codeIds, await readSealed(core, tenantId, codeIds));
}

/** Codes as the vault read them, with the open keys of their batches: what {@link openReadCodes} takes. */
export interface ReadCodes {
  readonly rows: ReadonlyMap<string, SealedCodeRow>;
  readonly keyOfBatch: ReadonlyMap<string, Secret<Uint8Array>>;
}

/** The database's half of {@link openCodes}: a long export reads the next page while it opens this one. */
export async function readSealed(core: KeyHolder, tenantId: string, codeIds: readonly string[]): Promise<ReadCodes> {
  if (codeIds.length === 0) return { rows: new Map(), keyOfBatch: new Map() };
  const keys = await loadTenantKeys(core, tenantId);
  const { rows, batchKeys } = await vaultTx(core.db, { tenantId }, async (tx) => {
    const found = await readSealedCodes(tx, codeIds);
    const batchIds = new Set(Array.from(found.values(), (row) => row.batchId));
    return { rows: found, batchKeys: await readBatchKeys(tx, [...batchIds]) };
  });
  const keyOfBatch = new Map(
    batchKeys.map((row) => [
      row.batch_id,
      unwrapBatchKey(keys.dataKeyOf(row.tenant_key_id), tenantId, row.batch_id, row.wrapped),
    ]),
  );
  return { rows, keyOfBatch };
}

/** Opens codes that were read, in the order asked for. @throws as {@link openCodes} */
export function openReadCodes(
  tenantId: string,
  codeIds: readonly string[],
  { rows, keyOfBatch }: ReadCodes,
): readonly OpenCodeDto[] {
  return codeIds.map((codeId) => {
    const row = rows.get(codeId);
    assert(row, 'a code was opened without a committed reveal');
    const { batchId, skuId, content, expiresAt } = row;
    const key = keyOfBatch.get(batchId);
    assert(key, 'a code has no batch key');
    const [number, secret, link, password] = openCodeParts(key, { tenantId, codeId, skuId, batchId }, row);
    return { codeId, content, number, secret, link, password, expiresAt };
  });
}
