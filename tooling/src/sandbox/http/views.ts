import type { EventRecord } from '../gateway/events.ts';
import type { Payment } from '../gateway/payments.ts';
import type { Refund } from '../gateway/refunds.ts';

/** What leaves the gateway as JSON: amounts as digits, times in ISO 8601. */
export function paymentView(payment: Payment, publicUrl: string): Record<string, unknown> {
  return {
    id: payment.id,
    merchant_id: payment.merchantId,
    reference: payment.reference,
    state: payment.state,
    amount: payment.owed?.amount.toString() ?? null,
    currency: payment.owed?.currency ?? null,
    subject: payment.subject,
    pay_url: payment.owed ? `${publicUrl}/pay/${payment.id}` : null,
    declined_count: payment.declinedCount,
    created_at: iso(payment.createdAt),
    expires_at: iso(payment.expiresAt),
    closed_at: payment.closedAt === undefined ? null : iso(payment.closedAt),
    close_reason: payment.closeReason ?? null,
    transactions: payment.captures.map((capture) => ({
      id: capture.id,
      amount: capture.amount.toString(),
      currency: capture.currency,
      fee: capture.fee.toString(),
      paid_at: iso(capture.paidAt),
    })),
  };
}

export function refundView(refund: Refund): Record<string, unknown> {
  return {
    id: refund.id,
    merchant_id: refund.merchantId,
    reference: refund.reference,
    transaction_id: refund.captureId,
    amount: refund.amount.toString(),
    currency: refund.currency,
    reason: refund.reason,
    state: refund.state,
    attempts: refund.attempts,
    created_at: iso(refund.createdAt),
    done_at: refund.doneAt === undefined ? null : iso(refund.doneAt),
    failure: refund.state === 'failed' ? 'The sandbox was told to refuse this refund.' : null,
  };
}

export function eventView(event: EventRecord): Record<string, unknown> {
  return {
    id: event.id,
    type: event.type,
    merchant_id: event.merchantId,
    payment_id: event.paymentId,
    created_at: iso(event.createdAt),
    deliveries: event.deliveries.map((delivery) => ({
      state: delivery.state,
      attempts: delivery.attempts,
      last_status: delivery.lastStatus ?? null,
      last_error: delivery.lastError ?? null,
      due_at: iso(delivery.dueAt),
    })),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
