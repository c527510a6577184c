import type { ServiceTx } from '@keyfall/db';
import type { RawBuilder } from 'kysely';

/** How many rows break an invariant. */
export async function runInvariant(tx: ServiceTx, query: RawBuilder<{ broken: number }>): Promise<number> {
  const { rows } = await query.execute(tx);
  return rows[0]?.broken ?? 0;
}
