import type { TierDto } from '@keyfall/contracts/price-schemas';
import { compareUnitPrices, parseUnitPrice, type UnitPrice } from '@keyfall/money/format';

export type TierComplaint = 'not_a_price' | 'tiers' | 'below_cost' | 'above_ceiling';

/** Bounds of what may stand in a cell. Null: none. */
export interface TierBounds {
  readonly cost: string | null;
  readonly ceiling: string | null;
}

/** Tiers as people write them: `24; 10: 23.5; 100: 22`. One price alone is the price from one on. */
export function tierText(tiers: readonly TierDto[]): string {
  return tiers
    .map(({ minQuantity, unitPrice }) => (minQuantity === 1 ? unitPrice : `${minQuantity}: ${unitPrice}`))
    .join('; ');
}

/** Reads tiers; blank takes the price away. Full-width digits and marks are understood. Undefined where it is no price. */
export function readTiers(text: string): readonly TierDto[] | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\s,¥$]/g, '')
    .replaceAll('。', '.');
  if (plain === '') return [];
  const tiers: TierDto[] = [];
  for (const part of plain.split(/[;/]/)) {
    const [first = '', second, ...more] = part.split(':');
    const quantity = second === undefined ? 1 : /^\d{1,6}$/.test(first) ? Number(first) : 0;
    const unitPrice = priceOf(second ?? first);
    if (unitPrice === undefined || more.length > 0 || quantity < 1 || quantity > 100_000) return undefined;
    tiers.push({ minQuantity: quantity, unitPrice });
  }
  return tiers.toSorted((a, b) => a.minQuantity - b.minQuantity);
}

function priceOf(text: string): UnitPrice | undefined {
  try {
    return parseUnitPrice(text.startsWith('.') ? `0${text}` : text.replace(/\.$/, ''));
  } catch {
    return undefined;
  }
}

/** What the server would refuse about a cell, or undefined; the cost of larger quantities only the server knows. */
export function complaintAbout(text: string, bounds: TierBounds): TierComplaint | undefined {
  const tiers = readTiers(text);
  if (tiers === undefined) return 'not_a_price';
  const [first] = tiers;
  if (first === undefined) return undefined;
  const rises = tiers.some((tier, index) => {
    const below = tiers[index - 1];
    if (below === undefined) return tier.minQuantity !== 1;
    return below.minQuantity === tier.minQuantity || isAbove(tier.unitPrice, below.unitPrice);
  });
  if (rises) return 'tiers';
  if (bounds.cost !== null && isAbove(bounds.cost, first.unitPrice)) return 'below_cost';
  return bounds.ceiling !== null && isAbove(first.unitPrice, bounds.ceiling) ? 'above_ceiling' : undefined;
}

const isAbove = (first: string, second: string): boolean =>
  compareUnitPrices(parseUnitPrice(first), parseUnitPrice(second)) > 0;

/** Whether two texts say the same prices. */
export function samePrices(first: string, second: string): boolean {
  const [a, b] = [readTiers(first), readTiers(second)];
  return a !== undefined && b !== undefined && tierText(a) === tierText(b);
}

/** What was copied out of a spreadsheet: rows of cells. */
export function readPasted(text: string): readonly (readonly string[])[] {
  const rows = text.replaceAll(/\r\n?/g, '\n').split('\n');
  if (rows.at(-1) === '') rows.pop();
  return rows.map((row) => row.split('\t'));
}
