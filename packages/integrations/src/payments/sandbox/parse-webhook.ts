import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GatewayEvent, WebhookDelivery, WebhookVerdict } from '@keyfall/core/payments';
import { capturedDataSchema, closedDataSchema, envelopeSchema, refundDataSchema } from './messages.ts';

const BODY_BYTES_MAX = 64 * 1024;
const SECRETS_MAX = 4;
const TOLERANCE_MS = 5 * 60 * 1000;
const TIMESTAMP = /^[0-9]{10}$/;
const SIGNATURE = /^v1=([0-9a-f]{64})$/;

/**
 * Verifies and reads a webhook of the sandbox gateway: HMAC-SHA-256 over `timestamp.body`, compared in constant time,
 * the timestamp within five minutes of the arrival. An event of a kind we do not know is verified and left out.
 */
export function parseSandboxWebhook(delivery: WebhookDelivery): WebhookVerdict {
  const { rawBody, headers } = delivery;
  if (rawBody.byteLength > BODY_BYTES_MAX) return { ok: false, refusal: 'malformed' };
  const timestamp = headers['sandbox-timestamp'] ?? '';
  const signature = SIGNATURE.exec(headers['sandbox-signature'] ?? '')?.[1];
  if (!TIMESTAMP.test(timestamp) || signature === undefined) return { ok: false, refusal: 'bad_signature' };
  const given = Buffer.from(signature, 'hex');
  const isSigned = delivery.secrets
    .slice(0, SECRETS_MAX)
    // Every secret is tried, so that the time taken does not tell which one fits.
    .map((secret) => timingSafeEqual(given, expected(secret, timestamp, rawBody)))
    .some(Boolean);
  if (!isSigned) return { ok: false, refusal: 'bad_signature' };
  const ageMs = Math.abs(delivery.receivedAt.getTime() - Number(timestamp) * 1000);
  // Written so that an invalid date is refused too.
  if (!(ageMs <= TOLERANCE_MS)) return { ok: false, refusal: 'stale_timestamp' };
  const events = eventsOf(rawBody);
  return events ? { ok: true, events } : { ok: false, refusal: 'malformed' };
}

function expected(secret: string, timestamp: string, rawBody: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
}

function eventsOf(rawBody: Uint8Array): readonly GatewayEvent[] | undefined {
  const envelope = envelopeSchema.safeParse(jsonOf(rawBody));
  if (!envelope.success) return undefined;
  const { id: eventId, type, created_at: occurredAt, merchant_id: merchantId, data } = envelope.data;
  const base = { eventId, occurredAt, merchantId };
  switch (type) {
    case 'payment.captured': {
      const captured = capturedDataSchema.safeParse(data);
      if (!captured.success) return undefined;
      const { payment_id: providerRef, reference, transaction } = captured.data;
      return [{ ...base, type, providerRef, reference, transaction }];
    }
    case 'payment.closed': {
      const closed = closedDataSchema.safeParse(data);
      if (!closed.success) return undefined;
      const { payment_id: providerRef, reference, reason } = closed.data;
      return [{ ...base, type, providerRef, reference, reason }];
    }
    case 'refund.done':
    case 'refund.failed': {
      const refund = refundDataSchema.safeParse(data);
      if (!refund.success) return undefined;
      const { refund_id: providerRef, reference, transaction_id: transactionId, amount, currency } = refund.data;
      return [{ ...base, type, providerRef, reference, transactionId, amount, currency }];
    }
    default:
      return [];
  }
}

function jsonOf(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}
