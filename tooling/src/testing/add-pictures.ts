import type { ImageId, ProductId } from '@keyfall/contracts';
import { productInputSchema } from '@keyfall/contracts/catalog-schemas';
import { readProductForEdit, readProducts, saveProduct, uploadImage } from '@keyfall/core/catalog';
import type { SeededTenant } from './seed-tenant.ts';

/** Gives a product these pictures, the first as its cover, as its editor does. */
export async function addPictures(
  { owner }: Pick<SeededTenant, 'owner'>,
  slug: string,
  files: readonly Uint8Array[],
): Promise<readonly string[]> {
  const { items } = await readProducts(owner, { limit: 200 });
  const id = items.find((product) => product.slug === slug)?.id as ProductId | undefined;
  if (id === undefined) throw new Error(`the catalog has no ${slug}`);
  const imageIds: ImageId[] = [];
  for (const file of files) imageIds.push((await uploadImage(owner, file)).id as ImageId);
  const { version, ...product } = await readProductForEdit(owner, id);
  await saveProduct(owner, { id, version }, productInputSchema.parse({ ...product, imageIds }));
  return imageIds;
}
