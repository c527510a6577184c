import type { PriceRow } from './price-edits.ts';
import { readPrice, ruledPrice } from './retail.rules.ts';
import type { BulkRule } from './retail.rules.ts';

export interface PlannedPrice {
  readonly row: PriceRow;
  readonly price: string;
  /** The bound that held the price back. */
  readonly limitedBy: 'floor' | 'ceiling' | undefined;
}

export interface BulkPlan {
  readonly changes: readonly PlannedPrice[];
  /** Rows whose price is already what the rule makes, or that were to be kept. */
  readonly unchanged: number;
  /** Rows that cannot be sold at any price: not offered, or a ceiling below the cost. */
  readonly impossible: number;
}

/** What a rule would change, row by row; undefined while percent or amount is no figure. */
export function planBulk(
  rows: readonly PriceRow[],
  rule: BulkRule,
  { keepOwn }: { readonly keepOwn: boolean },
): BulkPlan | undefined {
  const [percent, fixed] = [
    readPrice(rule.percent === '' ? '0' : rule.percent),
    readPrice(rule.fixed === '' ? '0' : rule.fixed),
  ];
  if (percent === undefined || fixed === undefined || Number(percent) >= 1000) return undefined;
  const changes: PlannedPrice[] = [];
  let [unchanged, impossible] = [0, 0];
  for (const row of rows) {
    const made = ruledPrice({ ...rule, percent, fixed }, row, row.currency);
    if (made.outcome === 'none') impossible++;
    else if (made.price === readPrice(row.ownRetail ?? '') || (keepOwn && row.ownRetail !== null)) unchanged++;
    else changes.push({ row, price: made.price, limitedBy: made.limitedBy });
  }
  return { changes, unchanged, impossible };
}
