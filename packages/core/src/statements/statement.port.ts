import type { Locale } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';

/** Whose statement it is and over which local days. */
export interface StatementHead {
  readonly partyName: string;
  readonly from: string;
  readonly until: string;
  readonly timezone: string;
  /** The period has not ended: closing balances are those of the moment of writing. */
  readonly open: boolean;
}

/** One account of a statement; amounts are minor units on the account's normal side. */
export interface StatementSection {
  readonly code: string;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly opening: bigint;
}

export interface StatementLine {
  readonly at: Date;
  readonly kind: string;
  readonly reference: string | null;
  readonly memo: string | null;
  /** Positive is more. */
  readonly amount: bigint;
  readonly balance: bigint;
}

/** A statement in the order in which it is written: each section, its lines, its end. */
export type StatementPart =
  | { readonly part: 'section'; readonly section: StatementSection }
  | { readonly part: 'line'; readonly section: StatementSection; readonly line: StatementLine }
  | { readonly part: 'end'; readonly section: StatementSection; readonly closing: bigint };

/** Writes statements as files while they are read: nothing of them is kept, and no size is too large for memory. */
export interface StatementWriter {
  csv(
    head: StatementHead,
    parts: AsyncIterable<StatementPart>,
    locale: Locale,
  ): AsyncGenerator<Uint8Array, void, undefined>;
  pdf(
    head: StatementHead,
    parts: AsyncIterable<StatementPart>,
    locale: Locale,
  ): AsyncGenerator<Uint8Array, void, undefined>;
}
