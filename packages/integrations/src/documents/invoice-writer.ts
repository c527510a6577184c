import type { Locale } from '@keyfall/contracts';
import type { InvoiceDocument, InvoiceWriter } from '@keyfall/core/invoices';
import { displayDecimal, displayMoney, money } from '@keyfall/money/format';
import { wordsFor, type DocumentWords } from './document-words.ts';
import { openPdfPaper, type PdfPaper } from './pdf-paper.ts';

/** Invoices on A4, in Chinese or English; one that is void says so across every page. */
export const invoiceWriter: InvoiceWriter = { pdf: writeInvoicePdf };

async function* writeInvoicePdf(invoice: InvoiceDocument, locale: Locale): AsyncGenerator<Uint8Array, void, undefined> {
  const words = await wordsFor(locale, invoice.timezone);
  const { t } = words;
  const paper = await openPdfPaper({
    title: `${t('invoice.title')} ${invoice.number}`,
    pageLabel: (page) => t('page', { page }),
    ...(invoice.voided === null ? {} : { mark: t('invoice.void') }),
  });
  writeHead(paper, invoice, words);
  writeParties(paper, invoice, words);
  writeOrders(paper, invoice, words);
  paper.end();
  yield* paper.bytes;
}

function writeHead(paper: PdfPaper, invoice: InvoiceDocument, { t, format }: DocumentWords): void {
  paper.title(t(`invoice.kinds.${invoice.kind}`));
  paper.space(4);
  paper.paragraph(t('invoice.number', { number: invoice.number }));
  paper.paragraph(t('invoice.issuedAt', { date: format.date(invoice.issuedAt) }));
  if (invoice.period !== null) paper.paragraph(t('invoice.period', invoice.period), 'quiet');
  if (invoice.voided === null) return;
  const { at, reason } = invoice.voided;
  paper.space(8);
  paper.paragraph(t('invoice.voided', { date: format.date(at), reason }));
}

function writeParties(paper: PdfPaper, { issuer, recipient }: InvoiceDocument, words: DocumentWords): void {
  const { t } = words;
  paper.space(16);
  paper.heading(t('invoice.issuer'));
  writeParty(paper, { ...issuer, name: issuer.legalName }, words);
  paper.space(12);
  paper.heading(t('invoice.recipient'));
  writeParty(paper, { ...recipient, name: recipient.title }, words);
}

interface Party extends Omit<InvoiceDocument['recipient'], 'title'> {
  readonly name: string;
}

function writeParty(paper: PdfPaper, party: Party, { t }: DocumentWords): void {
  const { name, taxNumber, address, phone, bankName, bankNumber } = party;
  const bank = [bankName, bankNumber].filter((text) => text !== null).join(' ');
  paper.paragraph(name);
  if (taxNumber !== null) paper.paragraph(t('invoice.taxNumber', { taxNumber }), 'quiet');
  if (address !== null) paper.paragraph(t('invoice.address', { address }), 'quiet');
  if (phone !== null) paper.paragraph(t('invoice.phone', { phone }), 'quiet');
  if (bank !== '') paper.paragraph(t('invoice.bank', { bank }), 'quiet');
}

function writeOrders(paper: PdfPaper, invoice: InvoiceDocument, { t, format, locale }: DocumentWords): void {
  const shown = (minor: bigint): string => displayMoney(money(minor, invoice.currency), locale);
  paper.space(16);
  paper.heading(t('invoice.orders'), invoice.currency);
  paper.tableHead([
    { label: t('invoice.order'), share: 0.48 },
    { label: t('invoice.paidAt'), share: 0.28 },
    { label: t('invoice.amount'), share: 0.24, align: 'right' },
  ]);
  for (const { about, orderNo, paidAt, amount } of invoice.orders)
    paper.row([t(`invoice.lines.${about}`, { orderNo }), format.dateTime(paidAt), shown(amount)]);
  for (const { about, orders, amount, ...days } of invoice.sums)
    paper.row([t(`invoice.sums.${about}`, { count: orders }), daysText(days, t), shown(amount)]);
  const rate = displayDecimal(invoice.taxRate, locale);
  paper.row([t('invoice.net'), '', shown(invoice.amount - invoice.taxAmount)]);
  paper.row([t('invoice.tax', { rate }), '', shown(invoice.taxAmount)]);
  paper.row([t('invoice.total'), '', shown(invoice.amount)], 'strong');
  if (invoice.note === null) return;
  paper.space(12);
  paper.paragraph(t('invoice.note', { note: invoice.note }), 'quiet');
}

/** The local days of payment that a sum is about. */
const daysText = (days: { readonly from: string; readonly until: string }, t: DocumentWords['t']): string =>
  days.from === days.until ? days.from : t('invoice.days', days);
