import { spec } from './error-kind.ts';

/** Quote, order, payment, delivery, refund, claim. */
export const orderErrors = {
  quote_expired: spec('conflict'),
  cart_empty: spec('validation'),
  quantity_invalid: spec<{ min?: number; max?: number; step?: number }>('validation'),
  contact_required: spec('validation'),
  order_not_found: spec('not_found'),
  order_expired: spec('conflict'),
  /** Why is the seller's affair: its wallet does not carry the order. */
  order_not_accepted: spec('conflict', { retryable: true }),
  order_not_payable: spec<{ state: string }>('conflict'),
  order_state_conflict: spec<{ from: string; to: string }>('conflict'),
  not_cancellable: spec<{ state?: string }>('conflict'),
  duplicate_client_order_no: spec('conflict'),
  too_many_open_orders: spec<{ max: number }>('conflict'),
  risk_review: spec('forbidden'),
  coupon_invalid: spec<{ reason?: string }>('conflict'),
  mixed_currencies: spec('validation'),

  gateway_unavailable: spec<{ gateway?: string }>('unavailable'),
  gateway_refused: spec<{ gateway?: string; reason?: string }>('conflict'),
  gateway_not_configured: spec('conflict'),
  payment_not_found: spec('not_found'),
  payment_mismatch: spec<{ field: 'amount' | 'currency' | 'merchant' | 'order' }>('conflict'),
  webhook_invalid: spec('unauthenticated'),

  delivery_not_ready: spec<{ deliverAt?: string }>('conflict'),
  refund_exceeds_paid: spec<{ refundable: string; requested: string }>('conflict'),
  refund_units_exceeded: spec<{ line: number; available: number }>('conflict'),
  refund_nothing: spec('conflict'),
  refund_unknown_outstanding: spec<{ units: number }>('conflict'),
  refund_state_conflict: spec<{ from: string; to: string }>('conflict'),
  refund_own_request: spec('forbidden'),
  warranty_over: spec<{ endedAt: string }>('conflict'),
  claim_open_already: spec('conflict'),
} as const;
