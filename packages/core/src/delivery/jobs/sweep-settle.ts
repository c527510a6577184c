import { serviceTx, withRetry } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../../context.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { announceOrderChange } from '../../orders/index.ts';
import { readSellerFee, refundUndelivered } from '../../payments/index.ts';
import { callDeliverOrder, listDueSettlements } from '../delivery-queries.ts';

const ORDERS_PER_SWEEP = 100;

/**
 * Ends what can no longer be delivered: units without stock at once, backorders after the SKU's hours, top-ups that nobody
 * fulfilled after a day. A last delivery is tried in the same transaction; what is still open then is refunded by itself.
 */
export async function sweepSettle(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const orderIds = await serviceTx(core.db, { tenantId, requestId }, (tx) => listDueSettlements(tx, ORDERS_PER_SWEEP));
  await runAtOnce(orderIds, 1, async (orderId) => {
    const journalId = uuidv7();
    await withRetry(() =>
      serviceTx(
        core.db,
        { tenantId, requestId },
        async (tx) => {
          const sellerFee = await readSellerFee(tx, orderId);
          await callDeliverOrder(tx, { tenantId, orderId, journalId, sellerFee });
          await refundUndelivered(tx, tenantId, orderId);
        },
        { pace: 'job' },
      ),
    );
    announceOrderChange(core, tenantId, orderId);
  });
  if (orderIds.length > 0) core.ports.poke(tenantId, 'refund.submit');
  return { done: orderIds.length };
}
