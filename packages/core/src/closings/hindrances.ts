import type { ClosingHindrance } from '@keyfall/contracts/closing-schemas';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { DomainError } from '../errors.ts';
import { countLooseEnds } from '../distributors/index.ts';
import { findClosingParty, readLeftBehind, type LeftBehind } from './closing-queries.ts';
import { isEmpty } from './closing.rules.ts';

export interface Standing {
  readonly party: {
    readonly id: string;
    readonly name: string;
    readonly code: string;
    readonly currency: CurrencyCode;
  };
  readonly left: LeftBehind;
  readonly hindrances: readonly ClosingHindrance[];
}

/**
 * What is left of a distributor and what has to end before that can be settled. Income that is still held is waited for, never
 * paid out early: an order may still be refunded. It has to be frozen, so that nothing of its own moves meanwhile.
 * @throws DomainError not_found (no distributor, or the house)
 */
export async function readStanding(tx: ServiceTx, distributorId: string): Promise<Standing> {
  const party = await findClosingParty(tx, distributorId);
  if (party === undefined) throw new DomainError('not_found', { what: 'distributor' });
  const left = await readLeftBehind(tx, distributorId, party.currency);
  const ends = await countLooseEnds(tx, distributorId);
  const found: readonly (readonly [ClosingHindrance, boolean])[] = [
    ['not_frozen', party.status !== 'frozen' && party.status !== 'closed'],
    ['pending_income', left.pending !== 0n],
    ['open_orders', ends.orders > 0],
    ['open_withdrawals', left.held !== 0n || ends.withdrawals > 0],
    ['open_pay_backs', left.wallet_held !== 0n],
    ['open_top_ups', ends.topUps > 0],
    ['other_currency', left.foreign > 0],
    ['nothing_left', isEmpty(left)],
  ];
  return { party, left, hindrances: found.filter(([, holds]) => holds).map(([name]) => name) };
}
