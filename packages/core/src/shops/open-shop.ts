import type { ShopId, ShopState } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import {
  asService,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
  type SystemPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { lockSeller, lockShop, setShopStatus } from './queries.ts';
import { ownDistributorOf } from './update-shop.ts';

type Writer = Ctx<StaffPrincipal | DistributorPrincipal | SystemPrincipal>;

/** Lets visitors in. @throws DomainError not_found, state_conflict (open already), distributor_not_active */
export async function openShop(ctx: Writer, shopId: ShopId): Promise<void> {
  await moveShop(ctx, shopId, 'open');
}

/**
 * Stops selling: visitors see that the shop is closed, buyers still reach what they bought.
 *
 * @throws DomainError not_found, state_conflict (not open)
 */
export async function closeShop(ctx: Writer, shopId: ShopId): Promise<void> {
  await moveShop(ctx, shopId, 'closed');
}

async function moveShop(ctx: Writer, shopId: ShopId, to: Extract<ShopState, 'open' | 'closed'>): Promise<void> {
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const shop = await lockShop(tx, shopId, ownDistributorOf(ctx));
      if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
      const allowed = to === 'open' ? shop.status !== 'open' : shop.status === 'open';
      if (!allowed) throw new DomainError('state_conflict', { what: 'shop', state: shop.status, wanted: to });
      const seller = await lockSeller(tx, shop.distributor_id);
      if (to === 'open' && seller?.status !== 'active') {
        throw new DomainError('distributor_not_active', { state: seller?.status ?? 'closed' });
      }
      await setShopStatus(tx, shopId, to);
      await recordAudit(tx, ctx, {
        action: `shops.${to === 'open' ? 'open' : 'close'}`,
        subjectKind: 'shop',
        subjectId: shopId,
      });
    }),
  );
}
