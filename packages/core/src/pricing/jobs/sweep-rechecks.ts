import type { TenantId } from '@keyfall/contracts';
import { serviceTx, type ServiceTx } from '@keyfall/db';
import { tellOwners } from '../../access/index.ts';
import type { Core } from '../../context.ts';
import { readSubtreePrices } from '../chain-queries.ts';
import { risesSince } from '../follow-change.ts';
import { countBelow } from '../impact-queries.ts';
import {
  continueRecheck,
  finishRecheck,
  lockDueRecheck,
  matchLifted,
  readSkusToCheck,
  type DueRecheck,
  type LiftedRow,
  type NewLiftedRow,
} from '../recheck-queries.ts';
import type { Rises } from '../rise.rules.ts';

/** Distributor and SKU looked at in one transaction. */
const PAIRS_MAX = 20_000;
const SKUS_MAX = 500;

/**
 * Looks again at who is lifted where prices moved, a bounded part at a time, and tells those it is new to: whoever is to reprice,
 * and whoever pays more. A part that is repeated finds nothing new and tells nobody twice.
 */
export async function sweepRechecks(
  core: Core,
  tenantId: TenantId,
  requestId: string,
): Promise<{ readonly done: number }> {
  const done = await serviceTx(
    core.db,
    { tenantId, requestId },
    async (tx) => {
      const due = await lockDueRecheck(tx);
      if (due === undefined) return 0;
      await checkPart(tx, tenantId, due);
      return 1;
    },
    { pace: 'job' },
  );
  if (done > 0) core.ports.poke(tenantId, 'mail.send');
  return { done };
}

async function checkPart(tx: ServiceTx, tenantId: TenantId, due: DueRecheck): Promise<void> {
  const { distributors } = await countBelow(tx, due.owner_id);
  const most = Math.min(SKUS_MAX, Math.max(1, Math.floor(PAIRS_MAX / Math.max(1, distributors))));
  const skuIds = await readSkusToCheck(tx, due, most);
  const last = skuIds.at(-1);
  if (last !== undefined) {
    const prices = await readSubtreePrices(tx, due.owner_id, skuIds);
    const lifted = [...prices].flatMap(([skuId, nodes]) =>
      nodes.flatMap((node): LiftedRow[] =>
        node.lifted && node.parentId !== null
          ? [{ distributorId: node.distributorId, parentId: node.parentId, skuId }]
          : [],
      ),
    );
    const raised = due.is_turn ? await risesSince(tx, due.owner_id, due.due_at, prices) : {};
    await tell(tx, tenantId, due, await matchLifted(tx, due.owner_id, skuIds, lifted), raised);
  }
  if (last === undefined || skuIds.length < most) await finishRecheck(tx, due.id);
  else await continueRecheck(tx, due.id, last);
}

/** One mail a distributor and look, in the language of each of its owners. */
async function tell(
  tx: ServiceTx,
  tenantId: TenantId,
  due: DueRecheck,
  lifted: readonly NewLiftedRow[],
  raised: Rises,
): Promise<void> {
  const news = new Map<string, { toReprice: number; dearer: number }>();
  const newsOf = (id: string): { toReprice: number; dearer: number } => {
    const one = news.get(id) ?? { toReprice: 0, dearer: 0 };
    news.set(id, one);
    return one;
  };
  for (const link of lifted) {
    newsOf(link.parentId).toReprice += 1;
    if (link.isNew) newsOf(link.distributorId).dearer += 1;
  }
  // What an edit raised is known in one; of a list that begins or ends, part by part.
  const edited = due.after_sku === null ? (due.raised ?? {}) : {};
  for (const rises of [edited, raised]) {
    for (const [distributorId, skus] of Object.entries(rises)) newsOf(distributorId).dearer += skus;
  }
  for (const [distributorId, counts] of news) {
    await tellOwners(tx, tenantId, distributorId, {
      template: 'prices_lifted',
      params: { ...counts, path: counts.toReprice > 0 ? '/downline-prices' : '/prices' },
      event: `${due.id}:${due.after_sku ?? 'first'}`,
    });
  }
}
