import type { DistributorId, GatewayAccountId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { startPayment } from '../../payments/index.ts';
import { capturedEvent, placeFor, sendWebhook, type TestOrder } from '../../orders/testing/sale-steps.ts';
import { WEBHOOK_SECRET, type SaleWorld, type TestDistributor } from '../../orders/testing/sale-world.ts';
import { addOwnAccount, type CapturedTransaction } from '../../payments/index.ts';
import { secret } from '../../secret.ts';
import { setCollector, setShopCollection } from '../index.ts';

/** A gateway account of a distributor's own, and where its webhooks go. */
export interface OwnAccount {
  readonly id: GatewayAccountId;
  readonly hookAddress: string;
}

/** Lets the seller of a world's shop collect, gives it an account of its own and switches the shop. */
export async function collectItself(world: SaleWorld): Promise<OwnAccount> {
  const seller = world.shop.distributor;
  await setCollector(world.staff(), { distributorId: seller.id, allowed: true });
  const account = await addAccount(world, seller);
  await setShopCollection(world.distributorStaff(seller), { shopId: world.shop.id, collectedBy: 'distributor' });
  return account;
}

export async function addAccount(world: SaleWorld, owner: TestDistributor): Promise<OwnAccount> {
  const { accountId, hookUrl } = await addOwnAccount(world.distributorStaff(owner), {
    name: 'Own account',
    merchantId: 'm-1',
    apiKey: secret('own-api-key'),
    webhookSecret: secret(WEBHOOK_SECRET),
  });
  return { id: accountId, hookAddress: hookUrl.split('/').at(-1) ?? '' };
}

/** Puts money into a wallet, minor units; below zero takes it out. */
export async function fund(world: SaleWorld, owner: DistributorId, cash: bigint, bonus = 0n): Promise<void> {
  for (const [code, against, amount] of [
    ['2040', '1010', cash],
    ['2041', '5030', bonus],
  ] as const) {
    if (amount === 0n) continue;
    await world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      world.tenantId,
      `test:${uuidv7()}`,
      'adjustment',
      'CNY',
      [against, code],
      ['00000000-0000-0000-0000-000000000000', owner],
      [amount, -amount],
    ]);
  }
}

/** Places an order, pays it at the seller's own gateway, and lets that tell us. */
export async function buyAt(world: SaleWorld, account: OwnAccount, skuId: string, quantity = 1): Promise<TestOrder> {
  const order = await placeFor(world, skuId, quantity);
  await payAt(world, account, order);
  return order;
}

export async function payAt(
  world: SaleWorld,
  account: OwnAccount,
  order: TestOrder,
  change: Partial<CapturedTransaction> = {},
): Promise<CapturedTransaction> {
  const { attemptId } = await startPayment(order.buyer, {
    orderNo: order.orderNo,
    accountId: account.id,
    host: `${world.shop.slug}.localhost`,
  });
  const transaction = world.outside.gateway.pay(attemptId, change);
  await sendWebhook(world, [capturedEvent(attemptId, transaction)], account.hookAddress);
  return transaction;
}
