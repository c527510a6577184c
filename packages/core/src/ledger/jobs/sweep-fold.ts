import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { foldDeltas } from '../queries.ts';

const ROWS_PER_ROUND = 5_000;
const ROUNDS_MAX = 40;

/**
 * Folds the movements of delta accounts into their balances, a bounded part per transaction. Balances are exact with or
 * without it; unfolded rows only make reading them slower.
 */
export async function sweepFold(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  let done = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const folded = await serviceTx(core.db, { tenantId, requestId }, (tx) => foldDeltas(tx, tenantId, ROWS_PER_ROUND), {
      pace: 'job',
    });
    done += folded;
    if (folded < ROWS_PER_ROUND) break;
  }
  return { done };
}
