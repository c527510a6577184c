import {
  asService,
  asShop,
  type BuyerPrincipal,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { findLogin, findOwnBuyer, findOwnDistributor, findOwnTenant } from './queries.ts';

/** Who a member of the wholesaler's staff is: login and tenant. @throws DomainError unauthenticated when one is gone */
export async function getStaffStanding(ctx: Ctx<StaffPrincipal>) {
  return await asService(ctx, async (tx) => {
    const [login, tenant] = await Promise.all([findLogin(tx, ctx.principal.loginId), findOwnTenant(tx)]);
    if (login === undefined || tenant === undefined) throw new DomainError('unauthenticated');
    return { login, tenant };
  });
}

/** Who a member of a distributor's staff is. @throws DomainError unauthenticated when one is gone */
export async function getDistributorStanding(ctx: Ctx<DistributorPrincipal>) {
  const { loginId, distributorId } = ctx.principal;
  return await asService(ctx, async (tx) => {
    const [login, tenant, distributor] = await Promise.all([
      findLogin(tx, loginId),
      findOwnTenant(tx),
      findOwnDistributor(tx, distributorId),
    ]);
    if (login === undefined || tenant === undefined || distributor === undefined) {
      throw new DomainError('unauthenticated');
    }
    return { login, tenant, distributor };
  });
}

/** The profile of the buyer behind the session. @throws DomainError unauthenticated when it is gone */
export async function getOwnProfile(ctx: Ctx<BuyerPrincipal>) {
  const buyer = await asShop(ctx, (tx) => findOwnBuyer(tx, ctx.principal.buyerId));
  if (buyer === undefined) throw new DomainError('unauthenticated');
  return buyer;
}
