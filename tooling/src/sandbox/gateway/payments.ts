import type { Row, Store } from '../store/open-store.ts';
import { bigintOf, numberOf, optionalNumberOf, optionalTextOf, textOf } from '../store/row.ts';
import { faultsSchema } from './faults.ts';
import type { Faults } from './faults.ts';
import { GatewayRefusal } from './gateway.ts';
import type { PaymentState } from './pay-rules.ts';

export type CloseReason = 'merchant' | 'payer' | 'expired';

export interface Capture {
  readonly id: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly fee: bigint;
  readonly paidAt: number;
}

export interface Payment {
  readonly id: string;
  readonly merchantId: string;
  readonly reference: string;
  readonly fingerprint: string;
  /** Absent for a reference that was closed before a payment was created under it. */
  readonly owed: { readonly amount: bigint; readonly currency: string } | undefined;
  readonly subject: string;
  readonly returnUrl: string;
  readonly notifyUrl: string;
  readonly locale: 'zh-CN' | 'en';
  readonly state: PaymentState;
  readonly declinedCount: number;
  /** Set for this payment alone; otherwise the gateway's apply. */
  readonly faults: Faults | undefined;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly closedAt: number | undefined;
  readonly closeReason: CloseReason | undefined;
  readonly captures: readonly Capture[];
}

function captureOf(row: Row): Capture {
  return {
    id: textOf(row, 'id'),
    amount: bigintOf(row, 'amount'),
    currency: textOf(row, 'currency'),
    fee: bigintOf(row, 'fee'),
    paidAt: numberOf(row, 'paid_at'),
  };
}

function paymentOf(store: Store, row: Row): Payment {
  const id = textOf(row, 'id');
  const faults = optionalTextOf(row, 'faults');
  const currency = optionalTextOf(row, 'currency');
  return {
    id,
    merchantId: textOf(row, 'merchant_id'),
    reference: textOf(row, 'reference'),
    fingerprint: textOf(row, 'fingerprint'),
    owed: currency === undefined ? undefined : { amount: bigintOf(row, 'amount'), currency },
    subject: textOf(row, 'subject'),
    returnUrl: textOf(row, 'return_url'),
    notifyUrl: textOf(row, 'notify_url'),
    locale: textOf(row, 'locale') === 'en' ? 'en' : 'zh-CN',
    state: textOf(row, 'state') as PaymentState,
    declinedCount: numberOf(row, 'declined_count'),
    faults: faults === undefined ? undefined : faultsSchema.parse(JSON.parse(faults)),
    createdAt: numberOf(row, 'created_at'),
    expiresAt: numberOf(row, 'expires_at'),
    closedAt: optionalNumberOf(row, 'closed_at'),
    closeReason: optionalTextOf(row, 'close_reason') as CloseReason | undefined,
    captures: store.all('select * from capture where payment_id = ? order by seq', id).map(captureOf),
  };
}

export function findPayment(store: Store, id: string): Payment | undefined {
  const row = store.get('select * from payment where id = ?', id);
  return row && paymentOf(store, row);
}

export function findPaymentByReference(store: Store, merchantId: string, reference: string): Payment | undefined {
  const row = store.get('select * from payment where merchant_id = ? and reference = ?', merchantId, reference);
  return row && paymentOf(store, row);
}

/** @throws GatewayRefusal `payment_unknown`, also for a reference that was closed before anything was created. */
export function getPayment(store: Store, id: string): Payment {
  const payment = findPayment(store, id);
  if (!payment) throw new GatewayRefusal(404, 'payment_unknown', 'There is no such payment.');
  return payment;
}

/** The newest payments first; all merchants. For the control page and for tests. */
export function listPayments(
  store: Store,
  filter: { readonly reference?: string | undefined; readonly limit: number },
): readonly Payment[] {
  return store
    .all(
      'select * from payment where (?1 is null or reference = ?1) order by seq desc limit ?2',
      filter.reference ?? null,
      filter.limit,
    )
    .map((row) => paymentOf(store, row));
}

export function insertPayment(store: Store, payment: Omit<Payment, 'captures' | 'declinedCount' | 'faults'>): void {
  store.run(
    `insert into payment (id, merchant_id, reference, fingerprint, amount, currency, subject, return_url, notify_url,
       locale, state, created_at, expires_at, closed_at, close_reason)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    payment.id,
    payment.merchantId,
    payment.reference,
    payment.fingerprint,
    payment.owed?.amount ?? null,
    payment.owed?.currency ?? null,
    payment.subject,
    payment.returnUrl,
    payment.notifyUrl,
    payment.locale,
    payment.state,
    payment.createdAt,
    payment.expiresAt,
    payment.closedAt ?? null,
    payment.closeReason ?? null,
  );
}

export function insertCapture(store: Store, paymentId: string, capture: Capture): void {
  store.run(
    'insert into capture (id, payment_id, amount, currency, fee, paid_at) values (?, ?, ?, ?, ?, ?)',
    capture.id,
    paymentId,
    capture.amount,
    capture.currency,
    capture.fee,
    capture.paidAt,
  );
  store.run(`update payment set state = 'captured' where id = ?`, paymentId);
}

export function markClosed(store: Store, paymentId: string, reason: CloseReason, closedAt: number): void {
  store.run(
    `update payment set state = 'closed', close_reason = ?, closed_at = ? where id = ? and state = 'pending'`,
    reason,
    closedAt,
    paymentId,
  );
}

export function countDecline(store: Store, paymentId: string): void {
  store.run('update payment set declined_count = declined_count + 1 where id = ?', paymentId);
}

export function putPaymentFaults(store: Store, paymentId: string, faults: Faults | undefined): void {
  store.run('update payment set faults = ? where id = ?', faults ? JSON.stringify(faults) : null, paymentId);
}
