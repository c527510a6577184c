import type { BuyerId, DistributorId, Locale, SessionId, ShopId, TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { BuyerPrincipal, Core, Ctx } from '@keyfall/core';
import { insertBuyer } from '@keyfall/core/access';
import { uuidv7 } from 'uuidv7';

export interface Guest {
  readonly tenantId: TenantId;
  readonly shop: { readonly id: ShopId; readonly distributorId: DistributorId };
  /** Left out: an address made of the guest's id. */
  readonly mail?: string;
  readonly locale: Locale;
  readonly requestId: string;
}

/** A guest of a shop, as if its checkout had begun. */
export async function makeGuest(core: Core, guest: Guest): Promise<Ctx<BuyerPrincipal>> {
  const { tenantId, shop, locale, requestId } = guest;
  const buyerId = uuidv7() as BuyerId;
  const place = { shopId: shop.id, distributorId: shop.distributorId };
  const mail = guest.mail ?? `${buyerId}@example.com`;
  await serviceTx(core.db, { tenantId }, (tx) =>
    insertBuyer(tx, { ...place, id: buyerId, kind: 'guest', mail, phone: null, name: null, locale }),
  );
  const sessionId = uuidv7() as SessionId;
  return {
    core,
    principal: { ...place, kind: 'buyer', tenantId, buyerId, account: false, sessionId },
    requestId,
    ip: null,
    userAgent: null,
    locale,
  };
}
