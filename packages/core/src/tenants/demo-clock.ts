import { platformTx, type Database } from '@keyfall/db';
import { sql } from 'kysely';

/**
 * Moves the clock of a demo or test installation by a PostgreSQL interval such as `8 days` and answers the new time. In a
 * production installation `app.now()` does not look at it.
 */
export async function advanceDemoClock(db: Database, interval: string): Promise<Date> {
  return await platformTx(db, async (tx) => {
    await tx
      .updateTable('ops.clock')
      .set({ shift: sql`shift + ${interval}::interval` })
      .execute();
    const { rows } = await sql<{ now: Date }>`select app.now() as now`.execute(tx);
    return rows[0]?.now ?? new Date(0);
  });
}
