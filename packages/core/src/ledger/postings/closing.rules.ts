import type { BankAccountId, DistributorId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft, JournalHead } from '../journal.rules.ts';

interface Closing {
  readonly settlementId: string;
  readonly distributorId: DistributorId;
  readonly currency: CurrencyCode;
}

function head(given: Closing, step: 'offset' | 'credit' | 'bonus' | 'payout'): JournalHead {
  return { idemKey: `closing:${given.settlementId}:${step}`, kind: `closing_${step}`, currency: given.currency };
}

/** What a distributor owes is repaid with what it has: debt out of income and cash, drawn credit out of income. */
export function closingOffsetJournal(
  given: Closing & { readonly debtByIncome: bigint; readonly debtByCash: bigint; readonly creditByIncome: bigint },
): JournalDraft {
  const { distributorId, debtByIncome, debtByCash, creditByIncome } = given;
  assertAmounts({ debtByIncome, debtByCash, creditByIncome });
  assert(debtByCash === 0n || creditByIncome === 0n, 'a wallet has cash or has drawn credit');
  return draftJournal(head(given, 'offset'), [
    debit('2020', debtByIncome + creditByIncome, distributorId),
    debit('2040', debtByCash - creditByIncome, distributorId),
    credit('1210', debtByIncome + debtByCash, distributorId),
  ]);
}

/** Credit that was drawn and will not be repaid is a loss of ours, like debt given up. */
export function closingCreditJournal(given: Closing & { readonly amount: bigint }): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal(head(given, 'credit'), [
    debit('5060', given.amount),
    credit('2040', given.amount, given.distributorId),
  ]);
}

/** Bonus is never paid out: what is left of it lapses. */
export function closingBonusJournal(given: Closing & { readonly bonus: bigint }): JournalDraft {
  assertAmounts({ bonus: given.bonus });
  return draftJournal(head(given, 'bonus'), [
    debit('2041', given.bonus, given.distributorId),
    credit('4040', given.bonus),
  ]);
}

/** What remained was paid by hand out of an account of ours; tax on the income in it is owed to the authority. */
export function closingPayoutJournal(
  given: Closing & {
    readonly bankAccountId: BankAccountId;
    readonly income: bigint;
    readonly cash: bigint;
    readonly taxWithheld: bigint;
  },
): JournalDraft {
  const { distributorId, bankAccountId, income, cash, taxWithheld } = given;
  assertAmounts({ income, cash, taxWithheld });
  assert(taxWithheld <= income, 'more tax is withheld than the income');
  return draftJournal(head(given, 'payout'), [
    debit('2020', income, distributorId),
    debit('2040', cash, distributorId),
    credit('1010', income + cash - taxWithheld, bankAccountId),
    credit('2092', taxWithheld),
  ]);
}
