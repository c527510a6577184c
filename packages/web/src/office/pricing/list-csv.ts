import type { PriceGridDto } from '@keyfall/contracts/price-schemas';
import { readTiers, tierText } from './tier-text.ts';

/** Quotes what a spreadsheet would take apart, and what it would take for a formula. */
function cellText(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",;\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One list as CSV: SKU code, name, currency, prices with their tiers. */
export function listCsv(pages: readonly PriceGridDto[], listId: string, locale: string): string {
  const lines = pages.flatMap((page) => {
    const index = page.columns.findIndex((column) => column.id === listId);
    return page.items.map((row) =>
      [
        row.code,
        locale === 'zh-CN' ? `${row.productNameZh} · ${row.nameZh}` : `${row.productNameEn} · ${row.nameEn}`,
        row.currency,
        tierText(row.cells[index]?.tiers ?? []),
      ]
        .map(cellText)
        .join(','),
    );
  });
  return ['sku,name,currency,price', ...lines].join('\r\n');
}

export interface ReadList {
  /** Prices as text by SKU code. */
  readonly prices: ReadonlyMap<string, string>;
  readonly unread: number;
}

/** Reads what {@link listCsv} wrote, or any file whose first column is a SKU code and whose last one is a price. */
export function readListCsv(text: string): ReadList {
  const prices = new Map<string, string>();
  let unread = 0;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const cells = splitLine(line);
    const code = cells[0]?.trim().toUpperCase() ?? '';
    const price = cells.at(-1)?.trim() ?? '';
    if (cells.length > 1 && code !== '' && readTiers(price) !== undefined) prices.set(code, price);
    else if (index > 0) unread += 1;
  }
  return { prices, unread };
}

function splitLine(line: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (isQuoted && sign === '"' && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (sign === ',' && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}
