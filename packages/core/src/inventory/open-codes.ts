import type { OpenCodeDto } from '@keyfall/contracts/inventory-schemas';
import { vaultTx, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { assert } from '../errors.ts';
import { openCode, unwrapBatchKey } from './crypto/index.ts';
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
  if (codeIds.length === 0) return [];
  const keys = await loadTenantKeys(core, tenantId);
  const { rows, batchKeys } = await vaultTx(core.db, { tenantId }, async (tx) => {
    const found = await tx
      .selectFrom('inventory.card_code_secret as s')
      .innerJoin('inventory.card_code as c', (join) =>
        join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.id', '=', 's.code_id'),
      )
      .select(['s.code_id', 's.batch_id', 's.nonce', 's.ciphertext', 'c.sku_id', 'c.content', 'c.expires_at'])
      // One parameter however many codes: the statement is planned once.
      .where((eb) => eb('s.code_id', '=', eb.fn.any(eb.val([...codeIds]))))
      .execute();
    return { rows: found, batchKeys: await readBatchKeys(tx, [...new Set(found.map((row) => row.batch_id))]) };
  });
  const keyOfBatch = new Map(
    batchKeys.map((row) => [
      row.batch_id,
      unwrapBatchKey(keys.dataKeyOf(row.tenant_key_id), tenantId, row.batch_id, row.wrapped),
    ]),
  );
  const byId = new Map(rows.map((row) => [row.code_id, row]));
  return codeIds.map((codeId) => {
    const row = byId.get(codeId);
    assert(row, 'a code was opened without a committed reveal');
    const key = keyOfBatch.get(row.batch_id);
    assert(key, 'a code has no batch key');
    const content = openCode(key, { tenantId, codeId, skuId: row.sku_id, batchId: row.batch_id }, row.content, row);
    return {
      codeId,
      content: row.content,
      number: content.number?.expose() ?? null,
      secret: content.secret?.expose() ?? null,
      link: content.link?.expose() ?? null,
      password: content.password?.expose() ?? null,
      expiresAt: row.expires_at?.toISOString() ?? null,
    };
  });
}
