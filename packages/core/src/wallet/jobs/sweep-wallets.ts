import { serviceTx, withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor, parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { tellOwners } from '../../access/index.ts';
import type { Core } from '../../context.ts';
import { lockBalances } from '../../ledger/index.ts';
import { closeAlert, raiseAlert } from '../../notifications/index.ts';
import { readRefilledWallets } from '../../orders/index.ts';
import { giveBonusAgain } from '../give-bonus-again.ts';
import { listBonusOwed, lockBonusOwedOf, type BonusOwedTopUp } from '../pay-back-queries.ts';
import { closeExpiredTopUps, readWatchedWallets, type WatchedWalletRow } from '../queries.ts';

const BATCH = 200;

/**
 * Gives up top-ups that nobody paid, gives a bonus again whose pay-back came back, and opens and closes the alerts of wallets
 * that run low: with each that opens the owners are mailed, once, until the wallet has risen above its mark.
 */
export async function sweepWallets(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const scope = { tenantId, requestId };
  const owed = await serviceTx(core.db, scope, (tx) => listBonusOwed(tx, BATCH), { pace: 'job' });
  let given = 0;
  // One wallet at a time, so that none waits for another one's.
  for (const topUp of owed)
    given += await withRetry(() => serviceTx(core.db, scope, (tx) => giveOwed(tx, tenantId, topUp)));
  const done = await serviceTx(
    core.db,
    scope,
    async (tx) => {
      let changed = await closeExpiredTopUps(tx, BATCH);
      for (const distributorId of await readRefilledWallets(tx)) await closeAlert(tx, 'wallet.short', distributorId);
      for (const wallet of await readWatchedWallets(tx)) if (await watch(tx, tenantId, wallet)) changed += 1;
      return changed;
    },
    { pace: 'job' },
  );
  return { done: given + done };
}

/** Locks as whoever agrees to the next pay-back does: the wallet, then its pay-backs. */
async function giveOwed(
  tx: ServiceTx,
  tenantId: string,
  { top_up_id: topUpId, distributor_id: ownerId, currency }: BonusOwedTopUp,
): Promise<number> {
  await lockBalances(tx, tenantId, currency, [{ code: '2041', ownerId }]);
  const rows = await lockBonusOwedOf(tx, topUpId);
  await giveBonusAgain(tx, tenantId, rows);
  return rows.length;
}

/** Whether an alert was opened. */
async function watch(tx: ServiceTx, tenantId: string, wallet: WatchedWalletRow): Promise<boolean> {
  const { distributor_id: distributorId, low_mark: mark, spendable } = wallet;
  if (mark === null || spendable >= mark) {
    await closeAlert(tx, 'wallet.low', distributorId);
    return false;
  }
  const currency = parseCurrency(wallet.currency);
  const params = { spendable: formatMinor(spendable, currency), mark: formatMinor(mark, currency), currency };
  if (!(await raiseAlert(tx, { kind: 'wallet.low', subject: distributorId, params, distributorId }))) return false;
  // The alert is raised once a fall, and with it this.
  await tellOwners(tx, tenantId, distributorId, {
    template: 'wallet_low',
    params: { ...params, path: '/wallet' },
    event: uuidv7(),
  });
  return true;
}
