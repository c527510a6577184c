import type { DistributorId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft } from '../journal.rules.ts';
import { availableLines } from './money-path.rules.ts';

interface Released {
  readonly amount: bigint;
  readonly feeBorne: bigint;
  readonly clawedFromPending: bigint;
}

/** What of a commission line becomes available when its hold ends. */
export function releasable(line: Released): bigint {
  return line.amount - line.feeBorne - line.clawedFromPending;
}

/**
 * The hold of some of a distributor's commission lines is over. Debt is repaid first.
 * @param given.releaseId the id the release gets as a journal, also written into the lines it took
 */
export function releaseJournal(given: {
  readonly releaseId: string;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly debt: bigint;
}): JournalDraft {
  const { releaseId, distributorId, currency, amount, debt } = given;
  return draftJournal({ idemKey: `rel:${releaseId}`, kind: 'release', currency }, [
    debit('2010', amount, distributorId),
    ...availableLines(distributorId, amount, debt),
  ]);
}

/** A distributor moves income into its wallet. There is no way back; refused while it has debt. */
export function availableToWalletJournal(given: {
  readonly transferId: string;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ idemKey: `a2w:${given.transferId}`, kind: 'available_to_wallet', currency: given.currency }, [
    debit('2020', given.amount, given.distributorId),
    credit('2040', given.amount, given.distributorId),
  ]);
}

/** Debt that will not be repaid, given up by two people. */
export function debtWriteOffJournal(given: {
  readonly writeOffId: string;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ idemKey: `writeoff:${given.writeOffId}`, kind: 'debt_write_off', currency: given.currency }, [
    debit('5060', given.amount),
    credit('1210', given.amount, given.distributorId),
  ]);
}
