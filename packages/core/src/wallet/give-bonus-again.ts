import type { DistributorId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { postJournal, walletPayBackBonusJournal } from '../ledger/index.ts';
import { markBonusGivenAgain, type BonusOwedRow } from './pay-back-queries.ts';

/** Gives the bonus of locked pay-backs again whose money came back from the bank; answers how much in all, minor units. */
export async function giveBonusAgain(tx: ServiceTx, tenantId: string, owed: readonly BonusOwedRow[]): Promise<bigint> {
  for (const row of owed) {
    const journal = walletPayBackBonusJournal({
      payBackId: row.id,
      distributorId: row.distributor_id as DistributorId,
      currency: row.currency,
      bonus: row.bonus,
      direction: 'given_again',
    });
    await postJournal(tx, tenantId, journal, { journalId: uuidv7() });
    await markBonusGivenAgain(tx, row.id);
  }
  return owed.reduce((sum, row) => sum + row.bonus, 0n);
}
