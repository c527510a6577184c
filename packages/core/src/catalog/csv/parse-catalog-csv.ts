import { parseAccountTemplate, SKU_KINDS, type SkuKind } from '@keyfall/contracts';
import { skuInputSchema, type SkuInput } from '@keyfall/contracts/catalog-schemas';
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
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number };
}

function readRecords(text: string, rejected: RejectedLine[]): readonly { line: number; cells: Cells }[] {
  let raw: RawRecord[];
  try {
    raw = parse(text.replace(/^\uFEFF/, ''), {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      max_record_size: 100_000,
      to: LINES_MAX + 1,
    }) as unknown as RawRecord[];
  } catch (error) {
    const line = (error as { lines?: unknown }).lines;
    rejected.push({ line: typeof line === 'number' ? line : 1, reason: 'unreadable', column: null });
    return [];
  }
  const first = raw[0]?.record ?? {};
  const missing = COLUMNS.filter((column) => raw.length > 0 && !(column in first));
  if (raw.length === 0 || missing.length > 0) {
    rejected.push({ line: 1, reason: raw.length === 0 ? 'empty' : 'missing_column', column: missing[0] ?? null });
    return [];
  }
  if (raw.length > LINES_MAX) rejected.push({ line: raw[LINES_MAX]?.info.lines ?? LINES_MAX, reason: 'too_many_lines', column: null });
  return raw.slice(0, LINES_MAX).map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(COLUMNS.map((column) => [column, record[column] ?? ''])) as Cells,
  }));
}

function readLine(line: number, cells: Cells): CatalogLine | RejectedLine {
  const refuse = (column: Column, reason: string): RejectedLine => ({ line, reason, column });
  for (const column of ['name_zh', 'name_en', 'category_zh', 'category_en', 'sku_zh', 'sku_en'] as const) {
    if (cells[column] === '') return refuse(column, 'empty');
  }
  if (!(SKU_KINDS as readonly string[]).includes(cells.kind)) return refuse('kind', 'unknown_kind');
  const kind = cells.kind as SkuKind;
  const template = kind === 'top_up' ? parseAccountTemplate(cells.account_fields) : undefined;
  if (template && (!template.ok || template.template.length === 0)) return refuse('account_fields', 'bad_template');
  const range = /^(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)\s+[A-Z0-9]{3,12}$/.exec(cells.face_value);
  if (cells.period_days !== '' && !/^\d{1,5}$/.test(cells.period_days)) return refuse('period_days', 'bad_number');
  const parsed = skuInputSchema.safeParse({
    code: cells.sku_code,
    nameZh: cells.sku_zh,
    nameEn: cells.sku_en,
    kind,
    faceValue: cells.face_value,
    faceMin: range?.[1] ?? null,
    faceMax: range?.[2] ?? null,
    faceCurrency: cells.face_currency || null,
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
    categoryZh: cells.category_zh.slice(0, 120),
    categoryEn: cells.category_en.slice(0, 120),
    productZh: cells.name_zh.slice(0, 200),
    productEn: cells.name_en.slice(0, 200),
    sku: parsed.data,
  };
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
