import { randomUUID } from 'node:crypto';
import type { GatewayAccountId } from '@keyfall/contracts';
import type { BuyerPrincipal, Core, Ctx } from '@keyfall/core';
import type { PlacedOrder } from '@keyfall/core/orders';
import { capturePayment, startPayment } from '@keyfall/core/payments';
import { parseCurrency } from '@keyfall/money';
import { takenAt } from './history-gateway.ts';

/** Pays an order at the provider of the demo's past, whose fee is 0.6 %. */
export async function payOrder(
  core: Core,
  buyer: Ctx<BuyerPrincipal>,
  order: PlacedOrder,
  payment: { readonly accountId: GatewayAccountId; readonly host: string; readonly at: Date },
): Promise<void> {
  const { accountId, host, at } = payment;
  const { attemptId } = await startPayment(buyer, { orderNo: order.orderNo, accountId, host });
  await capturePayment(core, {
    tenantId: buyer.principal.tenantId,
    accountId,
    provider: 'sandbox',
    reference: attemptId,
    transaction: {
      transactionId: `hist-${randomUUID()}`,
      amount: order.amount,
      currency: parseCurrency(order.currency),
      fee: (order.amount * 6n + 500n) / 1000n,
      paidAt: takenAt(at),
    },
    requestId: 'demo',
  });
}
