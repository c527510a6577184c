import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

interface Reader {
  readonly distributorId: string;
  readonly loginId: string;
}

/** Until when this person has looked at its distributor's alerts; null: never. */
export async function readSeenAt(tx: ReadTx<'portal'>, { distributorId, loginId }: Reader): Promise<Date | null> {
  const row = await tx
    .selectFrom('notify.alert_seen')
    .select('seen_at')
    .where('distributor_id', '=', distributorId)
    .where('login_id', '=', loginId)
    .executeTakeFirst();
  return row?.seen_at ?? null;
}

/** Open alerts that were raised since this person last looked. */
export async function countUnseen(tx: ReadTx<'portal'>, reader: Reader): Promise<number> {
  const seenAt = await readSeenAt(tx, reader);
  let query = tx
    .selectFrom('notify.alert')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('distributor_id', '=', reader.distributorId)
    .where('closed_at', 'is', null);
  if (seenAt !== null) query = query.where('created_at', '>', seenAt);
  return (await query.executeTakeFirstOrThrow()).n;
}

/** This person has looked at everything there is now. */
export async function writeSeen(tx: ServiceTx, { distributorId, loginId }: Reader): Promise<void> {
  const now = sql<Date>`app.now()`;
  await tx
    .insertInto('notify.alert_seen')
    .values({ distributor_id: distributorId, login_id: loginId, seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id', 'login_id']).doUpdateSet({ seen_at: now }),
    )
    .execute();
}
