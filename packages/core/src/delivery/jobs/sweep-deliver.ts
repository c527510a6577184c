import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { deliverOrder } from '../deliver-order.ts';
import { listDueDeliveries, listFillableBackorders } from '../delivery-queries.ts';

const ORDERS_PER_SWEEP = 100;
/** A large order is delivered a thousand units at a time; so many parts are done before others get their turn. */
const PARTS_PER_ORDER = 10;

/**
 * Delivers what has become due: scheduled and delayed orders whose time has come, the next parts of large orders, and
 * orders that waited for stock which has arrived (first paid, first served).
 */
export async function sweepDeliver(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const orderIds = await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
    const due = await listDueDeliveries(tx, ORDERS_PER_SWEEP);
    const backorders = await listFillableBackorders(tx, ORDERS_PER_SWEEP);
    return [...new Set([...due, ...backorders])];
  });
  let done = 0;
  // One after the other: who paid first is served first.
  await runAtOnce(orderIds, 1, async (orderId) => {
    for (let part = 0; part < PARTS_PER_ORDER; part += 1) {
      const outcome = await deliverOrder(core, { tenantId, orderId, requestId });
      if (outcome.outcome === 'delivered') done += 1;
      if (outcome.outcome !== 'delivered' || outcome.cut !== true) break;
    }
  });
  return { done };
}
