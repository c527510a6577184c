import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { recountStock, takeDirtySkus } from '../../inventory/index.ts';
import { updateStockAlerts } from './alert-queries.ts';

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
