import { PortError } from '@keyfall/core';
import type {
  CloseOutcome,
  CreatedPayment,
  CreatePaymentRequest,
  PaymentGateway,
  PaymentReport,
  PaymentTarget,
  RefundReport,
  RefundRequest,
} from '@keyfall/core/payments';
import type { z } from 'zod';
import { callSandbox } from './call-sandbox.ts';
import type { CallOutcome, SandboxConnection, SandboxRequest } from './call-sandbox.ts';
import { fetchSandboxBill } from './fetch-bill.ts';
import { paymentSchema, refundReportOf, refundSchema, reportOf } from './messages.ts';
import type { PaymentMessage, RefundMessage } from './messages.ts';
import { parseSandboxWebhook } from './parse-webhook.ts';

const TIMEOUT_MS = 10_000;
/** The sandbox cuts its bills at midnight in China. */
const BILL_UTC_OFFSET_MINUTES = 480;

export type SandboxGatewayConfig = Omit<SandboxConnection, 'timeoutMs'> & { readonly timeoutMs?: number };

/** The adapter for the sandbox gateway, one per account. See the port for what each call promises. */
export function createSandboxGateway(config: SandboxGatewayConfig): PaymentGateway {
  const connection: SandboxConnection = { ...config, timeoutMs: config.timeoutMs ?? TIMEOUT_MS };
  return {
    provider: 'sandbox',
    billUtcOffsetMinutes: BILL_UTC_OFFSET_MINUTES,
    createPayment: (request) => createPayment(connection, request),
    query: (target) => query(connection, target),
    close: (target) => close(connection, target),
    refund: (request) => refund(connection, request),
    queryRefund: (reference) => queryRefund(connection, reference),
    parseWebhook: parseSandboxWebhook,
    fetchBill: (date) => fetchSandboxBill(connection, date),
  };
}

async function createPayment(connection: SandboxConnection, request: CreatePaymentRequest): Promise<CreatedPayment> {
  const outcome = await callSandbox(connection, {
    method: 'POST',
    path: '/api/payments',
    json: {
      reference: request.reference,
      amount: request.amount.toString(),
      currency: request.currency,
      subject: request.subject,
      return_url: request.returnUrl,
      notify_url: request.notifyUrl,
      expires_at: request.expiresAt.toISOString(),
      locale: request.locale,
    },
  });
  const payment = ownPayment(connection, read(outcome, paymentSchema), { reference: request.reference });
  if (payment.amount !== request.amount || payment.currency !== request.currency || payment.pay_url === null) {
    throw unexpected('the payment it opened is another one than was asked for');
  }
  return { providerRef: payment.id, payUrl: payment.pay_url };
}

async function query(connection: SandboxConnection, target: PaymentTarget): Promise<PaymentReport> {
  const outcome = await callSandbox(connection, { method: 'GET', path: paymentPath(target) });
  if (outcome.kind === 'refused' && outcome.code === 'payment_unknown') return { state: 'unknown' };
  return reportOf(ownPayment(connection, read(outcome, paymentSchema), target));
}

async function close(connection: SandboxConnection, target: PaymentTarget): Promise<CloseOutcome> {
  const outcome = await callSandbox(connection, { method: 'POST', path: `${paymentPath(target)}/close` });
  const payment = ownPayment(connection, read(outcome, paymentSchema), target);
  switch (payment.state) {
    case 'closed':
      return { state: 'closed' };
    case 'captured':
      return { state: 'already_captured', transactions: payment.transactions };
    case 'pending':
      throw unexpected('the payment is still open after it was closed');
  }
}

async function refund(connection: SandboxConnection, request: RefundRequest): Promise<RefundReport> {
  const sent: SandboxRequest = {
    method: 'POST',
    path: '/api/refunds',
    json: {
      reference: request.reference,
      transaction_id: request.transactionId,
      amount: request.amount.toString(),
      currency: request.currency,
      reason: request.reason,
    },
  };
  const outcome = await callSandbox(connection, sent);
  if (outcome.kind === 'uncertain') return { state: 'unknown' };
  if (outcome.kind !== 'answered') throw failed(outcome);
  const answer = refundSchema.safeParse(outcome.json);
  // Money may be on its way although we cannot read what the gateway says about it.
  return answer.success && isSameRefund(connection, answer.data, request)
    ? refundReportOf(answer.data)
    : { state: 'unknown' };
}

function isSameRefund(connection: SandboxConnection, answer: RefundMessage, request: RefundRequest): boolean {
  return (
    answer.merchant_id === connection.merchantId &&
    answer.reference === request.reference &&
    answer.transaction_id === request.transactionId &&
    answer.amount === request.amount &&
    answer.currency === request.currency
  );
}

async function queryRefund(connection: SandboxConnection, reference: string): Promise<RefundReport> {
  const path = `/api/refunds/by-reference/${encodeURIComponent(reference)}`;
  const outcome = await callSandbox(connection, { method: 'GET', path });
  if (outcome.kind === 'refused' && outcome.code === 'refund_unknown') return { state: 'unknown' };
  const answer = read(outcome, refundSchema);
  if (answer.merchant_id !== connection.merchantId || answer.reference !== reference) {
    throw unexpected('the answer is about another refund');
  }
  return refundReportOf(answer);
}

function paymentPath(target: PaymentTarget): string {
  return 'providerRef' in target
    ? `/api/payments/${encodeURIComponent(target.providerRef)}`
    : `/api/payments/by-reference/${encodeURIComponent(target.reference)}`;
}

function ownPayment(connection: SandboxConnection, payment: PaymentMessage, target: PaymentTarget): PaymentMessage {
  const isTarget = 'providerRef' in target ? payment.id === target.providerRef : payment.reference === target.reference;
  if (payment.merchant_id !== connection.merchantId || !isTarget) {
    throw unexpected('the answer is about another payment');
  }
  return payment;
}

function read<T>(outcome: CallOutcome, schema: z.ZodType<T>): T {
  if (outcome.kind !== 'answered') throw failed(outcome);
  const parsed = schema.safeParse(outcome.json);
  if (!parsed.success) throw unexpected('the answer has another shape than agreed', parsed.error);
  return parsed.data;
}

function failed(outcome: Exclude<CallOutcome, { kind: 'answered' }>): PortError {
  if (outcome.kind === 'refused') {
    return new PortError(`sandbox gateway: refused (${outcome.code})`, { retryable: false });
  }
  return new PortError(`sandbox gateway: ${outcome.why}`, { retryable: true, cause: outcome.cause });
}

/** The gateway answered, but not what was agreed: asking again later may help, trusting it would not. */
function unexpected(what: string, cause?: unknown): PortError {
  return new PortError(`sandbox gateway: ${what}`, { retryable: true, cause });
}
