import { constraintOf } from '@keyfall/db';
import { DomainError } from '../errors.ts';

/** What a broken constraint of this module means to the person who broke it. */
const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  price_list_tenant_id_owner_id_level_id_valid_from_key: () =>
    new DomainError('already_exists', { what: 'price_list', field: 'validFrom' }),
  price_list_tenant_id_level_id_fkey: () => new DomainError('not_found', { what: 'level' }),
  price_list_line_tenant_id_sku_id_fkey: () => new DomainError('not_found', { what: 'sku' }),
  price_rule_tenant_id_owner_id_target_id_scope_id_key: () =>
    new DomainError('already_exists', { what: 'price_rule', field: 'skuId' }),
  price_rule_tenant_id_level_id_fkey: () => new DomainError('not_found', { what: 'level' }),
  price_rule_tenant_id_category_id_fkey: () => new DomainError('not_found', { what: 'category' }),
  price_rule_tenant_id_product_id_fkey: () => new DomainError('not_found', { what: 'product' }),
  price_rule_tenant_id_sku_id_fkey: () => new DomainError('not_found', { what: 'sku' }),
};

/** Runs a change and turns a broken constraint into the refusal it stands for. */
export async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = REFUSALS[constraintOf(error) ?? ''];
    throw refusal === undefined ? error : refusal();
  }
}
