import type { Locale } from '@keyfall/contracts';
import { writeCsv } from '@keyfall/core/inventory';
import type { StatementHead, StatementPart } from '@keyfall/core/statements';
import { formatMinor } from '@keyfall/money/format';
import { wordsFor, type DocumentWords } from './document-words.ts';

/** A statement for a spreadsheet: one row an entry, amounts as plain decimals, an opening and a closing row an account. */
export async function* writeStatementCsv(
  head: StatementHead,
  parts: AsyncIterable<StatementPart>,
  locale: Locale,
): AsyncGenerator<Uint8Array, void, undefined> {
  const words = await wordsFor(locale, head.timezone);
  yield* writeCsv(headings(words), rowsOf(parts, words));
}

async function* rowsOf(
  parts: AsyncIterable<StatementPart>,
  words: DocumentWords,
): AsyncGenerator<readonly string[], void, undefined> {
  for await (const part of parts) yield cellsOf(part, words);
}

function headings({ t }: DocumentWords): readonly string[] {
  return [
    t('statement.account'),
    t('statement.time'),
    t('statement.kind'),
    t('statement.reference'),
    t('statement.currency'),
    t('statement.amount'),
    t('statement.balance'),
  ];
}

function cellsOf(part: StatementPart, { t, accountName, journalKind, format }: DocumentWords): readonly string[] {
  const { code, name, currency, opening } = part.section;
  const account = accountName(code, name);
  switch (part.part) {
    case 'section':
      return [account, '', t('statement.opening'), '', currency, '', formatMinor(opening, currency)];
    case 'line': {
      const { at, kind, reference, memo, amount, balance } = part.line;
      const about = [reference, memo].filter((text) => text !== null).join(' · ');
      const [moved, after] = [formatMinor(amount, currency), formatMinor(balance, currency)];
      return [account, format.dateTime(at), journalKind(kind), about, currency, moved, after];
    }
    case 'end':
      return [account, '', t('statement.closing'), '', currency, '', formatMinor(part.closing, currency)];
  }
}
