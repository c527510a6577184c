import { csvLine, writeWorkbook } from '../../inventory/index.ts';
import type { ExportUnit } from './open-pages.ts';

type Pages = AsyncGenerator<readonly ExportUnit[], void, undefined>;
type Pieces = AsyncGenerator<Uint8Array, void, undefined>;

/** What a table of codes has in each of its columns. */
const EXPORT_COLUMNS = [
  'no',
  'sku',
  'name',
  'face_value',
  'number',
  'secret',
  'link',
  'password',
  'expires_at',
] as const;

function cellsOf({ no, sku, name, faceValue, code }: ExportUnit): readonly string[] {
  const { number, secret, link, password, expiresAt } = code;
  return [String(no), sku, name, faceValue, number ?? '', secret ?? '', link ?? '', password ?? '', expiresAt ?? ''];
}

/** Spreadsheets take a file for UTF-8 by this mark alone. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A CSV file whose cells run nothing when it is opened, a piece per page. */
export async function* writeCsv(pages: Pages): Pieces {
  let head = BYTE_ORDER_MARK + csvLine(EXPORT_COLUMNS);
  for await (const page of pages) {
    yield Buffer.from(head + page.map((unit) => csvLine(cellsOf(unit))).join(''), 'utf8');
    head = '';
  }
}

/** A workbook of the same table. */
export function writeSheet(pages: Pages): Pieces {
  return writeWorkbook('codes', EXPORT_COLUMNS, rowsOf(pages));
}

async function* rowsOf(pages: Pages): AsyncGenerator<readonly (readonly string[])[], void, undefined> {
  for await (const page of pages) yield page.map(cellsOf);
}

/** A text file: a code a line and nothing else of it, its parts apart by a tab. */
export async function* writeTxt(pages: Pages): Pieces {
  for await (const page of pages) {
    yield Buffer.from(page.map(({ code }) => `${partsOf(code).join('\t')}\r\n`).join(''), 'utf8');
  }
}

function partsOf({ number, secret, link, password }: ExportUnit['code']): readonly string[] {
  return [number, secret, link, password].filter((part) => part !== null);
}
