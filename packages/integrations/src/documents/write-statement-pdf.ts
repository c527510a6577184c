import type { Locale } from '@keyfall/contracts';
import type { StatementHead, StatementPart } from '@keyfall/core/statements';
import { displayMoney, money, type CurrencyCode } from '@keyfall/money/format';
import { wordsFor, type DocumentWords } from './document-words.ts';
import { openPdfPaper, type PaperColumn, type PdfPaper } from './pdf-paper.ts';

/** A statement to print or file: A4, Chinese or English, a table an account with opening and closing balance. */
export async function* writeStatementPdf(
  head: StatementHead,
  parts: AsyncIterable<StatementPart>,
  locale: Locale,
): AsyncGenerator<Uint8Array, void, undefined> {
  const words = await wordsFor(locale, head.timezone);
  const { t } = words;
  const paper = await openPdfPaper({
    title: `${t('statement.title')} · ${head.partyName}`,
    pageLabel: (page) => t('page', { page }),
  });
  // Written while it is read: a page goes out when it is full.
  const writing = write(paper, head, parts, words);
  writing.catch((error: unknown) => paper.fail(error));
  yield* paper.bytes;
  await writing;
}

async function write(
  paper: PdfPaper,
  head: StatementHead,
  parts: AsyncIterable<StatementPart>,
  words: DocumentWords,
): Promise<void> {
  const { t } = words;
  paper.title(t('statement.title'));
  paper.space(4);
  paper.paragraph(t('statement.party', { name: head.partyName }));
  paper.paragraph(t('statement.period', { from: head.from, until: head.until, timezone: head.timezone }), 'quiet');
  if (head.open) paper.paragraph(t('statement.open'), 'quiet');
  let sections = 0;
  for await (const part of parts) {
    if (part.part === 'section') sections += 1;
    writePart(paper, part, words);
  }
  if (sections === 0) {
    paper.space(16);
    paper.paragraph(t('statement.nothing'));
  }
  paper.end();
}

function writePart(paper: PdfPaper, part: StatementPart, words: DocumentWords): void {
  const { t, accountName, journalKind, format, locale } = words;
  const { code, name, currency, opening } = part.section;
  const shown = (minor: bigint): string => amountText(minor, currency, locale);
  switch (part.part) {
    case 'section':
      paper.space(20);
      paper.heading(accountName(code, name), currency);
      paper.tableHead(columnsOf(words));
      paper.row(['', t('statement.opening'), '', '', shown(opening)], 'strong');
      return;
    case 'line': {
      const { at, kind, reference, memo, amount, balance } = part.line;
      const about = [reference, memo].filter((text) => text !== null).join(' · ');
      paper.row([format.dateTime(at), journalKind(kind), about, shown(amount), shown(balance)]);
      return;
    }
    case 'end':
      paper.row(['', t('statement.closing'), '', '', shown(part.closing)], 'strong');
  }
}

function columnsOf({ t }: DocumentWords): readonly PaperColumn[] {
  return [
    { label: t('statement.time'), share: 0.21 },
    { label: t('statement.kind'), share: 0.2 },
    { label: t('statement.reference'), share: 0.25 },
    { label: t('statement.amount'), share: 0.17, align: 'right' },
    { label: t('statement.balance'), share: 0.17, align: 'right' },
  ];
}

function amountText(minor: bigint, currency: CurrencyCode, locale: Locale): string {
  return displayMoney(money(minor, currency), locale);
}
