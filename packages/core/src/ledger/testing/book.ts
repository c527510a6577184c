import { formatMinor, parseMinor } from '@keyfall/money';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../../errors.ts';
import { accountSpecOf, onNormalSide } from '../chart.rules.ts';
import type { AccountCode } from '../chart.rules.ts';
import type { JournalDraft } from '../journal.rules.ts';

/** Names of owners as tables print them, by id. */
export type OwnerNames = Readonly<Record<string, string>>;

/** A journal as the pages print it: `{'1020 ALI': 'Dr 29.82', '2070': 'Cr 30.00'}`. */
export function tableOf(draft: JournalDraft, names: OwnerNames = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    draft.lines.map((line) => {
      const owner = line.ownerId === null ? '' : ` ${names[line.ownerId] ?? line.ownerId}`;
      const side = line.amount > 0n ? 'Dr' : 'Cr';
      const amount = line.amount > 0n ? line.amount : -line.amount;
      return [`${line.code}${owner}`, `${side} ${formatMinor(amount, draft.currency)}`];
    }),
  );
}

/**
 * A whole ledger in memory, for tests: posts drafts as the database does (same key and content is the same journal, another
 * content an error; floors hold) and answers balances.
 */
export class Book {
  readonly #signed = new Map<string, bigint>();
  readonly #posted = new Map<string, string>();
  readonly #currency: CurrencyCode;

  constructor(currency: CurrencyCode) {
    this.#currency = currency;
  }

  /** @returns whether it was new */
  post(draft: JournalDraft): boolean {
    const content = draft.lines.map((line) => `${line.code}|${line.ownerId ?? ''}|${line.amount}`).join();
    const before = this.#posted.get(draft.idemKey);
    if (before !== undefined) {
      assert(before === content, `key ${draft.idemKey} was used for another journal`);
      return false;
    }
    assert(draft.currency === this.#currency, 'a book has one currency');
    for (const line of draft.lines) {
      const account = `${line.code}|${line.ownerId ?? ''}`;
      const signed = (this.#signed.get(account) ?? 0n) + line.amount;
      const floor = accountSpecOf(line.code).floor;
      assert(floor === null || onNormalSide(line.code, signed) >= 0n, `account ${account} falls below its floor`);
      this.#signed.set(account, signed);
    }
    this.#posted.set(draft.idemKey, content);
    return true;
  }

  /** Minor units on the account's normal side. */
  balance(code: AccountCode, ownerId: string | null = null): bigint {
    return onNormalSide(code, this.#signed.get(`${code}|${ownerId ?? ''}`) ?? 0n);
  }

  /** Sum of all accounts of a code, on the normal side. */
  total(code: AccountCode): bigint {
    const signed = [...this.#signed].filter(([account]) => account.startsWith(`${code}|`));
    return onNormalSide(
      code,
      signed.reduce((sum, [, amount]) => sum + amount, 0n),
    );
  }

  /** Debits less credits over everything: always zero. */
  trialBalance(): bigint {
    return [...this.#signed.values()].reduce((sum, amount) => sum + amount, 0n);
  }

  /** Puts an opening balance on an account, against capital. */
  open(code: AccountCode, ownerId: string | null, amount: string): void {
    const minor = parseMinor(amount, this.#currency);
    const signed = accountSpecOf(code).normalSide === 'D' ? minor : -minor;
    this.#signed.set(`${code}|${ownerId ?? ''}`, signed);
    this.#signed.set('3010|', (this.#signed.get('3010|') ?? 0n) - signed);
  }
}
