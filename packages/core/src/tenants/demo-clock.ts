import { platformTx, type Database } from '@keyfall/db';
import { shiftClock } from './queries.ts';

/**
 * Moves the clock of a demo or test installation by a PostgreSQL interval such as `8 days` and answers the new time. In a
 * production installation `app.now()` does not look at it.
 */
export async function advanceDemoClock(db: Database, interval: string): Promise<Date> {
  return await platformTx(db, (tx) => shiftClock(tx, interval));
}
