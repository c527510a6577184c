import { parseRate, roundShare } from '@keyfall/money';
import { assert } from '../errors.ts';

/** What is left of a distributor, minor units. */
export interface ClosingBalances {
  readonly available: bigint;
  /** Below zero: credit it has drawn. */
  readonly cash: bigint;
  readonly bonus: bigint;
  readonly debt: bigint;
}

export interface ClosingTerms {
  /** Whether the wallet's cash repays debt that income does not cover; else that debt is given up. */
  readonly offsetsWallet: boolean;
  /** Percent withheld of income that is paid out, as decimal text. */
  readonly taxRate: string;
}

/** What becomes of each balance. Whatever was left is named exactly once. */
export interface ClosingPlan {
  readonly debtByIncome: bigint;
  readonly debtByCash: bigint;
  readonly debtWrittenOff: bigint;
  readonly creditByIncome: bigint;
  readonly creditWrittenOff: bigint;
  readonly bonusLapsed: bigint;
  /** What is paid out: income and cash, and what of it the payee receives. */
  readonly income: bigint;
  readonly cash: bigint;
  readonly taxWithheld: bigint;
  readonly net: bigint;
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Settles what is left: debt is repaid out of income, then out of cash where that was agreed, then drawn credit out of income; what
 * is owed beyond that is given up. Bonus lapses. The rest is paid out, less the tax on the income in it, rounded half up.
 */
export function planClosing(balances: ClosingBalances, terms: ClosingTerms): ClosingPlan {
  const { available, bonus, debt } = balances;
  assert(available >= 0n && bonus >= 0n && debt >= 0n, 'a balance that has a floor of zero is below it');
  const [ownCash, drawn] = balances.cash < 0n ? [0n, -balances.cash] : [balances.cash, 0n];
  const debtByIncome = lesser(debt, available);
  const debtByCash = terms.offsetsWallet ? lesser(debt - debtByIncome, ownCash) : 0n;
  const creditByIncome = lesser(drawn, available - debtByIncome);
  const income = available - debtByIncome - creditByIncome;
  const cash = ownCash - debtByCash;
  const taxWithheld = roundShare(income, parseRate(terms.taxRate));
  return {
    debtByIncome,
    debtByCash,
    debtWrittenOff: debt - debtByIncome - debtByCash,
    creditByIncome,
    creditWrittenOff: drawn - creditByIncome,
    bonusLapsed: bonus,
    income,
    cash,
    taxWithheld,
    net: income + cash - taxWithheld,
  };
}

/** Whether nothing at all is left. */
export function isEmpty({ available, cash, bonus, debt }: ClosingBalances): boolean {
  return available === 0n && cash === 0n && bonus === 0n && debt === 0n;
}
