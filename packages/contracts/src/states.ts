/**
 * The states and kinds both sides name. Which move is allowed is decided by core's `*.rules.ts`; the database checks the
 * same words. Refunded is no state of an order or a line: it is derived from refund rows.
 */
export const ORDER_STATES = [
  'awaiting_payment',
  'in_review',
  'paid',
  'fulfilling',
  'delivered',
  'partly_delivered',
  'refund_only',
  'closing',
  'closed',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const LINE_STATES = [
  'awaiting_payment',
  'processing',
  'unknown',
  'delivered',
  'partly_delivered',
  'failed',
  'cancelled',
] as const;
export type LineState = (typeof LINE_STATES)[number];

/** A payment attempt at a gateway. */
export const ATTEMPT_STATES = ['created', 'pending', 'captured', 'failed', 'closed', 'unknown'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export const REFUND_STATES = ['requested', 'approved', 'submitted', 'done', 'failed', 'rejected'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** Why money goes back. What people ask for (`person`, `goodwill`, `claim`) needs a maker and a checker. */
export const REFUND_REASONS = [
  'person',
  'goodwill',
  'undelivered',
  'late_payment',
  'double_payment',
  'wrong_amount',
  'wrong_currency',
  'unknown_order',
  'not_accepted',
  'supplier_failed',
  'review_refused',
  'claim',
  'wallet_pay_back',
] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

export const CODE_STATES = ['available', 'reserved', 'sold', 'quarantined', 'void'] as const;
export type CodeState = (typeof CODE_STATES)[number];

export const BATCH_STATES = ['open', 'quarantined', 'recalled', 'void'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

export const IMPORT_STATES = ['uploading', 'ready', 'running', 'done', 'failed', 'cancelled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const SUPPLIER_REQUEST_STATES = [
  'created',
  'sending',
  'accepted',
  'success',
  'failed',
  'unknown',
  'success_late',
] as const;
export type SupplierRequestState = (typeof SUPPLIER_REQUEST_STATES)[number];

export const CLAIM_STATES = ['opened', 'verifying', 'replaced', 'refunded', 'rejected'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

export const WITHDRAWAL_STATES = [
  'requested',
  'approved',
  'submitted',
  'paid',
  'failed',
  'unknown',
  'rejected',
  'cancelled',
  'returned',
] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];

/** What a payout takes: income, or a wallet's cash. */
export const PAYOUT_SOURCES = ['income', 'wallet'] as const;
export type PayoutSource = (typeof PAYOUT_SOURCES)[number];

/**
 * A wallet's cash on its way back to one top-up's source, as people see it: `sending` is agreed to and not there yet; `failed`
 * came back into the wallet, since the bank did not pay.
 */
export const PAY_BACK_STATES = ['requested', 'sending', 'done', 'failed', 'rejected', 'cancelled'] as const;
export type PayBackState = (typeof PAY_BACK_STATES)[number];

/** What two people agree on about the balances of a distributor that is to be closed. */
export const CLOSING_STATES = ['requested', 'approved', 'rejected'] as const;
export type ClosingState = (typeof CLOSING_STATES)[number];

export const BANK_TOP_UP_STATES = ['declared', 'confirmed', 'refused'] as const;
export type BankTopUpState = (typeof BANK_TOP_UP_STATES)[number];

/** A top-up of a wallet: gateway `awaiting_payment → confirmed | closed`, bank as {@link BANK_TOP_UP_STATES}. */
export const TOP_UP_STATES = ['awaiting_payment', ...BANK_TOP_UP_STATES, 'closed'] as const;
export type TopUpState = (typeof TOP_UP_STATES)[number];

export const TOP_UP_METHODS = ['gateway', 'bank'] as const;
export type TopUpMethod = (typeof TOP_UP_METHODS)[number];

/** The parts of a wallet, each an account of its own: 2040, 2041, 2045. */
export const WALLET_PURSES = ['cash', 'bonus', 'hold'] as const;
export type WalletPurse = (typeof WALLET_PURSES)[number];

export const INVOICE_STATES = ['requested', 'issued', 'void', 'refused'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

export const DISTRIBUTOR_STATES = ['invited', 'pending', 'active', 'frozen', 'closed'] as const;
export type DistributorState = (typeof DISTRIBUTOR_STATES)[number];

export const SHOP_STATES = ['draft', 'open', 'closed'] as const;
export type ShopState = (typeof SHOP_STATES)[number];

export const DOMAIN_STATES = ['pending', 'verified', 'lost'] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

export const PRODUCT_STATES = ['draft', 'published', 'unpublished', 'archived'] as const;
export type ProductState = (typeof PRODUCT_STATES)[number];

export const SKU_STATES = ['active', 'paused', 'archived'] as const;
export type SkuState = (typeof SKU_STATES)[number];
