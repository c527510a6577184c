import type { RejectReason } from '@keyfall/contracts';
import { Secret } from '../../secret.ts';
import { CODE_CHARS_MAX, NUMBER_CHARS_MAX, PASSWORD_CHARS_MAX, RAW_CHARS_MAX } from './code-file-limits.ts';
import type { CodeFileProfile } from './code-file-profile.ts';
import type { CodeFileRow, RawRecord } from './code-file-row.ts';
import { BULLETS, maskOfNumber } from './code-mask.ts';
import type { ColumnRole } from './column-names.ts';
import { isBlank, normaliseCell } from './normalise-cell.ts';
import { type Expiry, type ExpiryContext, parseExpiry } from './parse-expiry.ts';
import { isLink, splitLinkText, stripPasswordLabel } from './split-link.ts';

/** Excel's "1.23E+15" in a text file: the digits were lost before the file was written. */
const EXPONENT_TEXT = /^\d(?:\.\d+)?E\+\d+$/iu;
/** Control characters, and the mark of bytes that were no character of the file's encoding. */
const UNREADABLE = /[\p{Cc}\ufffd]/u;

const REMEMBERED_DATES_MAX = 1000;

/** Where each role stands in a file's columns; -1 where it does not occur. */
interface Layout {
  readonly number: number;
  readonly secret: number;
  readonly expiry: number;
  readonly link: number;
  readonly password: number;
  readonly faceValue: number;
  /** Columns a record must at least have, and those that mean something at all. */
  readonly widthMin: number;
  readonly width: number;
}

/** The texts of one record in their stored form; empty where there is none. */
interface RowTexts {
  readonly number: string;
  readonly secret: string;
  readonly link: string;
  readonly password: string;
  /** More than a link and a password stood in the link's place. */
  readonly crowded: boolean;
}

/** Turns a record into a row; undefined for one that holds nothing but blanks. */
export type BuildRow = (record: RawRecord) => CodeFileRow | undefined;

/** Prepares the turning of records into rows by one profile. Pure: the same record gives the same row. */
export function createRowBuilder(profile: CodeFileProfile, expiry: ExpiryContext): BuildRow {
  const layout = layoutOf(profile);
  const readExpiry = rememberExpiries(expiry);
  return (record) => {
    if (record.tooLong !== true && record.cells.length > 0 && record.cells.every(isBlank)) return undefined;
    const texts = readTexts(record, layout);
    const reason = judgeColumns(record, layout) ?? judgeTexts(record, texts, layout);
    if (reason !== undefined) return rejectedRow(record, reason, texts);
    const parsed = layout.expiry < 0 ? { expiresAt: undefined } : readExpiry(record.cells[layout.expiry] ?? '');
    if (parsed === undefined) return rejectedRow(record, 'bad_date', texts);
    return acceptedRow(record, texts, parsed.expiresAt, faceValueOf(record, layout));
  };
}

/** A file names the same few dates over and over, and looking up a zone's offset is slow. */
function rememberExpiries(context: ExpiryContext): (text: string) => Expiry | undefined {
  const known = new Map<string, Expiry | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const expiry = parseExpiry(text, context);
    if (known.size >= REMEMBERED_DATES_MAX) known.clear();
    known.set(text, expiry);
    return expiry;
  };
}

function layoutOf(profile: CodeFileProfile): Layout {
  const find = (role: ColumnRole): number => profile.columns.findIndex((column) => column.role === role);
  const at = {
    number: find('number'),
    secret: find('secret'),
    expiry: find('expiry'),
    link: find('link'),
    password: find('password'),
    faceValue: find('face_value'),
  };
  // A link's password may be missing where a file mixes both kinds; workbooks and JSON leave out what is empty.
  const required = [at.number, at.secret, at.expiry, at.link, at.faceValue, at.link < 0 ? at.password : -1];
  const written = profile.container === 'text' || profile.container === 'csv';
  return { ...at, widthMin: written ? Math.max(...required) + 1 : 1, width: profile.columns.length };
}

function readTexts(record: RawRecord, layout: Layout): RowTexts {
  const cell = (index: number): string => (index < 0 ? '' : normaliseCell(record.cells[index] ?? ''));
  const number = cell(layout.number);
  const secret = cell(layout.secret);
  const password = stripPasswordLabel(cell(layout.password));
  const linkText = cell(layout.link);
  if (linkText === '') return { number, secret, link: '', password, crowded: false };
  const split = splitLinkText(linkText);
  if (split === undefined) return { number, secret, link: linkText, password, crowded: true };
  if (isLink(split.link)) {
    return { number, secret, link: split.link, password: password === '' ? split.password : password, crowded: false };
  }
  // Only http and https become links: what a buyer's browser opens must not be chosen by a supplier's file. What is
  // none is kept as a secret, so that nothing is lost.
  return { number, secret: secret === '' ? linkText : secret, link: '', password, crowded: false };
}

function judgeColumns(record: RawRecord, layout: Layout): RejectReason | undefined {
  if (record.tooLong === true) return 'secret_too_long';
  if (record.cells.length < layout.widthMin) return 'too_few_columns';
  const beyond = record.cells.length > layout.width && !record.cells.slice(layout.width).every(isBlank);
  return beyond ? 'too_many_columns' : undefined;
}

function judgeTexts(record: RawRecord, texts: RowTexts, layout: Layout): RejectReason | undefined {
  if (digitsLost(record, texts, layout)) return 'digits_lost';
  if (texts.link === '' && texts.secret === '') return 'empty_secret';
  const values = [texts.number, texts.secret, texts.link, texts.password];
  if (values.some(isUnreadable)) return 'control_character';
  if (isAnyTooLong(texts)) return 'secret_too_long';
  return texts.crowded ? 'too_many_columns' : undefined;
}

function digitsLost(record: RawRecord, texts: RowTexts, layout: Layout): boolean {
  if (EXPONENT_TEXT.test(texts.number) || EXPONENT_TEXT.test(texts.secret)) return true;
  const { damaged } = record;
  if (damaged === undefined || damaged.size === 0) return false;
  // Dates are numbers of many digits in a workbook; they are judged as dates.
  return [layout.number, layout.secret, layout.link, layout.password, layout.faceValue].some((at) => damaged.has(at));
}

function isUnreadable(text: string): boolean {
  return UNREADABLE.test(text) || !text.isWellFormed();
}

function isAnyTooLong({ number, secret, link, password }: RowTexts): boolean {
  // A link's opener may stand in the secret's column.
  const openerMax = link === '' ? CODE_CHARS_MAX : PASSWORD_CHARS_MAX;
  return (
    isLonger(number, NUMBER_CHARS_MAX) ||
    isLonger(secret, openerMax) ||
    isLonger(link, CODE_CHARS_MAX) ||
    isLonger(password, PASSWORD_CHARS_MAX)
  );
}

function isLonger(text: string, charsMax: number): boolean {
  return text.length > charsMax && [...text].length > charsMax;
}

function faceValueOf(record: RawRecord, layout: Layout): string | undefined {
  const text = layout.faceValue < 0 ? '' : normaliseCell(record.cells[layout.faceValue] ?? '');
  return text === '' ? undefined : text;
}

function rejectedRow(record: RawRecord, reason: RejectReason, texts: RowTexts): CodeFileRow {
  // With a wrong number of columns nobody knows which of them is the secret.
  const unsure = reason === 'too_few_columns' || reason === 'too_many_columns' || record.tooLong === true;
  const showable = !unsure && texts.number !== '' && !isUnreadable(texts.number);
  const mask = showable ? maskOfNumber(texts.number, [texts.secret, texts.password, texts.link]) : BULLETS;
  return { type: 'reject', line: record.line, reason, raw: new Secret(cutRaw(record.raw)), mask };
}

function cutRaw(raw: string): string {
  return raw.length > RAW_CHARS_MAX ? raw.slice(0, RAW_CHARS_MAX).toWellFormed() : raw;
}

function acceptedRow(
  record: RawRecord,
  texts: RowTexts,
  expiresAt: Date | undefined,
  faceValue: string | undefined,
): CodeFileRow {
  const number = texts.number === '' ? undefined : new Secret(texts.number);
  const { line } = record;
  if (texts.link === '') {
    const kind = number === undefined ? 'secret' : 'number_secret';
    return { type: 'row', line, kind, number, secret: new Secret(texts.secret), expiresAt, faceValue };
  }
  // A secret beside a link is what opens it.
  const opener = texts.password === '' ? texts.secret : texts.password;
  const kind = opener === '' ? 'link' : 'link_password';
  const password = opener === '' ? undefined : new Secret(opener);
  return { type: 'row', line, kind, number, link: new Secret(texts.link), password, expiresAt, faceValue };
}
