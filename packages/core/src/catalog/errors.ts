import { constraintOf } from '@keyfall/db';
import { DomainError } from '../errors.ts';

/** What a broken constraint of this module means to the person who broke it. */
const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  category_tenant_id_slug_key: () => new DomainError('already_exists', { what: 'category', field: 'slug' }),
  product_tenant_id_slug_key: () => new DomainError('already_exists', { what: 'product', field: 'slug' }),
  product_tenant_id_category_id_fkey: () => new DomainError('category_not_empty'),
  product_tenant_id_image_id_fkey: () => new DomainError('not_found', { what: 'image' }),
  product_image_tenant_id_image_id_fkey: () => new DomainError('not_found', { what: 'image' }),
  sku_tenant_id_code_key: () => new DomainError('already_exists', { what: 'sku', field: 'code' }),
  sku_price_check: () => new DomainError('price_invalid', { reason: 'ceiling_below_floor' }),
  sku_check: () => new DomainError('face_value_invalid', {}),
};

/** Runs a change and turns a broken constraint into the refusal it stands for. */
export async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = REFUSALS[constraintOf(error) ?? ''];
    throw refusal ? refusal() : error;
  }
}
