import { z } from 'zod';
import type { Row, Store } from '../store/open-store.ts';
import { bigintOf, numberOf, optionalNumberOf, textOf } from '../store/row.ts';
import { amountSchema, REFERENCE } from './create-payment.ts';
import { enqueueEvents } from './events.ts';
import { effectiveFaults } from './fault-settings.ts';
import type { Faults } from './faults.ts';
import { GatewayRefusal, assertSameContent, randomId } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { getPayment } from './payments.ts';

export const createRefundSchema = z.strictObject({
  reference: z.string().regex(REFERENCE),
  transaction_id: z.string().min(1).max(64),
  amount: amountSchema,
  currency: z.string().min(3).max(8),
  reason: z.string().trim().min(1).max(200),
});
export type CreateRefundInput = z.infer<typeof createRefundSchema>;

export type RefundState = 'pending' | 'done' | 'failed';

export interface Refund {
  readonly id: string;
  readonly merchantId: string;
  readonly reference: string;
  readonly captureId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string;
  readonly state: RefundState;
  readonly attempts: number;
  readonly createdAt: number;
  readonly doneAt: number | undefined;
}

function refundOf(row: Row): Refund {
  return {
    id: textOf(row, 'id'),
    merchantId: textOf(row, 'merchant_id'),
    reference: textOf(row, 'reference'),
    captureId: textOf(row, 'capture_id'),
    amount: bigintOf(row, 'amount'),
    currency: textOf(row, 'currency'),
    reason: textOf(row, 'reason'),
    state: textOf(row, 'state') as RefundState,
    attempts: numberOf(row, 'attempts'),
    createdAt: numberOf(row, 'created_at'),
    doneAt: optionalNumberOf(row, 'done_at'),
  };
}

export function findRefund(store: Store, merchantId: string, reference: string): Refund | undefined {
  const row = store.get('select * from refund where merchant_id = ? and reference = ?', merchantId, reference);
  return row && refundOf(row);
}

/**
 * Sends money of a capture back. The same reference and content gives the refund it gave before; one that failed is
 * tried anew. What the faults in force say decides how it ends.
 *
 * @throws GatewayRefusal `transaction_unknown`, `reference_reused`, `currency_mismatch`, `refund_exceeds_captured`
 */
export function createRefund(
  gateway: Gateway,
  merchantId: string,
  input: CreateRefundInput,
): { readonly refund: Refund; readonly created: boolean } {
  const { store } = gateway;
  const result = store.transaction(() => {
    const present = findRefund(store, merchantId, input.reference);
    if (present) assertSameRefund(present, input);
    if (present && present.state !== 'failed') return { refund: present, created: false };
    const paymentId = assertRefundable(store, merchantId, input);
    if (present) store.run(`update refund set attempts = attempts + 1 where id = ?`, present.id);
    else insertRefund(gateway, merchantId, input);
    const payment = getPayment(store, paymentId);
    startRefund(gateway, merchantId, input.reference, effectiveFaults(store, payment).refund);
    return { refund: existing(store, merchantId, input.reference), created: !present };
  });
  gateway.wakeSender();
  return result;
}

function assertSameRefund(present: Refund, input: CreateRefundInput): void {
  assertSameContent(
    present.captureId === input.transaction_id &&
      present.amount === input.amount &&
      present.currency === input.currency &&
      present.reason === input.reason,
    'refund',
  );
}

/** @returns the payment the capture belongs to */
function assertRefundable(store: Store, merchantId: string, input: CreateRefundInput): string {
  const capture = store.get(
    `select c.amount, c.currency, c.payment_id,
       (select coalesce(sum(r.amount), 0) from refund r
        where r.capture_id = c.id and r.state <> 'failed') as refunded
     from capture c join payment p on p.id = c.payment_id
     where c.id = ? and p.merchant_id = ?`,
    input.transaction_id,
    merchantId,
  );
  if (!capture) throw new GatewayRefusal(404, 'transaction_unknown', 'There is no such transaction.');
  if (textOf(capture, 'currency') !== input.currency) {
    throw new GatewayRefusal(422, 'currency_mismatch', 'The transaction is in another currency.');
  }
  if (bigintOf(capture, 'refunded') + input.amount > bigintOf(capture, 'amount')) {
    throw new GatewayRefusal(422, 'refund_exceeds_captured', 'More would be refunded than was captured.');
  }
  return textOf(capture, 'payment_id');
}

function insertRefund(gateway: Gateway, merchantId: string, input: CreateRefundInput): void {
  gateway.store.run(
    `insert into refund (id, merchant_id, reference, capture_id, amount, currency, reason, state, attempts, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 'pending', 1, ?)`,
    randomId('rfd'),
    merchantId,
    input.reference,
    input.transaction_id,
    input.amount,
    input.currency,
    input.reason,
    gateway.clock.now(),
  );
}

function startRefund(gateway: Gateway, merchantId: string, reference: string, ending: Faults['refund']): void {
  if (ending === 'done' || ending === 'failed') {
    settleRefund(gateway, existing(gateway.store, merchantId, reference), ending);
    return;
  }
  gateway.store.run(
    `update refund set state = 'pending', settle_at = ?, settle_as = ? where merchant_id = ? and reference = ?`,
    gateway.clock.wall() + gateway.settings.refundDelayMs,
    ending === 'pending' ? 'done' : 'failed',
    merchantId,
    reference,
  );
}

function existing(store: Store, merchantId: string, reference: string): Refund {
  const refund = findRefund(store, merchantId, reference);
  if (!refund) throw new Error(`refund ${reference} vanished within its own transaction`);
  return refund;
}

function settleRefund(gateway: Gateway, refund: Refund, ending: 'done' | 'failed'): void {
  const { store, clock } = gateway;
  const doneAt = ending === 'done' ? clock.now() : null;
  store.run(
    `update refund set state = ?, done_at = ?, settle_at = null, settle_as = null where id = ?`,
    ending,
    doneAt,
    refund.id,
  );
  const capture = store.get('select payment_id from capture where id = ?', refund.captureId);
  if (!capture) throw new Error(`capture ${refund.captureId} of a refund is missing`);
  enqueueEvents(gateway, getPayment(store, textOf(capture, 'payment_id')), [
    {
      type: ending === 'done' ? 'refund.done' : 'refund.failed',
      data: {
        refund_id: refund.id,
        reference: refund.reference,
        transaction_id: refund.captureId,
        amount: refund.amount.toString(),
        currency: refund.currency,
      },
    },
  ]);
}

/** Ends the pending refunds whose time has come. @returns how many */
export function settleDueRefunds(gateway: Gateway): number {
  const { store, clock } = gateway;
  const due = store.all(
    `select * from refund where state = 'pending' and settle_at <= ? order by settle_at limit 500`,
    clock.wall(),
  );
  for (const row of due) {
    const ending = textOf(row, 'settle_as') === 'failed' ? 'failed' : 'done';
    store.transaction(() => settleRefund(gateway, refundOf(row), ending));
  }
  if (due.length > 0) gateway.wakeSender();
  return due.length;
}
