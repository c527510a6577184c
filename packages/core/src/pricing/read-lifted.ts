import type { LiftedLinkDto } from '@keyfall/contracts/price-schemas';
import { asDistributor, asStaff } from '../context.ts';
import { listLifted } from './lifted-queries.ts';
import type { PricePage } from './list-prices.ts';
import type { PricingCtx } from './price-owner.ts';

/** Links that a rise lifted and that earn nothing until repriced: all of them for staff, a distributor's own for its people. */
export async function readLifted(
  ctx: PricingCtx,
  input: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<PricePage<LiftedLinkDto>> {
  const { principal } = ctx;
  return principal.kind === 'staff'
    ? await asStaff({ ...ctx, principal }, (tx) => listLifted(tx, { ...input, parentId: null }))
    : await asDistributor({ ...ctx, principal }, (tx) =>
        listLifted(tx, { ...input, parentId: principal.distributorId }),
      );
}
