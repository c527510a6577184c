import { parseAccountTemplate, SKU_KINDS, type SkuKind } from '@keyfall/contracts';
import { skuInputSchema, type SkuInput } from '@keyfall/contracts/catalog-schemas';
import { compareUnitPrices, parseUnitPrice } from '@keyfall/money';
import { parse } from 'csv-parse/sync';

/** Columns of a catalog file; the first line names them, in any order, and unknown ones are ignored. */
const COLUMNS = [
  'sku_code',
  'name_zh',
  'name_en',
  'category_zh',
  'category_en',
  'kind',
  'sku_zh',
  'sku_en',
  'face_value',
  'face_currency',
  'period_days',
  'region',
  'price_currency',
  'suggested_price',
  'cost',
  'account_fields',
] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Readonly<Record<Column, string>>;

const LINES_MAX = 5000;
const FILE_CHARS_MAX = 8 * 1024 * 1024;
const RANGE = /^(\d{1,8}(?:\.\d{1,4})?)\s*[-–]\s*(\d{1,8}(?:\.\d{1,4})?)\s+([A-Z0-9]{3,12})$/u;
/** Texts that the SKU's own schema does not judge, and how long they may be. */
const NAMES: Readonly<Partial<Record<Column, number>>> = {
  name_zh: 200,
  name_en: 200,
  category_zh: 120,
  category_en: 120,
  sku_zh: 120,
  sku_en: 120,
};

/** One good line: a SKU with the product and category it belongs to. */
export interface CatalogLine {
  readonly line: number;
  readonly categoryZh: string;
  readonly categoryEn: string;
  readonly productZh: string;
  readonly productEn: string;
  readonly sku: SkuInput;
}

export interface RejectedLine {
  readonly line: number;
  readonly reason: string;
  readonly column: string | null;
}

export interface ParsedCatalog {
  readonly lines: readonly CatalogLine[];
  readonly rejected: readonly RejectedLine[];
}

/**
 * Reads a catalog file: UTF-8 text with commas, quoted where needed. Every line is judged by itself; a bad one is named
 * with its column and reason and takes nothing else with it. A face value such as `10-500 USD` is a range, whose prices
 * are per unit of face value.
 */
export function parseCatalogCsv(text: string): ParsedCatalog {
  const rejected: RejectedLine[] = [];
  const records = readRecords(text, rejected);
  const lines: CatalogLine[] = [];
  const codes = new Set<string>();
  for (const { line, cells } of records) {
    const result = readLine(line, cells);
    if ('reason' in result) rejected.push(result);
    else if (codes.has(result.sku.code)) rejected.push({ line, reason: 'duplicate', column: 'sku_code' });
    else {
      codes.add(result.sku.code);
      lines.push(result);
    }
  }
  return { lines, rejected: rejected.sort((a, b) => a.line - b.line) };
}

interface RawRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

interface Line {
  readonly line: number;
  readonly cells: Cells;
}

function readRecords(text: string, rejected: RejectedLine[]): readonly Line[] {
  const refuseFile = (reason: string, column: string | null = null, line = 1): readonly Line[] => {
    rejected.push({ line, reason, column });
    return [];
  };
  if (text.length > FILE_CHARS_MAX) return refuseFile('too_large');
  let raw: RawRecord[];
  try {
    raw = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      max_record_size: 100_000,
      to: LINES_MAX + 2,
    }) as unknown as RawRecord[];
  } catch (error) {
    const line = (error as { lines?: unknown }).lines;
    return refuseFile('unreadable', null, typeof line === 'number' ? line : 1);
  }
  const [header, ...records] = raw;
  if (header === undefined) return refuseFile('empty');
  const names = header.record.map((name) => name.toLowerCase());
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) return refuseFile('missing_column', missing);
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) return refuseFile('duplicate_column', twice);
  if (records.length === 0) return refuseFile('empty');
  const beyond = records[LINES_MAX];
  if (beyond !== undefined) rejected.push({ line: lineOf(beyond), reason: 'too_many_lines', column: null });
  return records.slice(0, LINES_MAX).flatMap((record) => readCells(record, names, rejected));
}

/** A line with a comma too many or too few has its values in the wrong columns, however well they read there. */
function readCells(raw: RawRecord, names: readonly string[], rejected: RejectedLine[]): readonly Line[] {
  const line = lineOf(raw);
  const values = raw.record;
  const beyond = values.slice(names.length).some((value) => value !== '');
  if (values.length < names.length || beyond) {
    rejected.push({ line, reason: beyond ? 'too_many_columns' : 'too_few_columns', column: null });
    return [];
  }
  const cells = Object.fromEntries(COLUMNS.map((column) => [column, values[names.indexOf(column)] ?? '']));
  return [{ line, cells: cells as Cells }];
}

/** The first line of a record; the reader counts up to its end, and a quoted cell may hold several. */
function lineOf({ record, info }: RawRecord): number {
  return info.lines - (record.join('').match(/\r\n|\r|\n/gu) ?? []).length;
}

function readLine(line: number, cells: Cells): CatalogLine | RejectedLine {
  const refuse = (column: Column, reason: string): RejectedLine => ({ line, reason, column });
  for (const column of COLUMNS) {
    const charsMax = NAMES[column];
    if (charsMax !== undefined && cells[column] === '') return refuse(column, 'empty');
    if (charsMax !== undefined && cells[column].length > charsMax) return refuse(column, 'too_long');
    if (/\p{Cc}/u.test(cells[column]) || !cells[column].isWellFormed()) return refuse(column, 'control_character');
  }
  if (!(SKU_KINDS as readonly string[]).includes(cells.kind)) return refuse('kind', 'unknown_kind');
  const kind = cells.kind as SkuKind;
  const template = kind === 'top_up' ? parseAccountTemplate(cells.account_fields) : undefined;
  if (template && (!template.ok || template.template.length === 0)) return refuse('account_fields', 'bad_template');
  const range = RANGE.exec(cells.face_value);
  if (range !== null && !isRange(range[1] ?? '', range[2] ?? '')) return refuse('face_value', 'bad_range');
  if (range !== null && cells.face_currency !== '' && range[3] !== cells.face_currency) {
    return refuse('face_currency', 'bad_value');
  }
  if (cells.period_days !== '' && !/^\d{1,5}$/.test(cells.period_days)) return refuse('period_days', 'bad_number');
  const parsed = skuInputSchema.safeParse({
    code: cells.sku_code,
    nameZh: cells.sku_zh,
    nameEn: cells.sku_en,
    kind,
    faceValue: cells.face_value,
    faceMin: range?.[1] === undefined ? null : canonical(range[1]),
    faceMax: range?.[2] === undefined ? null : canonical(range[2]),
    faceCurrency: cells.face_currency || range?.[3] || null,
    periodDays: cells.period_days === '' ? null : Number(cells.period_days),
    region: cells.region,
    currency: cells.price_currency,
    accountTemplate: kind === 'top_up' ? cells.account_fields : null,
    suggested: cells.suggested_price || null,
    unitCost: cells.cost || null,
  });
  if (!parsed.success) {
    const path = String(parsed.error.issues[0]?.path[0] ?? '');
    return { line, reason: 'bad_value', column: COLUMN_OF[path] ?? null };
  }
  return {
    line,
    categoryZh: cells.category_zh,
    categoryEn: cells.category_en,
    productZh: cells.name_zh,
    productEn: cells.name_en,
    sku: parsed.data,
  };
}

/** A range begins above zero and ends above its beginning. */
function isRange(low: string, high: string): boolean {
  const [from, to] = [parseUnitPrice(canonical(low)), parseUnitPrice(canonical(high))];
  return compareUnitPrices(from, parseUnitPrice('0')) > 0 && compareUnitPrices(from, to) < 0;
}

/** People write 010; a decimal has no leading zeros. */
function canonical(decimal: string): string {
  return decimal.replace(/^0+(?=\d)/u, '');
}

const COLUMN_OF: Readonly<Record<string, Column>> = {
  code: 'sku_code',
  nameZh: 'sku_zh',
  nameEn: 'sku_en',
  faceValue: 'face_value',
  faceMin: 'face_value',
  faceMax: 'face_value',
  faceCurrency: 'face_currency',
  periodDays: 'period_days',
  region: 'region',
  currency: 'price_currency',
  suggested: 'suggested_price',
  unitCost: 'cost',
  accountTemplate: 'account_fields',
};

/** A readable part of an address from a name: Latin letters and digits, joined by hyphens. */
export function slugOf(name: string, fallback: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug === '' ? fallback : slug;
}
