import { randomUUID } from 'node:crypto';
import type { GatewayFactory } from '@keyfall/core';
import type { BillRow, PaymentGateway } from '@keyfall/core/payments';

type Bills = (day: string) => AsyncIterable<BillRow>;

let bills: Bills = nothing;

/** From now on the provider of the past gives these bills. */
export function giveBills(source: Bills): void {
  bills = source;
}

/**
 * When the provider of the past took money that is booked now: at the demo clock's time, and never on a day whose bill the
 * sandbox gateway will give, since that one knows nothing of it.
 */
export function takenAt(now: Date): Date {
  return new Date(Math.min(now.getTime(), Date.now() - 26 * 3_600_000));
}

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
  fetchBill: (day) => bills(day),
};

async function* nothing(): AsyncGenerator<never, void, undefined> {}

/** @param sandboxUrl where accounts made in the past are asked once the demo runs */
export function historyGateways(sandboxUrl: string): GatewayFactory {
  return {
    open: () => historyGateway,
    settingsOf: (_provider, merchantId) => ({ baseUrl: sandboxUrl, merchantId }),
  };
}
