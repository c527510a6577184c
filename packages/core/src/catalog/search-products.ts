import type { ReadTx } from '@keyfall/db';
import { searchProductIds } from './queries.ts';
import { queryTokens, rankByCount } from './search/index.ts';

/** Ids of the products that fit a query, best first; empty when nothing fits well enough. */
export async function searchIds(tx: ReadTx, text: string, limit: number): Promise<readonly string[]> {
  const hits = await searchProductIds(tx, [...queryTokens(text)], limit * 4);
  return rankByCount(text, hits)
    .slice(0, limit)
    .map((hit) => hit.productId);
}
