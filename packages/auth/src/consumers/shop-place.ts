import type { BuyerId, DistributorId, ShopId, TenantId } from '@keyfall/contracts';
import type { Auth } from '../auth.ts';
import { openSession, type OpenedSession } from '../sessions/open-session.ts';
import type { Origin } from '../staff/log-in.ts';
import type { SessionId } from '@keyfall/contracts';

/** The shop a request is for, as its host told. */
export interface ShopPlace {
  readonly tenantId: TenantId;
  readonly shopId: ShopId;
  readonly distributorId: DistributorId;
}

/** Opens a buyer's session in a shop. */
export async function openBuyerSession(
  auth: Auth,
  shop: ShopPlace,
  buyer: { readonly id: BuyerId; readonly kind: 'consumer' | 'guest' },
  origin: Origin,
): Promise<OpenedSession & { readonly sessionId: SessionId }> {
  return await openSession(
    auth,
    {
      audience: 'shop',
      kind: buyer.kind,
      tenantId: shop.tenantId,
      distributorId: null,
      shopId: shop.shopId,
      loginKey: null,
      loginId: null,
      membershipId: null,
      buyerId: buyer.id,
      role: null,
      secondFactorMissing: false,
      ip: origin.ip,
      userAgent: origin.userAgent,
    },
    false,
  );
}
