import type { DistributorId } from '@keyfall/contracts';
import type { CollectingDto, CollectorDto } from '@keyfall/contracts/collecting-schemas';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { isoOrNull, moneyOf } from '../orders/index.ts';
import { listAccountsOf, listOwnAccounts } from '../payments/index.ts';
import { listCollectingShops, readStanding, type CollectingShopRow, type CollectorStandingRow } from './queries.ts';

/** Who takes the money of the distributor's own shops, through which accounts, and how far its wallet carries them. */
export async function readCollecting(ctx: Ctx<DistributorPrincipal>): Promise<CollectingDto> {
  const { distributorId } = ctx.principal;
  const { standing, shops } = await asDistributor(ctx, async (tx) => {
    const [read, list] = await Promise.all([readStanding(tx, distributorId), listCollectingShops(tx, distributorId)]);
    return { standing: read, shops: list };
  });
  assert(standing, 'a session names a distributor that does not exist');
  return { ...present(standing, shops), accounts: [...(await listOwnAccounts(ctx))] };
}

/** The same of any distributor, for the wholesaler. @throws DomainError not_found */
export async function readCollector(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: DistributorId },
): Promise<CollectorDto> {
  const { distributorId } = input;
  return await asStaff(ctx, async (tx) => {
    const [standing, shops, accounts] = await Promise.all([
      readStanding(tx, distributorId),
      listCollectingShops(tx, distributorId),
      listAccountsOf(tx, distributorId),
    ]);
    if (standing === undefined) throw new DomainError('not_found', { what: 'distributor' });
    return { ...present(standing, shops), accounts: [...accounts], changedAt: isoOrNull(standing.changed_at) };
  });
}

function present(standing: CollectorStandingRow, shops: readonly CollectingShopRow[]) {
  const { allowed, spendable, promised, currency } = standing;
  return {
    allowed,
    shops: shops.map(({ collected_by: collectedBy, ...shop }) => ({ ...shop, collectedBy })),
    spendable: moneyOf(spendable, currency),
    promised: moneyOf(promised, currency),
    left: moneyOf(spendable - promised, currency),
    isShort: spendable <= promised,
  };
}
