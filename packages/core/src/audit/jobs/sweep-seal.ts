import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { callSeal } from '../chain-queries.ts';

const ENTRIES_PER_ROUND = 1_000;

/** Seals new entries of a tenant's audit into its chain, a bounded part. Finds them by their missing seal. */
export async function sweepSeal(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const done = await serviceTx(core.db, { tenantId, requestId }, (tx) => callSeal(tx, tenantId, ENTRIES_PER_ROUND), {
    pace: 'job',
  });
  return { done };
}
