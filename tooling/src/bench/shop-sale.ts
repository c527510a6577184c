import { randomUUID } from 'node:crypto';
import type { BuyerPrincipal, Ctx } from '@keyfall/core';
import { placeOrder, quoteCart, type PlacedOrder } from '@keyfall/core/orders';
import { receiveWebhook, startPayment } from '@keyfall/core/payments';
import { webhookSignature } from '../sandbox/gateway/signature.ts';
import { BENCH_SKU, type BenchWorld } from './bench-world.ts';

/** One sale as a shop makes it: quote, order, payment begun, the provider's signed webhook, delivered. */
export async function sellOne(world: BenchWorld, buyer: Ctx<BuyerPrincipal>): Promise<void> {
  const sku = world.tenant.skus.get(BENCH_SKU);
  if (sku === undefined) throw new Error(`no ${BENCH_SKU}`);
  const lines = [{ skuId: sku.id, quantity: 1 }];
  const quote = await quoteCart(buyer, lines);
  const order = await placeOne(world, buyer, quote.total);
  await payOne(world, buyer, order);
}

/** Places an order of one code. */
export async function placeOne(
  world: BenchWorld,
  buyer: Ctx<BuyerPrincipal>,
  expectedTotal?: bigint,
): Promise<PlacedOrder> {
  const sku = world.tenant.skus.get(BENCH_SKU);
  if (sku === undefined) throw new Error(`no ${BENCH_SKU}`);
  return await placeOrder(buyer, {
    clientRef: randomUUID(),
    lines: [{ skuId: sku.id, quantity: 1 }],
    contact: { mail: `${buyer.principal.buyerId}@example.com`, phone: null },
    expectedTotal,
  });
}

/** Begins the payment and plays the provider, who reports the money by a signed webhook. Throws unless it was delivered. */
export async function payOne(world: BenchWorld, buyer: Ctx<BuyerPrincipal>, order: PlacedOrder): Promise<void> {
  const { tenant, core } = world;
  const { attemptId } = await startPayment(buyer, {
    orderNo: order.orderNo,
    accountId: tenant.accountId,
    host: tenant.shop.host,
  });
  const body = capturedEvent(tenant.merchant.id, attemptId, order);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const judged = await receiveWebhook(core, {
    hookAddress: tenant.hookUrl.split('/').at(-1) ?? '',
    headers: {
      'content-type': 'application/json',
      'sandbox-timestamp': timestamp,
      'sandbox-signature': webhookSignature(timestamp, body, tenant.merchant.webhook_secret),
    },
    body: Buffer.from(body),
    ip: '127.0.0.1',
    requestId: 'bench',
  });
  if (judged?.result !== 'captured')
    throw new Error(`the webhook was ${judged?.state ?? 'nobody’s'}: ${judged?.result ?? ''}`);
}

function capturedEvent(merchantId: string, reference: string, order: PlacedOrder): string {
  const now = new Date().toISOString();
  const transaction = {
    id: `txn_${randomUUID()}`,
    amount: order.amount.toString(),
    currency: order.currency,
    fee: ((order.amount * 6n + 500n) / 1000n).toString(),
    paid_at: now,
  };
  return JSON.stringify({
    id: `evt_${randomUUID()}`,
    type: 'payment.captured',
    created_at: now,
    merchant_id: merchantId,
    data: { payment_id: `pay_${reference}`, reference, transaction },
  });
}
