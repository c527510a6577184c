import type { TenantId } from '@keyfall/contracts';
import { serviceTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../../context.ts';
import { recountStock, takeDirtySkus } from '../../inventory/index.ts';

const SKUS_A_ROUND = 200;

/**
 * Brings the stock figures that shops and portals see up to date, SKU by SKU where codes moved, and opens or closes the
 * low-stock alert of each. Finds its work by the marks that movers leave; a mark is taken in the commit that counts.
 */
export async function countStock(
  core: Core,
  tenantId: TenantId,
  requestId: string,
): Promise<{ readonly done: number }> {
  const counted = await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
    const skuIds = await takeDirtySkus(tx, SKUS_A_ROUND * 10);
    if (skuIds.length === 0) return [];
    const changed = await recountStock(tx, skuIds);
    await updateStockAlerts(tx, skuIds);
    return changed;
  });
  if (counted.length > 0) core.ports.poke(tenantId, 'stock.changed');
  return { done: counted.length };
}

// One alert per SKU is open while stock is at or below the SKU's mark; it closes by itself.
async function updateStockAlerts(tx: ServiceTx, skuIds: readonly string[]): Promise<void> {
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
