import type { ServiceTx } from '@keyfall/db';
import { readProductTexts, replaceSearchTokens } from './queries.ts';
import { searchTokens } from './search/index.ts';

/** Writes the search tokens of products from their present texts, categories and SKUs. */
export async function indexProducts(tx: ServiceTx, productIds: readonly string[]): Promise<void> {
  const products = await readProductTexts(tx, productIds);
  await replaceSearchTokens(
    tx,
    products.map((product) => ({
      productId: product.id,
      tokens: searchTokens({
        names: [product.name_zh, product.name_en],
        categories: [product.category_zh, product.category_en],
        details: [product.skus],
      }),
    })),
  );
}
