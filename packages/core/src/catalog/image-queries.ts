import type { ReadTx, ServiceTx } from '@keyfall/db';

/** A product's pictures in their order: its cover, then the others. */
export async function listImageIds(
  tx: ReadTx,
  product: { readonly id: string; readonly image_id: string | null },
): Promise<string[]> {
  if (product.image_id === null) return [];
  const more = await tx
    .selectFrom('catalog.product_image')
    .select('image_id')
    .where('product_id', '=', product.id)
    .orderBy('position')
    .execute();
  return [product.image_id, ...more.map((row) => row.image_id)];
}

/** Makes these the pictures behind the cover, in this order. The row of the product is locked by the change it is part of. */
export async function replaceMoreImages(tx: ServiceTx, productId: string, imageIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('catalog.product_image').where('product_id', '=', productId).execute();
  if (imageIds.length === 0) return;
  await tx
    .insertInto('catalog.product_image')
    .values(imageIds.map((imageId, index) => ({ product_id: productId, position: index + 1, image_id: imageId })))
    .execute();
}
