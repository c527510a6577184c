import { randomUUID } from 'node:crypto';
import type { GatewayAccountId, SkuId } from '@keyfall/contracts';
import { secret, type Core, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '@keyfall/core';
import { setCollector, setShopCollection } from '@keyfall/core/collecting';
import { placeOrder } from '@keyfall/core/orders';
import { addOwnAccount, approveRefund, requestRefund, sweepRefunds } from '@keyfall/core/payments';
import { listGoods } from '@keyfall/core/purchases';
import { compareUnitPrices, parseUnitPrice } from '@keyfall/money';
import { makeShop, type DemoChain, type DemoShop } from './chain.ts';
import { makeGuest } from './make-guest.ts';
import { payOrder } from './pay-order.ts';
import { portalCtx } from './withdrawals.ts';

/** A merchant at the sandbox gateway, as the file it reads when it starts names it. */
export interface DemoMerchant {
  readonly id: string;
  readonly api_key: string;
  readonly webhook_secret: string;
}

export interface DemoCollectingWorld {
  readonly core: Core;
  readonly owner: Ctx<StaffPrincipal>;
  /** Another person than the owner, who approves. */
  readonly support: Ctx<StaffPrincipal>;
  readonly chain: DemoChain;
  /** Where the buyers' money goes: the distributor's own account at the sandbox. */
  readonly merchant: DemoMerchant;
}

const ORDERS = 5;

/**
 * A shop whose distributor takes the money itself: the second level's, with an account of its own at the sandbox. Some buyers
 * have bought there, on the wallet's credit, and one has its money back.
 */
export async function makeCollecting(world: DemoCollectingWorld): Promise<DemoShop> {
  const { core, owner, support, chain, merchant } = world;
  const seller = chain.distributors[1];
  if (seller === undefined) throw new Error('the demo has three levels');
  const { loginId, membershipId } = owner.principal;
  const ctx = portalCtx(owner, { loginId, membershipId, distributorId: seller });
  await setCollector(owner, { distributorId: seller, allowed: true });
  const { accountId } = await addOwnAccount(ctx, {
    name: '云仓自收 Cloud Depot',
    merchantId: merchant.id,
    apiKey: secret(merchant.api_key),
    webhookSecret: secret(merchant.webhook_secret),
  });
  const shop = await makeShop(core, owner, seller, 'yundian', '云店直营', {
    accent: '#1d4ed8',
    tagline: { 'zh-CN': '仓库直发，即买即用', en: 'Straight from the depot' },
  });
  await setShopCollection(ctx, { shopId: shop.id, collectedBy: 'distributor' });
  const skuId = await cheapestOf(ctx);
  const numbers: string[] = [];
  for (let index = 0; index < ORDERS; index += 1) numbers.push(await buy(world, shop, { accountId, skuId, index }));
  const [first] = numbers;
  if (first !== undefined) {
    const { refundId } = await requestRefund(support, { orderNo: first, reason: 'The code did not work.' });
    await approveRefund(owner, { refundId });
    await sweepRefunds(core, owner.principal.tenantId, 'demo');
  }
  return shop;
}

/** The cheapest goods there is plenty of: what a wallet on credit can carry. */
async function cheapestOf(ctx: Ctx<DistributorPrincipal>): Promise<SkuId> {
  const { items } = await listGoods(ctx, { limit: 200 });
  const [goods] = items
    .filter((one) => one.available >= 50 && one.faceRange === null && one.currency === 'CNY')
    .toSorted((a, b) => compareUnitPrices(parseUnitPrice(a.unitPrice), parseUnitPrice(b.unitPrice)));
  if (goods === undefined) throw new Error('the demo has no goods to sell');
  return goods.skuId as SkuId;
}

async function buy(
  { core, owner }: DemoCollectingWorld,
  shop: DemoShop,
  given: { readonly accountId: GatewayAccountId; readonly skuId: SkuId; readonly index: number },
): Promise<string> {
  const { accountId, skuId, index } = given;
  const { tenantId } = owner.principal;
  const mail = `cloud${index}@example.com`;
  const buyer = await makeGuest(core, { tenantId, shop, mail, locale: 'zh-CN', requestId: 'demo' });
  const order = await placeOrder(buyer, {
    clientRef: randomUUID(),
    lines: [{ skuId, quantity: 1 + (index % 2) }],
    contact: { mail, phone: null },
  });
  await payOrder(core, buyer, order, { accountId, host: shop.host, at: new Date() });
  return order.orderNo;
}
