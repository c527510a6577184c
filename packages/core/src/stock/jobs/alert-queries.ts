import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

/** One alert per SKU is open while stock is at or below the SKU's mark; it closes by itself. */
export async function updateStockAlerts(tx: ServiceTx, skuIds: readonly string[]): Promise<void> {
  const low = await tx
    .selectFrom('catalog.sku as s')
    .innerJoin('inventory.stock as k', (join) =>
      join.onRef('k.tenant_id', '=', 's.tenant_id').onRef('k.sku_id', '=', 's.id'),
    )
    .select(['s.id', 's.code', 'k.available', 's.low_stock_at'])
    .where('s.id', 'in', [...skuIds])
    .where('s.kind', '<>', 'top_up')
    .whereRef('k.available', '<=', sql<bigint>`s.low_stock_at`)
    .where('s.low_stock_at', '>', 0)
    .execute();
  const lowIds = new Set(low.map((sku) => sku.id));
  const fine = skuIds.filter((id) => !lowIds.has(id));
  if (fine.length > 0) {
    await tx
      .updateTable('notify.alert')
      .set({ closed_at: sql<Date>`app.now()` })
      .where('kind', '=', 'low_stock')
      .where('subject', 'in', fine)
      .where('closed_at', 'is', null)
      .execute();
  }
  for (const sku of low) {
    await tx
      .insertInto('notify.alert')
      .values({
        id: uuidv7(),
        kind: 'low_stock',
        subject: sku.id,
        params: { code: sku.code, available: Number(sku.available), mark: sku.low_stock_at },
      })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'kind', 'subject']).where('closed_at', 'is', null).doNothing(),
      )
      .execute();
  }
}
