import { createHmac } from 'node:crypto';
import type { WebhookDelivery, WebhookVerdict } from '@keyfall/core/payments';
import { describe, expect, it } from 'vitest';
import { parseSandboxWebhook } from './parse-webhook.ts';

const SECRET = 'current-secret-of-this-account';
const RECEIVED_AT = new Date('2026-01-01T00:00:00Z');
const NOW = String(RECEIVED_AT.getTime() / 1000);

const captured = {
  id: 'evt_1',
  type: 'payment.captured',
  created_at: '2025-12-31T23:59:59.000Z',
  merchant_id: 'm-1',
  data: {
    payment_id: 'pay_1',
    reference: 'attempt-1',
    transaction: { id: 'txn_1', amount: '3000', currency: 'CNY', fee: '18', paid_at: '2025-12-31T23:59:58.000Z' },
  },
};

const bytes = (text: string) => new TextEncoder().encode(text);

function signed(rawBody: Uint8Array, options: { secret?: string; timestamp?: string } = {}): WebhookDelivery {
  const timestamp = options.timestamp ?? NOW;
  const mac = createHmac('sha256', options.secret ?? SECRET)
    .update(`${timestamp}.`)
    .update(rawBody)
    .digest('hex');
  return {
    rawBody,
    headers: { 'sandbox-timestamp': timestamp, 'sandbox-signature': `v1=${mac}` },
    secrets: [SECRET],
    receivedAt: RECEIVED_AT,
  };
}

const event = (content: unknown, options = {}) => signed(bytes(JSON.stringify(content)), options);
const refusalOf = (verdict: WebhookVerdict) => (verdict.ok ? 'accepted' : verdict.refusal);

describe('a rightly signed event', () => {
  it('is read with exact amounts', () => {
    expect(parseSandboxWebhook(event(captured))).toEqual({
      ok: true,
      events: [
        {
          type: 'payment.captured',
          eventId: 'evt_1',
          occurredAt: new Date('2025-12-31T23:59:59.000Z'),
          merchantId: 'm-1',
          providerRef: 'pay_1',
          reference: 'attempt-1',
          transaction: {
            transactionId: 'txn_1',
            amount: 3000n,
            currency: 'CNY',
            fee: 18n,
            paidAt: new Date('2025-12-31T23:59:58.000Z'),
          },
        },
      ],
    });
  });

  it.each([
    ['payment.closed', { payment_id: 'pay_1', reference: 'attempt-1', reason: 'payer' }],
    ['refund.done', { refund_id: 'rfd_1', reference: 'r-1', transaction_id: 'txn_1', amount: '5', currency: 'CNY' }],
    ['refund.failed', { refund_id: 'rfd_1', reference: 'r-1', transaction_id: 'txn_1', amount: '5', currency: 'CNY' }],
  ])('of kind %s is read', (type, data) => {
    expect(parseSandboxWebhook(event({ ...captured, type, data }))).toMatchObject({ ok: true, events: [{ type }] });
  });

  it('of a kind unknown to us is accepted and left out', () => {
    expect(parseSandboxWebhook(event({ ...captured, type: 'dispute.opened' }))).toEqual({ ok: true, events: [] });
  });

  it('may be signed with any of the secrets, as during a rotation', () => {
    const delivery = { ...event(captured), secrets: ['the-next-secret', SECRET] };
    expect(parseSandboxWebhook(delivery).ok).toBe(true);
  });

  it.each([-299, 299])('is accepted %i seconds from its arrival', (seconds) => {
    const timestamp = String(Number(NOW) + seconds);
    expect(parseSandboxWebhook(event(captured, { timestamp })).ok).toBe(true);
  });
});

describe('refused as badly signed', () => {
  const good = event(captured);
  const header = (name: string, value: string | undefined) => ({
    ...good,
    headers: { ...good.headers, [name]: value },
  });

  it.each<[string, WebhookDelivery]>([
    ['another secret', event(captured, { secret: 'somebody else' })],
    ['a changed body', { ...good, rawBody: bytes(JSON.stringify({ ...captured, merchant_id: 'm-2' })) }],
    ['a changed timestamp', header('sandbox-timestamp', String(Number(NOW) + 1))],
    ['no signature', header('sandbox-signature', undefined)],
    ['no timestamp', header('sandbox-timestamp', undefined)],
    ['a short signature', header('sandbox-signature', 'v1=abcd')],
    ['an unknown version', header('sandbox-signature', (good.headers['sandbox-signature'] ?? '').replace('v1', 'v0'))],
    ['a timestamp in milliseconds', event(captured, { timestamp: `${NOW}000` })],
    ['no secret to compare with', { ...good, secrets: [] }],
  ])('%s', (_name, delivery) => {
    expect(refusalOf(parseSandboxWebhook(delivery))).toBe('bad_signature');
  });
});

describe('refused as stale', () => {
  it.each([-301, 301, -86_400])('%i seconds from its arrival', (seconds) => {
    const timestamp = String(Number(NOW) + seconds);
    expect(refusalOf(parseSandboxWebhook(event(captured, { timestamp })))).toBe('stale_timestamp');
  });

  it('an arrival at no valid time', () => {
    const delivery = { ...event(captured), receivedAt: new Date(Number.NaN) };
    expect(refusalOf(parseSandboxWebhook(delivery))).toBe('stale_timestamp');
  });
});

describe('refused as malformed', () => {
  const { transaction } = captured.data;
  it.each<[string, WebhookDelivery]>([
    ['not JSON', signed(bytes('<html>'))],
    ['not UTF-8', signed(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))],
    ['an empty body', signed(bytes(''))],
    ['another shape', event([captured])],
    ['no event id', event({ ...captured, id: undefined })],
    [
      'an amount as JSON number',
      event({ ...captured, data: { ...captured.data, transaction: { ...transaction, amount: 3000 } } }),
    ],
    [
      'an amount of nothing',
      event({ ...captured, data: { ...captured.data, transaction: { ...transaction, amount: '0' } } }),
    ],
    ['more than 64 kB', signed(new Uint8Array(64 * 1024 + 1))],
  ])('%s', (_name, delivery) => {
    expect(refusalOf(parseSandboxWebhook(delivery))).toBe('malformed');
  });
});
