import type { ProductId } from '@keyfall/contracts';
import type { ProductInput } from '@keyfall/contracts/catalog-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { replaceMoreImages } from './image-queries.ts';
import { insertProduct, setProductStatus, updateProduct } from './queries.ts';
import { indexProducts } from './index-products.ts';

/**
 * Makes a product as a draft, or changes the one named if nobody else changed it since (`version`). Its search tokens are
 * written in the same transaction.
 *
 * @throws DomainError version_conflict, already_exists (slug), not_found (category or image)
 */
export async function saveProduct(
  ctx: Ctx,
  target: { readonly id: ProductId; readonly version: string } | null,
  input: ProductInput,
): Promise<{ readonly id: string }> {
  return await refusing(
    asService(ctx, async (tx) => {
      const id = target?.id ?? (await insertProduct(tx, input));
      if (target !== null && !(await updateProduct(tx, target.id, target.version, input))) {
        throw new DomainError('version_conflict', { what: 'product' });
      }
      await replaceMoreImages(tx, id, input.imageIds.slice(1));
      await indexProducts(tx, [id]);
      await recordAudit(tx, ctx, { action: 'catalog.save_product', subjectKind: 'product', subjectId: id });
      return { id };
    }),
  );
}

/** Publishes or withdraws products. Products that do not exist are not counted. */
export async function publishProducts(
  ctx: Ctx,
  input: { readonly ids: readonly ProductId[]; readonly status: 'published' | 'unpublished' },
): Promise<{ readonly changed: number }> {
  return await asService(ctx, async (tx) => {
    const changed = await setProductStatus(tx, input.ids, input.status);
    await recordAudit(tx, ctx, { action: `catalog.${input.status}`, data: { ids: input.ids, changed } });
    return { changed };
  });
}
