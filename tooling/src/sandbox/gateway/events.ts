import type { Row, Store } from '../store/open-store.ts';
import { numberOf, optionalNumberOf, optionalTextOf, textOf } from '../store/row.ts';
import { dueAt } from './faults.ts';
import type { Faults } from './faults.ts';
import { effectiveFaults } from './fault-settings.ts';
import { GatewayRefusal, randomId } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import type { Capture, CloseReason, Payment } from './payments.ts';

export type EventType = 'payment.captured' | 'payment.closed' | 'refund.done' | 'refund.failed';

export interface NewEvent {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
}

export function capturedEvent(payment: Payment, capture: Capture): NewEvent {
  return {
    type: 'payment.captured',
    data: {
      payment_id: payment.id,
      reference: payment.reference,
      transaction: {
        id: capture.id,
        amount: capture.amount.toString(),
        currency: capture.currency,
        fee: capture.fee.toString(),
        paid_at: new Date(capture.paidAt).toISOString(),
      },
    },
  };
}

export function closedEvent(payment: Payment, reason: CloseReason): NewEvent {
  return { type: 'payment.closed', data: { payment_id: payment.id, reference: payment.reference, reason } };
}

/**
 * Queues the events of one act for delivery, in the caller's transaction, bent by the faults in force now. Each event
 * is written once; its duplicates are further deliveries of the same event.
 */
export function enqueueEvents(gateway: Gateway, payment: Payment, events: readonly NewEvent[]): void {
  const { store, clock } = gateway;
  const faults = effectiveFaults(store, payment);
  for (const [index, event] of events.entries()) {
    const id = randomId('evt');
    const createdAt = clock.now();
    const body = JSON.stringify({
      id,
      type: event.type,
      created_at: new Date(createdAt).toISOString(),
      merchant_id: payment.merchantId,
      data: event.data,
    });
    store.run(
      `insert into event (id, merchant_id, payment_id, type, notify_url, body, signature_fault, delivery_fault, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      payment.merchantId,
      payment.id,
      event.type,
      payment.notifyUrl,
      body,
      faults.signature,
      faults.delivery,
      createdAt,
    );
    queueDeliveries(gateway, id, faults, index);
  }
}

function queueDeliveries(gateway: Gateway, eventId: string, faults: Faults, index: number): void {
  const wall = gateway.clock.wall();
  const state = faults.delivery === 'drop_all' ? 'dropped' : 'queued';
  for (let copy = 0; copy <= faults.duplicates; copy += 1) {
    gateway.store.run(
      'insert into delivery (event_id, state, due_at, updated_at) values (?, ?, ?, ?)',
      eventId,
      state,
      dueAt(faults, wall, index),
      wall,
    );
  }
}

export interface EventRecord {
  readonly id: string;
  readonly type: string;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly createdAt: number;
  readonly deliveries: readonly DeliveryRecord[];
}

export interface DeliveryRecord {
  readonly state: string;
  readonly attempts: number;
  readonly lastStatus: number | undefined;
  readonly lastError: string | undefined;
  readonly dueAt: number;
}

function deliveryOf(row: Row): DeliveryRecord {
  return {
    state: textOf(row, 'state'),
    attempts: numberOf(row, 'attempts'),
    lastStatus: optionalNumberOf(row, 'last_status'),
    lastError: optionalTextOf(row, 'last_error'),
    dueAt: numberOf(row, 'due_at'),
  };
}

/** The newest events first with how their deliveries went, of one payment or of all. */
export function listEvents(
  store: Store,
  filter: { readonly paymentId?: string | undefined; readonly limit: number },
): readonly EventRecord[] {
  return store
    .all(
      'select * from event where (?1 is null or payment_id = ?1) order by seq desc limit ?2',
      filter.paymentId ?? null,
      filter.limit,
    )
    .map((row) => ({
      id: textOf(row, 'id'),
      type: textOf(row, 'type'),
      merchantId: textOf(row, 'merchant_id'),
      paymentId: textOf(row, 'payment_id'),
      createdAt: numberOf(row, 'created_at'),
      deliveries: store
        .all('select * from delivery where event_id = ? order by seq', textOf(row, 'id'))
        .map(deliveryOf),
    }));
}

/** Sends an event once more, well signed, whatever became of it before. @throws GatewayRefusal `event_unknown` */
export function redeliverEvent(gateway: Gateway, eventId: string): void {
  const { store, clock } = gateway;
  store.transaction(() => {
    const changed = store.run(
      `update event set signature_fault = 'good', delivery_fault = 'send' where id = ?`,
      eventId,
    );
    if (changed === 0) throw new GatewayRefusal(404, 'event_unknown', 'There is no such event.');
    store.run(
      `insert into delivery (event_id, state, due_at, updated_at) values (?, 'queued', ?, ?)`,
      eventId,
      clock.wall(),
      clock.wall(),
    );
  });
  gateway.wakeSender();
}
