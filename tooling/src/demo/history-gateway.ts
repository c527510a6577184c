import { randomUUID } from 'node:crypto';
import type { GatewayFactory } from '@keyfall/core';
import type { PaymentGateway } from '@keyfall/core/payments';

/**
 * The payment provider of the demo's past: it takes what it is asked for and gives back what it is told. Orders of ninety
 * days ago cannot be paid at the sandbox gateway, whose clock is the present; everything behind the port is the same.
 */
const historyGateway: PaymentGateway = {
  provider: 'sandbox',
  billUtcOffsetMinutes: 480,
  createPayment: () => {
    const providerRef = `hist_${randomUUID()}`;
    return Promise.resolve({ providerRef, payUrl: `http://127.0.0.1/${providerRef}` });
  },
  query: () => Promise.resolve({ state: 'unknown' }),
  close: () => Promise.resolve({ state: 'closed' }),
  refund: () => Promise.resolve({ state: 'done', providerRef: `hist_${randomUUID()}`, doneAt: new Date() }),
  queryRefund: () => Promise.resolve({ state: 'unknown' }),
  parseWebhook: () => ({ ok: false, refusal: 'malformed' }),
  fetchBill: () => nothing(),
};

async function* nothing(): AsyncGenerator<never, void, undefined> {}

export const historyGateways: GatewayFactory = { open: () => historyGateway };
