import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { RawBuilder } from 'kysely';

/** How many rows break an invariant. */
export async function runInvariant(tx: ServiceTx, query: RawBuilder<{ broken: number }>): Promise<number> {
  const { rows } = await query.execute(tx);
  return rows[0]?.broken ?? 0;
}

/** Writes down what a check of stored codes found. */
export async function insertCodeCheck(
  tx: ServiceTx,
  check: { readonly checked: number; readonly broken: number; readonly ms: number; readonly isWhole: boolean },
): Promise<void> {
  await tx
    .insertInto('audit.code_check')
    .values({
      id: uuidv7(),
      checked: BigInt(check.checked),
      broken: BigInt(check.broken),
      ms: BigInt(check.ms),
      is_whole: check.isWhole,
    })
    .execute();
}

/** What the last check of stored codes found; undefined: there was none yet. */
export async function readLastCodeCheck(tx: ServiceTx) {
  return await tx
    .selectFrom('audit.code_check')
    .select(['broken', 'ms', 'created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
