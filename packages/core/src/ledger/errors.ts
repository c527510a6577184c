import { constraintOf, sqlStateOf } from '@keyfall/db';
import { DomainError } from '../errors.ts';

const KEY_USED_FOR_OTHER_CONTENT = 'KF012';

/** The refusals of `ledger.post` as domain errors; anything else is thrown on as it is. */
export function rethrowLedgerError(error: unknown, idemKey: string): never {
  if (sqlStateOf(error) === KEY_USED_FOR_OTHER_CONTENT)
    throw new DomainError('journal_conflict', { idemKey }, { cause: error });
  if (constraintOf(error) === 'balance_floor') throw new DomainError('insufficient_balance', {}, { cause: error });
  throw error;
}
