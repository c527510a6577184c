import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Ends the data key in use; it stays readable for what is still wrapped by it. */
export async function retireDataKey(tx: ServiceTx): Promise<void> {
  await tx
    .updateTable('inventory.tenant_key')
    .set({ retired_at: sql<Date>`app.now()` })
    .where('purpose', '=', 'data')
    .where('retired_at', 'is', null)
    .execute();
}

/** Puts a batch under another key of its tenant. */
export async function rewrapBatch(
  tx: ServiceTx,
  batchId: string,
  key: { readonly tenantKeyId: string; readonly wrapped: Buffer },
): Promise<void> {
  await tx
    .updateTable('inventory.batch_key')
    .set({ tenant_key_id: key.tenantKeyId, wrapped: key.wrapped, updated_at: sql<Date>`app.now()` })
    .where('batch_id', '=', batchId)
    .execute();
}
