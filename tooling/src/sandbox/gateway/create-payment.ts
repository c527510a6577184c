import { createHash } from 'node:crypto';
import { CURRENCY_CODES } from '@keyfall/money';
import { z } from 'zod';
import { GatewayRefusal, assertSameContent, randomId } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { insertPayment, findPaymentByReference } from './payments.ts';
import type { Payment } from './payments.ts';

export const REFERENCE = /^[A-Za-z0-9._:-]{1,64}$/;

/** Positive minor units as decimal digits: a JSON number would not hold every amount. */
export const amountSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/)
  .transform((digits) => BigInt(digits));

const webUrlSchema = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => new URL(text).username === '' && new URL(text).password === '', 'must not carry credentials');

export const createPaymentSchema = z.strictObject({
  reference: z.string().regex(REFERENCE),
  amount: amountSchema,
  currency: z.enum(CURRENCY_CODES),
  subject: z.string().trim().min(1).max(120),
  return_url: webUrlSchema,
  notify_url: webUrlSchema,
  expires_at: z.iso.datetime({ offset: true }),
  locale: z.enum(['zh-CN', 'en']),
});
export type CreatePaymentInput = z.infer<typeof createPaymentSchema>;

/**
 * Opens a payment. The same reference and content gives the payment it gave before.
 *
 * @throws GatewayRefusal `reference_reused` for other content, `payment_closed` when the reference was closed before.
 */
export function createPayment(
  gateway: Gateway,
  merchantId: string,
  input: CreatePaymentInput,
): { readonly payment: Payment; readonly created: boolean } {
  const { store, clock } = gateway;
  const fingerprint = fingerprintOf(input);
  return store.transaction(() => {
    const present = findPaymentByReference(store, merchantId, input.reference);
    if (present && !present.owed) {
      throw new GatewayRefusal(409, 'payment_closed', 'This reference was closed before a payment was created.');
    }
    if (present) {
      assertSameContent(present.fingerprint === fingerprint, 'payment');
      return { payment: present, created: false };
    }
    const payment: Payment = {
      id: randomId('pay'),
      merchantId,
      reference: input.reference,
      fingerprint,
      owed: { amount: input.amount, currency: input.currency },
      subject: input.subject,
      returnUrl: input.return_url,
      notifyUrl: input.notify_url,
      locale: input.locale,
      state: 'pending',
      declinedCount: 0,
      faults: undefined,
      createdAt: clock.now(),
      expiresAt: Date.parse(input.expires_at),
      closedAt: undefined,
      closeReason: undefined,
      captures: [],
    };
    insertPayment(store, payment);
    return { payment, created: true };
  });
}

function fingerprintOf(input: CreatePaymentInput): string {
  const content = [
    input.amount.toString(),
    input.currency,
    input.subject,
    input.return_url,
    input.notify_url,
    input.expires_at,
    input.locale,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
