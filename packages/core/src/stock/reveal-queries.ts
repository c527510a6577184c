import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** How many codes a member of staff opened within the last 24 hours by the database's clock. */
export async function countStaffReveals(tx: ServiceTx, loginId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('inventory.reveal')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('actor_id', '=', loginId)
    .where('channel', '=', 'staff')
    .where('created_at', '>', sql<Date>`app.now() - interval '24 hours'`)
    .executeTakeFirstOrThrow();
  return n;
}
