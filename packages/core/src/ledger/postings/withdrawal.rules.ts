import type { BankAccountId, DistributorId, JournalKind, PayoutSource, WithdrawalId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft, JournalHead, JournalLine } from '../journal.rules.ts';
import { availableLines } from './money-path.rules.ts';

interface Withdrawal {
  readonly withdrawalId: WithdrawalId;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  /** Income (2020) is held in 2030, a wallet's cash (2040) in 2045. Each goes back to where it came from. */
  readonly source: PayoutSource;
}

function head(given: Withdrawal, step: string, kind: JournalKind): JournalHead {
  return { idemKey: `wd:${given.withdrawalId}:${step}`, kind, currency: given.currency };
}

/** Ends the hold. */
function heldLine(given: Withdrawal): JournalLine {
  return given.source === 'wallet'
    ? debit('2045', given.amount, given.distributorId)
    : debit('2030', given.amount, given.distributorId);
}

/** Money comes back: income repays debt first, a wallet's cash is the wallet's again. */
function givenBackLines(given: Withdrawal & { readonly debt: bigint }): readonly JournalLine[] {
  return given.source === 'wallet'
    ? [credit('2040', given.amount, given.distributorId)]
    : availableLines(given.distributorId, given.amount, given.debt);
}

/** Requested: the amount is held, so that parallel requests cannot take it twice. */
export function withdrawalRequestJournal(given: Withdrawal): JournalDraft {
  assertAmounts({ amount: given.amount });
  const taken =
    given.source === 'wallet'
      ? [debit('2040', given.amount, given.distributorId), credit('2045', given.amount, given.distributorId)]
      : [debit('2020', given.amount, given.distributorId), credit('2030', given.amount, given.distributorId)];
  return draftJournal(head(given, 'req', 'withdrawal_request'), taken);
}

/** Rejected by us, cancelled by the distributor, or cancelled for a clawback: the hold ends, debt first. */
export function withdrawalCancelJournal(given: Withdrawal & { readonly debt: bigint }): JournalDraft {
  return draftJournal(head(given, 'cancel', 'withdrawal_cancel'), [heldLine(given), ...givenBackLines(given)]);
}

/** Handed to the payout rail. Committed before the rail is called; an unknown outcome leaves the money here. */
export function withdrawalSubmitJournal(given: Withdrawal): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal(head(given, 'send', 'withdrawal_submit'), [heldLine(given), credit('2050', given.amount)]);
}

interface PaidOut extends Withdrawal {
  readonly bankAccountId: BankAccountId;
  readonly fee: bigint;
  readonly taxWithheld: bigint;
}

/** What the payee receives. */
export function payoutOf(given: Pick<PaidOut, 'amount' | 'fee' | 'taxWithheld'>): bigint {
  assertAmounts({ amount: given.amount, fee: given.fee, taxWithheld: given.taxWithheld });
  const payout = given.amount - given.fee - given.taxWithheld;
  assert(payout > 0n, 'fee and tax leave nothing to pay out');
  return payout;
}

/** The rail paid: our fee is income, withheld tax is owed to the authority. */
export function withdrawalPaidJournal(given: PaidOut): JournalDraft {
  return draftJournal(head(given, 'paid', 'withdrawal_paid'), [
    debit('2050', given.amount),
    credit('1010', payoutOf(given), given.bankAccountId),
    credit('4020', given.fee),
    credit('2092', given.taxWithheld),
  ]);
}

/** What the rail charges us for a payout. */
export function withdrawalCostJournal(
  given: Withdrawal & {
    readonly bankAccountId: BankAccountId;
    readonly cost: bigint;
  },
): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal(head(given, 'cost', 'withdrawal_cost'), [
    debit('5080', given.cost),
    credit('1010', given.cost, given.bankAccountId),
  ]);
}

/** The rail definitely failed after it was handed the payout: the money is available again, debt first. */
export function withdrawalFailedJournal(given: Withdrawal & { readonly debt: bigint }): JournalDraft {
  return draftJournal(head(given, 'failed', 'withdrawal_failed'), [
    debit('2050', given.amount),
    ...givenBackLines(given),
  ]);
}

/** The payee's bank sent a payout back: fee and tax are undone with it. */
export function withdrawalReturnedJournal(given: PaidOut & { readonly debt: bigint }): JournalDraft {
  return draftJournal(head(given, 'returned', 'withdrawal_returned'), [
    debit('1010', payoutOf(given), given.bankAccountId),
    debit('4020', given.fee),
    debit('2092', given.taxWithheld),
    ...givenBackLines(given),
  ]);
}
