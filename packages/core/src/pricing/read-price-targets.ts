import type { PriceTargetsDto } from '@keyfall/contracts/price-schemas';
import { asService } from '../context.ts';
import { readChildren, readTargets } from './owner-queries.ts';
import { ownerOf, type OwnerInput, type PricingCtx } from './price-owner.ts';

const CHILDREN_MAX = 500;

/** For whom and for what an owner can set prices: levels, its children and shops, the categories. @throws DomainError not_found */
export async function readPriceTargets(ctx: PricingCtx, input: OwnerInput): Promise<PriceTargetsDto> {
  return await asService(ctx, async (tx) => {
    const owner = await ownerOf(tx, ctx, input);
    const [targets, children] = await Promise.all([
      readTargets(tx, owner.id),
      readChildren(tx, owner.id, undefined, CHILDREN_MAX),
    ]);
    return { ...targets, children: [...children] };
  });
}
