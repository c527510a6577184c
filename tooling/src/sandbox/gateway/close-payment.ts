import { closedEvent, enqueueEvents } from './events.ts';
import { randomId } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { findPaymentByReference, getPayment, insertPayment, markClosed } from './payments.ts';
import type { CloseReason, Payment } from './payments.ts';

/**
 * Closes a payment unless money was taken for it: the answer's state is `closed` or `captured`. Closing twice is fine.
 *
 * @throws GatewayRefusal `payment_unknown`
 */
export function closePayment(gateway: Gateway, paymentId: string, reason: CloseReason): Payment {
  const closed = gateway.store.transaction(() => closeWithin(gateway, getPayment(gateway.store, paymentId), reason));
  gateway.wakeSender();
  return closed;
}

/**
 * Closes by the merchant's reference. A reference the gateway has never seen is closed too, for ever: a creation that is
 * still on its way is refused when it arrives, so `closed` is a promise in every case.
 */
export function closeByReference(gateway: Gateway, merchantId: string, reference: string): Payment {
  const { store, clock } = gateway;
  const closed = store.transaction(() => {
    const present = findPaymentByReference(store, merchantId, reference);
    if (present) return closeWithin(gateway, present, 'merchant');
    const now = clock.now();
    const tombstone: Payment = {
      id: randomId('pay'),
      merchantId,
      reference,
      fingerprint: '',
      owed: undefined,
      subject: '',
      returnUrl: '',
      notifyUrl: '',
      locale: 'zh-CN',
      state: 'closed',
      declinedCount: 0,
      faults: undefined,
      createdAt: now,
      expiresAt: now,
      closedAt: now,
      closeReason: 'merchant',
      captures: [],
    };
    insertPayment(store, tombstone);
    return tombstone;
  });
  gateway.wakeSender();
  return closed;
}

/** The same inside a transaction of the caller. */
export function closeWithin(gateway: Gateway, payment: Payment, reason: CloseReason): Payment {
  if (payment.state !== 'pending') return payment;
  const closedAt = gateway.clock.now();
  markClosed(gateway.store, payment.id, reason, closedAt);
  enqueueEvents(gateway, payment, [closedEvent(payment, reason)]);
  return { ...payment, state: 'closed', closeReason: reason, closedAt };
}
