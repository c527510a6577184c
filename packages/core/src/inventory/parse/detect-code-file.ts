import { createRowBuilder } from './build-row.ts';
import { CODE_FILE_LIMITS, type CodeFileLimits } from './code-file-limits.ts';
import type { CodeFileContainer, CodeFileOverride, CodeFileProfile, CodeFileShape } from './code-file-profile.ts';
import { CodeFileRefused } from './code-file-refused.ts';
import type { RawRecord } from './code-file-row.ts';
import { boundedBytes, type CodeFileSource } from './code-file-source.ts';
import type { ColumnRole } from './column-names.ts';
import { findHeader, type FoundHeader, rolesByContent, rolesByHeader } from './column-roles.ts';
import { createTextDecoder, encodingOfBom, type TextEncodingName, Utf8Check } from './decode-text.ts';
import { findSeparator, readWith } from './find-separator.ts';
import { type JsonSample, sampleJson } from './json-sample.ts';
import { type Expiry, parseExpiry } from './parse-expiry.ts';
import { sheetOf } from './parse-code-file.ts';
import { readSheet } from './sheet-reader.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

export interface DetectCodeFileOptions {
  /** What a person already said; it is taken as given and the rest is found around it. */
  readonly override?: CodeFileOverride;
  readonly limits?: Partial<CodeFileLimits>;
}

/** How much of a text file is looked at for its columns; its encoding is judged by all of it. */
const HEAD_BYTES = 256 * 1024;
const SAMPLE_RECORDS = 500;
const NAME_CHARS_MAX = 200;

/** What all containers come down to before roles are given. */
interface Sample {
  readonly records: readonly RawRecord[];
  readonly header: FoundHeader | undefined;
  readonly width: number;
}

/** The part of a profile that says how to get at the records. */
type Access = Pick<
  CodeFileProfile,
  'container' | 'encoding' | 'encodingFrom' | 'separator' | 'sheet' | 'sheets' | 'objectDepth'
>;

const TEXT_ACCESS = { separator: null, sheet: null, sheets: [], objectDepth: 0 };

/**
 * Finds out how a code file is written: its encoding (a byte-order mark decides, else valid UTF-8, else GB18030), its
 * container, separator, headings, the role of each column and the forms of its dates. Reads the whole source once, and
 * keeps no more than its beginning (of a workbook, its packed bytes).
 *
 * Given a `Uint8Array` that is only the head of a file, pass text cut at a line end: a character cut in two makes it
 * look like another encoding.
 *
 * @throws CodeFileRefused when the file exceeds a bound or is of a kind that is not read.
 */
export async function detectCodeFile(
  source: CodeFileSource,
  options: DetectCodeFileOptions = {},
): Promise<CodeFileProfile> {
  const limits = { ...CODE_FILE_LIMITS, ...options.limits };
  const override = options.override ?? {};
  const { head, whole, isUtf8 } = await readHead(source, limits);
  refuseForeign(head);
  if (isZip(head)) return detectWorkbook(await openWorkbook(whole, limits), override, limits);

  const bom = encodingOfBom(head);
  const found = bom ?? (isUtf8 ? 'utf-8' : 'gb18030');
  const encoding = override.encoding ?? found;
  const encodingFrom = override.encoding === undefined ? (bom === undefined ? 'content' : 'bom') : 'person';
  return detectText(decodeHead(head, encoding), { encoding, encodingFrom }, override, limits);
}

async function readHead(
  source: CodeFileSource,
  limits: CodeFileLimits,
): Promise<{ head: Uint8Array; whole: Uint8Array; isUtf8: boolean }> {
  const chunks: Uint8Array[] = [];
  const check = new Utf8Check();
  let kept = 0;
  let keepAll = false;
  for await (const chunk of boundedBytes(source, limits.fileBytesMax)) {
    check.push(chunk);
    if (kept === 0 || keepAll) keepAll = keepAll || isZip(chunk);
    if (kept >= HEAD_BYTES && !keepAll) continue;
    chunks.push(chunk);
    kept += chunk.length;
    if (keepAll && kept > limits.workbookBytesMax) throw new CodeFileRefused('file_too_large');
  }
  const whole = Buffer.concat(chunks);
  return { head: whole.subarray(0, HEAD_BYTES), whole, isUtf8: check.finish() };
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04;
}

const FOREIGN: readonly string[] = [
  '%PDF',
  'Rar!',
  '7z\u00bc\u00af',
  '\u001f\u008b',
  '\u0089PNG',
  '\u00ff\u00d8\u00ff',
];
/** Beginning of what Office wrote before 2007, and of what it writes to protect a newer file by a password. */
const COMPOUND_FILE = '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1';

function refuseForeign(head: Uint8Array): void {
  const beginning = Buffer.from(head.subarray(0, 8)).toString('latin1');
  if (beginning === COMPOUND_FILE) {
    const isEncrypted = Buffer.from(head).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new CodeFileRefused(isEncrypted ? 'workbook_encrypted' : 'unsupported_format');
  }
  if (FOREIGN.some((magic) => beginning.startsWith(magic))) throw new CodeFileRefused('unsupported_format');
}

/** The head as text, without the last line where the head may have cut it. */
function decodeHead(head: Uint8Array, encoding: TextEncodingName): string {
  const decoder = createTextDecoder(encoding);
  const text = decoder.write(head);
  if (head.length < HEAD_BYTES) return text + decoder.end();
  const lastEnd = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return lastEnd > 0 ? text.slice(0, lastEnd) : text;
}

function detectText(
  text: string,
  decoded: Pick<CodeFileProfile, 'encoding' | 'encodingFrom'>,
  override: CodeFileOverride,
  limits: CodeFileLimits,
): CodeFileProfile {
  const wanted = override.container;
  const json = wanted === undefined || wanted === 'json' || wanted === 'jsonl' ? sampleJson(text, wanted) : undefined;
  if (json !== undefined) return detectJson(json, decoded, override);

  const fit =
    override.separator === undefined
      ? findSeparator(text, limits.recordCharsMax)
      : readWith(text, override.separator, mayQuote(override.separator, text), limits.recordCharsMax);
  const container = wanted === 'csv' || wanted === 'text' ? wanted : containerOf(fit.separator, fit.quotes);
  const access: Access = { ...TEXT_ACCESS, ...decoded, container, separator: fit.separator };
  return profileOf({ ...fit, records: fit.records.slice(0, SAMPLE_RECORDS) }, access, override);
}

function mayQuote(separator: string | null, text: string): boolean {
  return separator !== null && separator.length === 1 && separator !== ' ' && text.includes('"');
}

/** A comma means CSV with its quotes; any other separator only where quotes were seen. */
function containerOf(separator: string | null, quotes: boolean): CodeFileContainer {
  return quotes || separator === ',' ? 'csv' : 'text';
}

function detectJson(
  json: JsonSample,
  decoded: Pick<CodeFileProfile, 'encoding' | 'encodingFrom'>,
  override: CodeFileOverride,
): CodeFileProfile {
  const access: Access = { ...TEXT_ACCESS, ...decoded, container: json.container, objectDepth: json.objectDepth };
  const header: FoundHeader = { line: 0, cells: json.keys, known: json.keys.length };
  return profileOf({ records: json.records, header, width: json.keys.length }, access, override);
}

async function detectWorkbook(
  workbook: Workbook,
  override: CodeFileOverride,
  limits: CodeFileLimits,
): Promise<CodeFileProfile> {
  const names = override.sheet === undefined ? workbook.sheets.map((sheet) => sheet.name) : [override.sheet];
  let records: RawRecord[] = [];
  let sheet = sheetOf(workbook, names[0] ?? null);
  for (const name of names) {
    sheet = sheetOf(workbook, name);
    records = await sampleSheet(workbook, name, limits);
    if (records.length > 0) break;
  }
  const header = findHeader(records);
  const width = Math.max(1, header?.cells.length ?? 0, ...records.map((record) => record.cells.length));
  const access: Access = {
    container: 'xlsx',
    encoding: 'utf-8',
    encodingFrom: 'content',
    separator: null,
    sheet: sheet.name.slice(0, NAME_CHARS_MAX),
    sheets: workbook.sheets.map((one) => one.name.slice(0, NAME_CHARS_MAX)),
    objectDepth: 0,
  };
  return profileOf({ records, header, width }, access, override);
}

async function sampleSheet(workbook: Workbook, name: string, limits: CodeFileLimits): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const batch of readSheet(workbook, sheetOf(workbook, name), limits)) {
    records.push(...batch);
    if (records.length >= SAMPLE_RECORDS) break;
  }
  return records.slice(0, SAMPLE_RECORDS);
}

function profileOf(sample: Sample, access: Access, override: CodeFileOverride): CodeFileProfile {
  const header = chosenHeader(sample, override);
  const headerLine = override.headerLine ?? header?.line ?? 0;
  const rows = sample.records.filter((record) => record.line > headerLine);
  const width = Math.max(1, Math.min(256, header?.cells.length ?? sample.width));
  const roles = override.columns ?? rolesOf(header, rows, width);
  const names = header?.cells ?? [];
  const columns = Array.from({ length: Math.max(width, roles.length) }, (_, index) => ({
    role: roles[index] ?? 'ignored',
    name: names[index] === undefined || names[index] === '' ? null : names[index].slice(0, NAME_CHARS_MAX),
  }));
  const dayMonthOrder = override.dayMonthOrder ?? null;
  const profile: CodeFileProfile = {
    version: 1,
    ...access,
    headerLine,
    columns,
    shape: 'secret',
    dateForms: [],
    dayMonthOrder,
  };
  return { ...profile, shape: shapeOf(profile, rows), dateForms: dateFormsOf(profile, rows) };
}

/** A person who names the line of the headings also says where they are not. */
function chosenHeader(sample: Sample, override: CodeFileOverride): FoundHeader | undefined {
  const { headerLine } = override;
  if (headerLine === undefined || sample.header?.line === headerLine) return sample.header;
  const record = sample.records.find((one) => one.line === headerLine);
  return record === undefined ? undefined : { line: headerLine, cells: record.cells, known: 0 };
}

function rolesOf(header: FoundHeader | undefined, rows: readonly RawRecord[], width: number): readonly ColumnRole[] {
  return header === undefined ? rolesByContent(rows, width) : rolesByHeader(header, rows);
}

function shapeOf(profile: CodeFileProfile, rows: readonly RawRecord[]): CodeFileShape {
  const build = createRowBuilder(profile, { timeZone: 'UTC', serials: true, dayMonthOrder: 'dmy' });
  const counts = { secret: 0, number_secret: 0, link: 0, link_password: 0 };
  for (const record of rows) {
    const row = build(record);
    if (row?.type === 'row') counts[row.kind] += 1;
  }
  if (counts.link + counts.link_password > counts.secret + counts.number_secret) {
    if (counts.link > 0 && counts.link_password > 0) return 'link_mixed';
    return counts.link > 0 ? 'link' : 'link_password';
  }
  return counts.number_secret > counts.secret ? 'number_secret' : 'secret';
}

function dateFormsOf(profile: CodeFileProfile, rows: readonly RawRecord[]): string[] {
  const column = profile.columns.findIndex((one) => one.role === 'expiry');
  if (column < 0) return [];
  const context = { timeZone: 'UTC', serials: profile.container === 'xlsx', dayMonthOrder: profile.dayMonthOrder };
  const forms = new Set<string>();
  for (const row of rows) {
    const expiry: Expiry | undefined = parseExpiry(row.cells[column] ?? '', context);
    if (expiry !== undefined && expiry.form !== 'none')
      forms.add(expiry.withTime ? `${expiry.form} time` : expiry.form);
  }
  return [...forms];
}
