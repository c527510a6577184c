import { closedEvent, capturedEvent, enqueueEvents } from './events.ts';
import type { NewEvent } from './events.ts';
import { feeOf } from './fee.ts';
import { GatewayRefusal, randomId } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { planPay } from './pay-rules.ts';
import type { PayableAmount, PayMode } from './pay-rules.ts';
import { countDecline, getPayment, insertCapture, markClosed } from './payments.ts';
import type { Capture, Payment } from './payments.ts';

export type PayOutcome = 'captured' | 'declined' | 'cancelled';

export interface PayResult {
  readonly outcome: PayOutcome;
  readonly payment: Payment;
}

/**
 * Does what a payer does on the payment page, and queues the webhooks of it, in one transaction. Money that is late by
 * the clock counts as expired first: only `late` pays a payment whose time is over.
 *
 * @throws GatewayRefusal `payment_unknown`, `already_captured`, `payment_closed`
 */
export function pay(gateway: Gateway, paymentId: string, mode: PayMode, wrong: Partial<PayableAmount> = {}): PayResult {
  const { store, clock } = gateway;
  const outcome = store.transaction((): PayOutcome => {
    const payment = getPayment(store, paymentId);
    if (!payment.owed) throw new GatewayRefusal(404, 'payment_unknown', 'There is no such payment.');
    const expired = payment.state === 'pending' && payment.expiresAt <= clock.now() && mode !== 'late';
    const plan = planPay({ ...payment.owed, state: expired ? 'closed' : payment.state }, mode, wrong);
    switch (plan.kind) {
      case 'refused':
        throw new GatewayRefusal(409, plan.code, 'The payment takes no money in its present state.');
      case 'declined':
        countDecline(store, paymentId);
        return 'declined';
      case 'cancelled':
        markClosed(store, paymentId, 'payer', clock.now());
        enqueueEvents(gateway, payment, [closedEvent(payment, 'payer')]);
        return 'cancelled';
      case 'captured': {
        const events: NewEvent[] = [];
        if (plan.closeFirst) {
          markClosed(store, paymentId, 'expired', clock.now());
          events.push(closedEvent(payment, 'expired'));
        }
        for (const captured of plan.captures)
          events.push(capturedEvent(payment, capture(gateway, paymentId, captured)));
        enqueueEvents(gateway, payment, events);
        return 'captured';
      }
    }
  });
  gateway.wakeSender();
  return { outcome, payment: getPayment(store, paymentId) };
}

function capture(gateway: Gateway, paymentId: string, money: PayableAmount): Capture {
  const taken: Capture = {
    id: randomId('txn'),
    amount: money.amount,
    currency: money.currency,
    fee: feeOf(money.amount, gateway.settings.feeBasisPoints),
    paidAt: gateway.clock.now(),
  };
  insertCapture(gateway.store, paymentId, taken);
  return taken;
}
