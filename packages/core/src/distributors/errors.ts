import { constraintOf } from '@keyfall/db';
import { DomainError } from '../errors.ts';

/** What a broken constraint of this module means to the person who broke it. */
const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  distributor_tenant_id_code_key: () => new DomainError('already_exists', { what: 'distributor', field: 'code' }),
  distributor_tenant_id_level_id_fkey: () => new DomainError('not_found', { what: 'level' }),
  level_tenant_id_rank_key: () => new DomainError('already_exists', { what: 'level', field: 'rank' }),
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
