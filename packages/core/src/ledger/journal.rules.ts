import type { JournalKind, OrderId } from '@keyfall/contracts';
import { assertMinor } from '@keyfall/money';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../errors.ts';
import { accountSpecOf } from './chart.rules.ts';
import type { AccountCode, OwnerIdOf } from './chart.rules.ts';

/** One side of a journal: an account, by code and owner, and a signed amount (`+` debit, `−` credit). */
export interface JournalLine {
  readonly code: AccountCode;
  readonly ownerId: string | null;
  readonly amount: bigint;
}

/**
 * A journal as the rules decide it, before it is posted: lines that sum to zero, each account once, no line of zero. The
 * key makes posting idempotent: the same key with the same content is the same journal, with other content an error.
 * A journal without lines says that there is nothing to post.
 */
export interface JournalDraft {
  readonly idemKey: string;
  readonly kind: JournalKind;
  readonly currency: CurrencyCode;
  readonly lines: readonly JournalLine[];
  readonly orderId: OrderId | null;
}

export interface JournalHead {
  readonly idemKey: string;
  readonly kind: JournalKind;
  readonly currency: CurrencyCode;
  readonly orderId?: OrderId | null;
}

const IDEM_KEY_LENGTH_MAX = 200;

// Platform accounts take no owner, all others exactly their kind: a distributor's id on a supplier's account does not compile.
type OwnerArgument<Code extends AccountCode> = [OwnerIdOf<Code>] extends [never] ? [] : [ownerId: OwnerIdOf<Code>];

export function debit<Code extends AccountCode>(
  code: Code,
  amount: bigint,
  ...[ownerId]: OwnerArgument<Code>
): JournalLine {
  return { code, ownerId: ownerId ?? null, amount };
}

export function credit<Code extends AccountCode>(
  code: Code,
  amount: bigint,
  ...[ownerId]: OwnerArgument<Code>
): JournalLine {
  return { code, ownerId: ownerId ?? null, amount: -amount };
}

/**
 * Makes a journal of lines: joins lines of one account, drops what came to zero.
 * @throws InvariantError when the lines do not sum to zero, an owner is missing or too much, or the key is no key
 */
export function draftJournal(head: JournalHead, lines: readonly JournalLine[]): JournalDraft {
  const { idemKey } = head;
  assert(idemKey.length >= 3 && idemKey.length <= IDEM_KEY_LENGTH_MAX, 'a journal key has 3 to 200 characters');
  const joined = new Map<string, JournalLine>();
  for (const line of lines) {
    const isPlatform = accountSpecOf(line.code).ownerKind === 'platform';
    assert(isPlatform === (line.ownerId === null), `account ${line.code} has the wrong owner`);
    const account = `${line.code}|${line.ownerId ?? ''}`;
    const amount = (joined.get(account)?.amount ?? 0n) + line.amount;
    joined.set(account, { ...line, amount: assertMinor(amount) });
  }
  const kept = [...joined.values()].filter((line) => line.amount !== 0n);
  const total = kept.reduce((sum, line) => sum + line.amount, 0n);
  assert(total === 0n, `journal ${idemKey} is off by ${total}`);
  return { idemKey, kind: head.kind, currency: head.currency, lines: kept, orderId: head.orderId ?? null };
}

export function isEmptyJournal(draft: JournalDraft): boolean {
  return draft.lines.length === 0;
}

/**
 * Several journals that happen in one commit, as one: what cancels out (money deferred and earned at once) disappears.
 * The key is the one that makes the whole happen once, as a rule that of the payment.
 */
export function combineJournals(head: JournalHead, drafts: readonly JournalDraft[]): JournalDraft {
  for (const draft of drafts) assert(draft.currency === head.currency, 'journals of one commit share the currency');
  return draftJournal(
    head,
    drafts.flatMap((draft) => draft.lines),
  );
}

/** The exact opposite of a journal, for corrections. Posted ones are never changed. */
export function reverseJournal(draft: JournalDraft): JournalDraft {
  return draftJournal(
    { idemKey: `rev:${draft.idemKey}`, kind: 'reversal', currency: draft.currency, orderId: draft.orderId },
    draft.lines.map((line) => ({ ...line, amount: -line.amount })),
  );
}

/** Stops when a template is given an amount below zero, which would silently swap debit and credit. */
export function assertAmounts(amounts: Readonly<Record<string, bigint>>): void {
  for (const [name, amount] of Object.entries(amounts)) assert(amount >= 0n, `${name} is below zero`);
}
