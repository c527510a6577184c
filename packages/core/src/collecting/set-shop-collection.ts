import type { CollectedBy, ShopId } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { lockCollector } from '../payments/index.ts';
import { lockShop, setShopCollection as writeCollection } from '../shops/index.ts';

/**
 * Says who takes the money of one's own shop: the wholesaler's gateways, or one's own. Counts for orders placed from now on.
 * SKUs of the percentage model are not sold while a shop collects itself.
 *
 * @throws DomainError not_found (also another's shop), collecting_not_allowed, distributor_not_active, shop_not_ready (no own
 *   gateway account that takes money). Locks: distributor, shop.
 */
export async function setShopCollection(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly shopId: ShopId; readonly collectedBy: CollectedBy },
): Promise<void> {
  const { distributorId } = ctx.principal;
  const { shopId, collectedBy } = input;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      // The distributor before its shops, as whoever ends its collecting locks them.
      const collector = await lockCollector(tx, distributorId);
      const shop = await lockShop(tx, shopId, distributorId);
      if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
      if (collector.status !== 'active') throw new DomainError('distributor_not_active', { state: collector.status });
      if (collectedBy === 'distributor') {
        if (!collector.allowed) throw new DomainError('collecting_not_allowed');
        if (collector.enabled_accounts === 0) throw new DomainError('shop_not_ready', { missing: ['gateway'] });
      }
      await writeCollection(tx, shopId, collectedBy);
      await recordAudit(tx, ctx, {
        action: 'collecting.set_shop',
        subjectKind: 'shop',
        subjectId: shopId,
        data: { collectedBy },
      });
    }),
  );
}
