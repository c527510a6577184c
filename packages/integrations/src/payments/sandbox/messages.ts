import type { CapturedTransaction, PaymentReport, RefundReport } from '@keyfall/core/payments';
import { z } from 'zod';

const id = z.string().regex(/^[A-Za-z0-9._:-]{1,200}$/);
const reference = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
const currency = z.string().regex(/^[A-Z0-9]{2,12}$/);
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Minor units as digits, at most 18 of them, so that they fit a bigint column. */
const amount = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,17})$/)
  .transform((digits) => BigInt(digits));
const amountAboveZero = amount.refine((value) => value > 0n, 'must be more than zero');

export const transactionSchema = z
  .object({ id, amount: amountAboveZero, currency, fee: amount, paid_at: time })
  .transform((transaction): CapturedTransaction => ({
    transactionId: transaction.id,
    amount: transaction.amount,
    currency: transaction.currency,
    fee: transaction.fee,
    paidAt: transaction.paid_at,
  }));

export const paymentSchema = z.object({
  id,
  merchant_id: z.string(),
  reference,
  state: z.enum(['pending', 'captured', 'closed']),
  amount: amountAboveZero.nullable(),
  currency: currency.nullable(),
  pay_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  transactions: z.array(transactionSchema).max(100),
});
export type PaymentMessage = z.infer<typeof paymentSchema>;

export function reportOf(message: PaymentMessage): PaymentReport {
  return {
    state: message.state,
    providerRef: message.id,
    reference: message.reference,
    transactions: message.transactions,
  };
}

export const refundSchema = z.object({
  id,
  merchant_id: z.string(),
  reference,
  transaction_id: id,
  amount: amountAboveZero,
  currency,
  state: z.enum(['pending', 'done', 'failed']),
  done_at: time.nullable(),
  failure: z.string().max(500).nullable(),
});
export type RefundMessage = z.infer<typeof refundSchema>;

export function refundReportOf(message: RefundMessage): RefundReport {
  return {
    state: message.state === 'pending' ? 'submitted' : message.state,
    providerRef: message.id,
    ...(message.state === 'done' && message.done_at ? { doneAt: message.done_at } : {}),
    ...(message.state === 'failed' ? { failure: message.failure ?? 'refused' } : {}),
  };
}

/** What every event has; `type` is open, since a gateway may learn new ones before we do. */
export const envelopeSchema = z.object({
  id,
  type: z.string().min(1).max(100),
  created_at: time,
  merchant_id: z.string().min(1).max(100),
  data: z.unknown(),
});

export const capturedDataSchema = z.object({ payment_id: id, reference, transaction: transactionSchema });

export const closedDataSchema = z.object({
  payment_id: id,
  reference,
  reason: z.enum(['merchant', 'payer', 'expired']),
});

export const refundDataSchema = z.object({
  refund_id: id,
  reference,
  transaction_id: id,
  amount: amountAboveZero,
  currency,
});
