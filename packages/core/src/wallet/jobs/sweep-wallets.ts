import { serviceTx } from '@keyfall/db';
import { formatMinor, parseCurrency } from '@keyfall/money';
import type { Core } from '../../context.ts';
import { closeAlert, raiseAlert } from '../../notifications/index.ts';
import { closeExpiredTopUps, readWatchedWallets } from '../queries.ts';

const BATCH = 200;

/** Gives up top-ups that nobody paid, and opens and closes the alerts of wallets that run low. */
export async function sweepWallets(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const done = await serviceTx(
    core.db,
    { tenantId, requestId },
    async (tx) => {
      let changed = await closeExpiredTopUps(tx, BATCH);
      for (const wallet of await readWatchedWallets(tx)) {
        const { distributor_id: distributorId, low_mark: mark, spendable } = wallet;
        if (mark === null || spendable >= mark) {
          await closeAlert(tx, 'wallet.low', distributorId);
          continue;
        }
        const currency = parseCurrency(wallet.currency);
        const params = { spendable: formatMinor(spendable, currency), mark: formatMinor(mark, currency), currency };
        if (await raiseAlert(tx, { kind: 'wallet.low', subject: distributorId, params, distributorId })) changed += 1;
      }
      return changed;
    },
    { pace: 'job' },
  );
  return { done };
}
