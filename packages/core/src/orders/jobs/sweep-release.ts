import type { DistributorId } from '@keyfall/contracts';
import { serviceTx, withRetry } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../../context.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { lockBalances, postJournal, releaseJournal } from '../../ledger/index.ts';
import { listDueEarners, takeDueLines, type DueEarnerRow } from '../release-queries.ts';

const EARNERS_PER_SWEEP = 200;
const LINES_PER_JOURNAL = 2_000;

/**
 * Turns income whose hold is over into available income, one journal per distributor and at most two thousand lines. What
 * the distributor owes from earlier refunds is repaid first. Locks: income lines, then its debt and available accounts.
 */
export async function sweepRelease(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const earners = await serviceTx(core.db, { tenantId, requestId }, (tx) => listDueEarners(tx, EARNERS_PER_SWEEP));
  let done = 0;
  await runAtOnce(earners, 1, async (earner) => {
    done += await releaseOf(core, tenantId, requestId, earner);
  });
  return { done };
}

async function releaseOf(core: Core, tenantId: string, requestId: string, earner: DueEarnerRow): Promise<number> {
  const releaseId = uuidv7();
  const distributorId = earner.earner_id as DistributorId;
  const currency = parseCurrency(earner.currency);
  return await withRetry(() =>
    serviceTx(
      core.db,
      { tenantId, requestId },
      async (tx) => {
        const { amount, lines } = await takeDueLines(tx, earner, releaseId, LINES_PER_JOURNAL);
        if (amount === 0n) return lines;
        const locked = await lockBalances(tx, tenantId, currency, [
          { code: '1210', ownerId: distributorId },
          { code: '2020', ownerId: distributorId },
        ]);
        const debt = locked.find((row) => row.code === '1210')?.balance ?? 0n;
        const draft = releaseJournal({ releaseId, distributorId, currency, amount, debt });
        await postJournal(tx, tenantId, draft, { journalId: releaseId, meta: { lines } });
        return lines;
      },
      { pace: 'job' },
    ),
  );
}
