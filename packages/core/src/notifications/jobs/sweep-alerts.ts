import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import {
  findAskedExports,
  findAskedReveals,
  findExpiringSkus,
  findFailedRefunds,
  findWaitingSuspense,
} from '../alert-cause-queries.ts';
import { matchAlerts } from '../alert-queries.ts';

const EXPIRING_DAYS = 14;
/** Money that fits nothing is sent back by itself within minutes; what is still there after this needs a person. */
const SUSPENSE_MINUTES = 60;

/**
 * Looks for what nobody announces: codes about to end, money that could not be sent back, refunds that providers refuse,
 * requests whose time to be decided is over.
 * Opens, updates and closes the alerts of these kinds by what is true now; other kinds are opened and closed where they
 * come about.
 */
export async function sweepAlerts(
  core: Core,
  tenantId: TenantId,
  requestId: string,
): Promise<{ readonly done: number }> {
  const done = await serviceTx(
    core.db,
    { tenantId, requestId },
    async (tx) =>
      (await matchAlerts(tx, 'codes.expiring', await findExpiringSkus(tx, EXPIRING_DAYS))) +
      (await matchAlerts(tx, 'payment.suspense', await findWaitingSuspense(tx, SUSPENSE_MINUTES))) +
      (await matchAlerts(tx, 'refund.failed', await findFailedRefunds(tx))) +
      (await matchAlerts(tx, 'stock.export_asked', await findAskedExports(tx))) +
      (await matchAlerts(tx, 'stock.reveal_asked', await findAskedReveals(tx))),
    { pace: 'job' },
  );
  return { done };
}
