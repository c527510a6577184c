import type { DistributorId } from '@keyfall/contracts';
import type { ClosePreview } from '@keyfall/contracts/distributor-schemas';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor } from '@keyfall/money';
import { countMembers, shutTeam } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { accountSpecOf, onNormalSide } from '../ledger/index.ts';
import { queueRecheck } from '../pricing/index.ts';
import { closeShopsOf } from '../shops/index.ts';
import {
  countLiveShops,
  countLooseEnds,
  findPlace,
  listOpenBalances,
  lockForClosing,
  type OpenBalance,
} from './close-queries.ts';
import { assertDistributorMove } from './distributor.rules.ts';
import { insertEvent } from './history-queries.ts';
import { lockDistributor } from './queries.ts';
import { tellNews } from './tell-news.ts';
import { hangSubtree, lockChildren, lockTree, markClosed } from './tree-queries.ts';

/** What closing would do, and what stands in its way. @throws DomainError not_found */
export async function previewClose(ctx: Ctx<StaffPrincipal>, id: DistributorId): Promise<ClosePreview> {
  return await asService(ctx, async (tx) => {
    const [place, balances, ends, shops, people] = await Promise.all([
      findPlace(tx, id),
      listOpenBalances(tx, id),
      countLooseEnds(tx, id),
      countLiveShops(tx, id),
      countMembers(tx, id),
    ]);
    // The house has no parent and is never closed.
    if (place === undefined) throw new DomainError('not_found', { what: 'distributor' });
    return {
      hindrances: hindrancesOf(balances, ends),
      balances: balances.map(presentBalance),
      openOrders: ends.orders,
      openWithdrawals: ends.withdrawals,
      openTopUps: ends.topUps,
      children: place.children,
      parentName: place.parent_name,
      shops,
      people,
    };
  });
}

/**
 * Closes a distributor for good: its children move to its parent, its shops stop selling, its people are signed out and
 * cannot come back, and a month later its hosts are given back. Refused while any of its accounts holds money or debt (two people
 * settle that, see `closings`), or an order it earns from, a withdrawal or a top-up is under way. Waits for orders that are
 * being written at that moment.
 *
 * @throws DomainError not_found, state_conflict (the house, closed), distributor_not_empty (which of `CLOSE_HINDRANCES`)
 */
export async function closeDistributor(ctx: Ctx<StaffPrincipal>, id: DistributorId, reason: string): Promise<void> {
  await withRetry(() =>
    asService(ctx, async (tx) => {
      await lockTree(tx);
      const node = await lockForClosing(tx, id);
      if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
      if (node.parent_id === null) {
        throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: 'closed' });
      }
      assertDistributorMove(node.status, 'closed');
      const reasons = hindrancesOf(await listOpenBalances(tx, id), await countLooseEnds(tx, id));
      if (reasons.length > 0) throw new DomainError('distributor_not_empty', { reasons });
      await raiseChildren(tx, ctx, node, node.parent_id);
      // Whoever hung below it pays by other lists and rules now.
      await queueRecheck(tx, ctx.principal.tenantId, node.parent_id, null);
      await tellNews(tx, ctx, node, 'closed', reason);
      await closeShopsOf(tx, id);
      await shutTeam(tx, { audience: 'portal', distributorId: id });
      await markClosed(tx, id);
      await insertEvent(tx, ctx, { distributorId: id, kind: 'closed', reason });
      await recordAudit(tx, ctx, {
        action: 'distributors.close',
        subjectKind: 'distributor',
        subjectId: id,
        data: { reason },
      });
    }),
  );
}

async function raiseChildren(
  tx: ServiceTx,
  ctx: Ctx<StaffPrincipal>,
  node: { readonly id: string; readonly name: string },
  parentId: string,
): Promise<void> {
  const parent = await lockDistributor(tx, parentId);
  if (parent === undefined) throw new DomainError('not_found', { what: 'distributor' });
  for (const child of await lockChildren(tx, node.id)) {
    await hangSubtree(tx, child, parent);
    await insertEvent(tx, ctx, { distributorId: child.id, kind: 'moved', from: node, to: parent });
  }
}

function hindrancesOf(
  balances: readonly OpenBalance[],
  ends: Awaited<ReturnType<typeof countLooseEnds>>,
): ClosePreview['hindrances'] {
  return [
    ...(balances.length > 0 ? (['balances'] as const) : []),
    ...(ends.orders > 0 ? (['open_orders'] as const) : []),
    ...(ends.withdrawals > 0 ? (['open_withdrawals'] as const) : []),
    ...(ends.topUps > 0 ? (['open_top_ups'] as const) : []),
  ];
}

function presentBalance({ code, currency, amount }: OpenBalance): ClosePreview['balances'][number] {
  return {
    account: accountSpecOf(code).name,
    balance: { amount: formatMinor(onNormalSide(code, amount), currency), currency },
  };
}
