import type { BuyerProfileInput } from '@keyfall/contracts/people-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type BuyerPrincipal, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findBuyer, updateBuyer } from './queries.ts';

/** Changes the buyer's own name, phone and language. @throws DomainError not_found */
export async function updateProfile(ctx: Ctx<BuyerPrincipal>, profile: BuyerProfileInput): Promise<void> {
  const { buyerId, shopId } = ctx.principal;
  await asService(ctx, async (tx) => {
    if ((await findBuyer(tx, buyerId, shopId)) === undefined) throw new DomainError('not_found', { what: 'buyer' });
    await updateBuyer(tx, buyerId, profile);
    await recordAudit(tx, ctx, { action: 'access.update_profile', subjectKind: 'buyer', subjectId: buyerId });
  });
}
