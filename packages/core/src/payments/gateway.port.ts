import type { CurrencyCode } from '@keyfall/money';

/**
 * The port every payment provider is reached through: one instance speaks for one account (merchant) at one provider.
 *
 * Rules that hold for every adapter:
 * - Amounts are positive minor units of the named currency. What we send names a currency we book in; what a provider
 *   reports is taken as it is written, since an unknown currency is money too and belongs into suspense, not into an
 *   exception.
 * - `reference` is ours, derived from the row it stands for (payment attempt, refund). Repeating a call with the same
 *   reference and content has the effect of one call; other content under it is refused.
 * - No call is made inside a database transaction, and none follows a redirect.
 * - Failures of the connection or the provider throw `PortError`: `retryable` says whether the same call may succeed
 *   later. A retryable error never proves that nothing happened at the provider; ask `query` or `queryRefund`.
 */
export interface PaymentGateway {
  /** Stable name of the provider, part of the receipt's key: `sandbox`, `stripe`, … */
  readonly provider: string;
  /** Offset of the provider's calendar from UTC in minutes: a bill named by a date covers that day in this offset. */
  readonly billUtcOffsetMinutes: number;

  /**
   * Opens a payment and answers where the buyer pays it. Idempotent by `reference`.
   *
   * @throws PortError retryable on time-outs, resets, 429 and 5xx; not retryable when the provider refuses the request
   *   (bad credentials, other content under a used reference, a reference that was closed before).
   */
  createPayment(request: CreatePaymentRequest): Promise<CreatedPayment>;

  /**
   * The provider's present view of a payment. `unknown` means that the provider has no payment under this name; a
   * creation still under way may yet appear, so it is no proof that nothing will be paid.
   *
   * @throws PortError
   */
  query(target: PaymentTarget): Promise<PaymentReport>;

  /**
   * Asks the provider to take no more money for this payment. `closed` is its promise that none can be captured from
   * now on, also when it never heard of the reference; `already_captured` carries what was paid.
   *
   * @throws PortError when the answer is not certain; the payment then counts as open.
   */
  close(target: PaymentTarget): Promise<CloseOutcome>;

  /**
   * Sends money of one captured transaction back to where it came from. Idempotent by `reference`; a refund that came
   * back `failed` is tried anew by calling again with the same reference.
   *
   * `unknown`: the request may have reached the provider and no trustworthy answer was read. It must never be treated
   * as failed: repeat it with the same reference or ask `queryRefund`.
   *
   * @throws PortError only when the provider certainly did not take the request: refused (not retryable) or never
   *   reached (retryable).
   */
  refund(request: RefundRequest): Promise<RefundReport>;

  /** State of a refund by our reference; `unknown` when the provider has none under it. @throws PortError */
  queryRefund(reference: string): Promise<RefundReport>;

  /**
   * Verifies a webhook and reads its events. Pure: no network, no clock, no exception for hostile input. The raw bytes
   * are what arrived, before any parsing; `receivedAt` is the wall-clock time of arrival (the process clock, not
   * `app.now()`, which may be shifted), so that a stored request can be judged later with the same verdict.
   */
  parseWebhook(delivery: WebhookDelivery): WebhookVerdict;

  /**
   * The lines of one day's bill, in the provider's order, streamed. The bill of a day that is not over may still grow.
   *
   * @throws PortError while iterating, also when the file ends early: rows seen before are then not the whole bill.
   */
  fetchBill(date: BillDate): AsyncIterable<BillRow>;
}

/** A calendar day `YYYY-MM-DD` in the provider's own offset. */
export type BillDate = string;

export type PaymentLocale = 'zh-CN' | 'en';

export interface CreatePaymentRequest {
  /** Our reference: the payment attempt's id. 1 to 64 characters of `A-Z a-z 0-9 . _ : -`. */
  readonly reference: string;
  /** What the buyer owes, in minor units. */
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  /** What the buyer reads on the payment page, never a code or a contact. At most 120 characters. */
  readonly subject: string;
  /** Where the buyer's browser goes afterwards. It proves nothing about the payment. */
  readonly returnUrl: string;
  /** Where the provider sends its signed webhooks. */
  readonly notifyUrl: string;
  /** The provider should take no money after this moment; only `close` makes sure. */
  readonly expiresAt: Date;
  readonly locale: PaymentLocale;
}

export interface CreatedPayment {
  /** The provider's own id of the payment. */
  readonly providerRef: string;
  /** Where the buyer pays. */
  readonly payUrl: string;
}

export type PaymentTarget = { readonly providerRef: string } | { readonly reference: string };

/** Money the provider says it took. Recognised once by (provider, account, `transactionId`). */
export interface CapturedTransaction {
  readonly transactionId: string;
  readonly amount: bigint;
  readonly currency: string;
  /** What the provider keeps, in the same currency. An estimate until the bill says otherwise. */
  readonly fee: bigint;
  readonly paidAt: Date;
}

export type PaymentReport =
  | { readonly state: 'unknown' }
  | {
      readonly state: 'pending' | 'captured' | 'closed';
      readonly providerRef: string;
      readonly reference: string;
      /** All money taken for this payment: none while pending, more than one when it was paid twice. */
      readonly transactions: readonly CapturedTransaction[];
    };

export type CloseOutcome =
  | { readonly state: 'closed' }
  | { readonly state: 'already_captured'; readonly transactions: readonly CapturedTransaction[] };

export interface RefundRequest {
  /** Our reference: the refund's id. Same characters as a payment's. */
  readonly reference: string;
  readonly transactionId: string;
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  /** Shown to the buyer by some providers. At most 200 characters. */
  readonly reason: string;
}

export type RefundState = 'submitted' | 'done' | 'failed' | 'unknown';

export interface RefundReport {
  readonly state: RefundState;
  /** The provider's own id of the refund; absent while unknown. */
  readonly providerRef?: string;
  /** When the provider finished it; only with `done`. */
  readonly doneAt?: Date;
  /** The provider's words for the support desk; only with `failed`. */
  readonly failure?: string;
}

export interface WebhookDelivery {
  readonly rawBody: Uint8Array;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The account's webhook secrets: the current one and, during a rotation, the one before. */
  readonly secrets: readonly string[];
  readonly receivedAt: Date;
}

export type WebhookRefusal = 'bad_signature' | 'stale_timestamp' | 'malformed';

export type WebhookVerdict =
  | { readonly ok: true; readonly events: readonly GatewayEvent[] }
  | { readonly ok: false; readonly refusal: WebhookRefusal };

interface GatewayEventBase {
  /** The provider's id of the event; a repeated delivery carries the same one. */
  readonly eventId: string;
  readonly occurredAt: Date;
  /** The account the event belongs to, as the provider names it; must be compared with the account that was addressed. */
  readonly merchantId: string;
}

export type GatewayEvent =
  | (GatewayEventBase & {
      readonly type: 'payment.captured';
      readonly providerRef: string;
      readonly reference: string;
      readonly transaction: CapturedTransaction;
    })
  | (GatewayEventBase & {
      readonly type: 'payment.closed';
      readonly providerRef: string;
      readonly reference: string;
      readonly reason: PaymentCloseReason;
    })
  | (GatewayEventBase & {
      readonly type: 'refund.done' | 'refund.failed';
      /** Our reference of the refund. */
      readonly reference: string;
      readonly providerRef: string;
      readonly transactionId: string;
      readonly amount: bigint;
      readonly currency: string;
    });

/** Who closed it: us, the buyer on the payment page, or the provider's clock. */
export type PaymentCloseReason = 'merchant' | 'payer' | 'expired';

export interface BillRow {
  readonly kind: 'payment' | 'refund';
  /** The transaction the line is about, also for a refund. */
  readonly transactionId: string;
  /** Our reference of the payment. */
  readonly reference: string;
  /** Our reference of the refund; only on refund lines. */
  readonly refundReference?: string;
  readonly currency: string;
  /** Money taken, in minor units; 0 on refund lines. */
  readonly gross: bigint;
  /** Money sent back, in minor units, positive; 0 on payment lines. */
  readonly refunded: bigint;
  /** What the provider kept; negative when it returned a fee with a refund. */
  readonly fee: bigint;
  /** What the line changes in the settlement: gross − refunded − fee. */
  readonly net: bigint;
  readonly occurredAt: Date;
}
