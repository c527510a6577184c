import { serviceTx, withRetry } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { announceOrderChange } from '../orders/index.ts';
import { readSellerFee } from '../payments/index.ts';
import { callDeliverOrder, type DeliveryOutcome, type FulfilledUnits } from './delivery-queries.ts';

/**
 * Hands over what can be handed over of a paid order now, at most a thousand units, and books the income of exactly that.
 * Doing it again is harmless: it finds nothing more to do. Locks: order, lines, codes.
 */
export async function deliverOrder(
  core: Core,
  given: {
    readonly tenantId: string;
    readonly orderId: string;
    readonly requestId: string;
    readonly actorId?: string;
    readonly fulfilled?: readonly FulfilledUnits[];
  },
): Promise<DeliveryOutcome> {
  const { tenantId, orderId, requestId, actorId, fulfilled } = given;
  const journalId = uuidv7();
  const scope = { tenantId, requestId, ...(actorId === undefined ? {} : { actorId }) };
  const outcome = await withRetry(() =>
    serviceTx(
      core.db,
      scope,
      async (tx) => {
        const sellerFee = await readSellerFee(tx, orderId);
        return await callDeliverOrder(tx, {
          tenantId,
          orderId,
          journalId,
          sellerFee,
          ...(fulfilled === undefined ? {} : { fulfilled }),
        });
      },
      { pace: 'job' },
    ),
  );
  if (outcome.outcome === 'delivered') {
    announceOrderChange(core, tenantId, orderId);
    core.ports.poke(tenantId, 'outbox');
  }
  return outcome;
}
