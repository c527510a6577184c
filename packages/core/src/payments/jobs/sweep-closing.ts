import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { announceOrderChange, beginClosingDue, callCloseOrder, listClosable } from '../../orders/index.ts';
import { askAttemptsNow } from '../attempt-queries.ts';
import { sweepAttempts } from './sweep-attempts.ts';

const BATCH = 200;

/**
 * Closes orders that were not paid in time: the hold being over starts the closing, every open payment is closed at its
 * provider, and only then the codes go back on sale. Money that comes in meanwhile pays the order after all.
 */
export async function sweepClosing(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const scope = { tenantId, requestId };
  const closing = await serviceTx(core.db, scope, async (tx) => {
    const ids = await beginClosingDue(tx, BATCH);
    await askAttemptsNow(tx, ids);
    return ids;
  });
  if (closing.length > 0) await sweepAttempts(core, tenantId, requestId);
  const closable = await serviceTx(core.db, scope, (tx) => listClosable(tx, BATCH));
  let done = 0;
  await runAtOnce(closable, 1, async (orderId) => {
    if (!(await serviceTx(core.db, scope, (tx) => callCloseOrder(tx, tenantId, orderId)))) return;
    done += 1;
    announceOrderChange(core, tenantId, orderId);
  });
  return { done: done + closing.length };
}
