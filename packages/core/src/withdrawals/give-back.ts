import type { DistributorId, WithdrawalId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { formatMinor, parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { tellOwners } from '../access/index.ts';
import { wakeWorker } from '../jobs/index.ts';
import { lockBalances, payoutOf, postJournal, withdrawalCancelJournal } from '../ledger/index.ts';
import type { WithdrawalRow } from './withdrawal-queries.ts';

/** A locked withdrawal as the posting templates take it. */
export function postingOf(row: WithdrawalRow) {
  return {
    withdrawalId: row.id as WithdrawalId,
    distributorId: row.distributor_id as DistributorId,
    currency: parseCurrency(row.currency),
    amount: row.amount,
    fee: row.fee,
    taxWithheld: row.tax_withheld,
    source: row.source,
  };
}

/** Locks what money that comes back may move, and answers the debt it repays first; a wallet's cash repays none. */
export async function lockForCredit(tx: ServiceTx, tenantId: string, row: WithdrawalRow): Promise<bigint> {
  const ownerId = row.distributor_id;
  const codes = row.source === 'wallet' ? (['2040', '2045'] as const) : (['1210', '2020', '2030'] as const);
  const locked = await lockBalances(
    tx,
    tenantId,
    parseCurrency(row.currency),
    codes.map((code) => ({ code, ownerId })),
  );
  // Other things wait for a wallet's money: its low mark, the bonus that had gone with it.
  if (row.source === 'wallet') await wakeWorker(tx, tenantId, 'wallet.watch');
  return locked.find((balance) => balance.code === '1210')?.balance ?? 0n;
}

/** The hold of a withdrawal that was not submitted ends; income repays debt first. Locks balances. */
export async function endHold(tx: ServiceTx, tenantId: string, row: WithdrawalRow): Promise<void> {
  const debt = await lockForCredit(tx, tenantId, row);
  const journal = withdrawalCancelJournal({ ...postingOf(row), debt });
  await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: row.withdrawal_no });
}

/** Mails the owners what became of their withdrawal. */
export async function tellOutcome(
  tx: ServiceTx,
  tenantId: string,
  row: WithdrawalRow,
  outcome: 'paid' | 'rejected' | 'failed' | 'returned' | 'clawed',
  reason: string | null,
): Promise<void> {
  const currency = parseCurrency(row.currency);
  await tellOwners(tx, tenantId, row.distributor_id, {
    template: 'withdrawal_news',
    event: `${row.id}:${outcome}`,
    params: {
      outcome,
      withdrawalNo: row.withdrawal_no,
      amount: formatMinor(row.amount, currency),
      net: formatMinor(payoutOf({ amount: row.amount, fee: row.fee, taxWithheld: row.tax_withheld }), currency),
      currency,
      reason,
      isOfWallet: row.source === 'wallet',
      path: '/withdrawals',
    },
  });
}
