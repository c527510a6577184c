import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { PortError } from '../../errors.ts';
import type {
  BillRow,
  CapturedTransaction,
  CloseOutcome,
  CreatePaymentRequest,
  CreatedPayment,
  GatewayEvent,
  PaymentGateway,
  PaymentReport,
  PaymentTarget,
  RefundReport,
  RefundRequest,
  WebhookDelivery,
  WebhookVerdict,
} from '../gateway.port.ts';

interface MemoryPayment {
  readonly request: CreatePaymentRequest;
  readonly providerRef: string;
  state: 'pending' | 'captured' | 'closed';
  readonly transactions: CapturedTransaction[];
}

interface MemoryRefund {
  readonly request: RefundRequest;
  readonly providerRef: string;
  state: 'submitted' | 'done' | 'failed';
}

/** What the next call of a kind does instead of its work; a test queues as many as it needs. */
type Fault = 'timeout' | 'refused' | 'done_but_timeout';

/** A payment provider in this process: the port's contract with a truth a test can read, and faults it can order. */
export class MemoryGateway implements PaymentGateway {
  readonly provider = 'sandbox';
  readonly billUtcOffsetMinutes = 480;
  readonly payments = new Map<string, MemoryPayment>();
  readonly refunds = new Map<string, MemoryRefund>();
  readonly calls: string[] = [];
  readonly faults: Record<'createPayment' | 'close' | 'query' | 'refund', Fault[]> = {
    createPayment: [],
    close: [],
    query: [],
    refund: [],
  };
  /** How a new refund ends. */
  refundEnds: 'done' | 'failed' | 'submitted' = 'done';
  /** The provider keeps this of an amount, in hundredths of a percent. */
  feeBasisPoints = 60n;
  /** The lines of every day's bill, or a bill that breaks off. */
  bill: readonly BillRow[] | 'broken' = [];
  /** Called in the middle of `close`, before it answers: what races it. */
  beforeClose: (reference: string) => Promise<void> = () => Promise.resolve();

  createPayment(request: CreatePaymentRequest): Promise<CreatedPayment> {
    this.calls.push(`create ${request.reference}`);
    const fault = this.faults.createPayment.shift();
    if (fault === 'refused') return Promise.reject(new PortError('refused', { retryable: false }));
    if (fault === 'timeout') return Promise.reject(new PortError('timeout', { retryable: true }));
    const payment = this.payments.get(request.reference) ?? {
      request,
      providerRef: `pay_${randomUUID()}`,
      state: 'pending' as const,
      transactions: [],
    };
    this.payments.set(request.reference, payment);
    if (fault === 'done_but_timeout') return Promise.reject(new PortError('timeout', { retryable: true }));
    return Promise.resolve({ providerRef: payment.providerRef, payUrl: `http://pay.test/${request.reference}` });
  }

  query(target: PaymentTarget): Promise<PaymentReport> {
    this.calls.push('query');
    if (this.faults.query.shift() !== undefined) return Promise.reject(new PortError('timeout', { retryable: true }));
    const payment = this.#find(target);
    if (payment === undefined) return Promise.resolve({ state: 'unknown' });
    const { state, providerRef, transactions } = payment;
    return Promise.resolve({ state, providerRef, reference: payment.request.reference, transactions });
  }

  async close(target: PaymentTarget): Promise<CloseOutcome> {
    this.calls.push('close');
    if (this.faults.close.shift() !== undefined) throw new PortError('timeout', { retryable: true });
    if ('reference' in target) await this.beforeClose(target.reference);
    const payment = this.#find(target);
    if (payment?.state === 'captured') return { state: 'already_captured', transactions: payment.transactions };
    if (payment !== undefined) payment.state = 'closed';
    return { state: 'closed' };
  }

  refund(request: RefundRequest): Promise<RefundReport> {
    this.calls.push(`refund ${request.reference}`);
    const fault = this.faults.refund.shift();
    if (fault === 'refused') return Promise.reject(new PortError('refused', { retryable: false }));
    if (fault === 'timeout') return Promise.reject(new PortError('timeout', { retryable: true }));
    const present = this.refunds.get(request.reference);
    const refund = present ?? { request, providerRef: `rfd_${randomUUID()}`, state: this.refundEnds };
    if (present?.state === 'failed') present.state = this.refundEnds;
    this.refunds.set(request.reference, refund);
    if (fault === 'done_but_timeout') return Promise.resolve({ state: 'unknown' });
    return this.queryRefund(request.reference);
  }

  queryRefund(reference: string): Promise<RefundReport> {
    const refund = this.refunds.get(reference);
    if (refund === undefined) return Promise.resolve({ state: 'unknown' });
    return Promise.resolve({
      state: refund.state,
      providerRef: refund.providerRef,
      ...(refund.state === 'done' ? { doneAt: new Date() } : {}),
      ...(refund.state === 'failed' ? { failure: 'card closed' } : {}),
    });
  }

  parseWebhook(delivery: WebhookDelivery): WebhookVerdict {
    const body = Buffer.from(delivery.rawBody);
    const given = Buffer.from(delivery.headers['x-signature'] ?? '', 'hex');
    const signed = delivery.secrets.some((key) => {
      const wanted = createHmac('sha256', key).update(body).digest();
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
    if (!signed) return { ok: false, refusal: 'bad_signature' };
    const events = JSON.parse(body.toString('utf8'), reviveEvent) as GatewayEvent[];
    return { ok: true, events };
  }

  // No test reads a bill of this gateway; the sandbox's own adapter test does.
  async *fetchBill(): AsyncIterable<BillRow> {
    if (this.bill === 'broken') throw new PortError('the bill ended early', { retryable: true });
    yield* await Promise.resolve(this.bill);
  }

  /** The buyer pays what was asked, or another amount. The transaction is known to the gateway from now on. */
  pay(reference: string, change: Partial<CapturedTransaction> = {}): CapturedTransaction {
    const payment = this.payments.get(reference);
    if (payment === undefined) throw new Error(`no payment ${reference}`);
    const amount = change.amount ?? payment.request.amount;
    const transaction: CapturedTransaction = {
      transactionId: `txn_${randomUUID()}`,
      amount,
      currency: payment.request.currency,
      fee: (amount * this.feeBasisPoints + 5_000n) / 10_000n,
      paidAt: new Date(),
      ...change,
    };
    payment.state = 'captured';
    payment.transactions.push(transaction);
    return transaction;
  }

  /** A webhook as it would arrive: body and headers, signed with the account's secret. */
  webhook(events: readonly GatewayEvent[], key: string): { body: Uint8Array; headers: Record<string, string> } {
    const body = Buffer.from(
      JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    );
    return {
      body,
      headers: {
        'x-signature': createHmac('sha256', key).update(body).digest('hex'),
        'content-type': 'application/json',
      },
    };
  }

  #find(target: PaymentTarget): MemoryPayment | undefined {
    if ('reference' in target) return this.payments.get(target.reference);
    return [...this.payments.values()].find((payment) => payment.providerRef === target.providerRef);
  }
}

function reviveEvent(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^-?\d+n$/.test(value)) return BigInt(value.slice(0, -1));
  return key.endsWith('At') ? new Date(value) : value;
}
