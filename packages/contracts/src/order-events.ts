/**
 * Everything that may stand in an order's timeline. Use cases and the database's functions write these words; whoever adds one
 * gives it words in the three apps.
 */
export const ORDER_EVENT_KINDS = [
  'placed',
  'paid',
  'in_review',
  'fulfilling',
  'delivered',
  'partly_delivered',
  'refund_only',
  'not_delivered',
  'closing',
  'closed',
  'reopened',
  'cancelled',
  'revealed',
  'money_returned',
  'refund_requested',
  'refund_approved',
  'refund_rejected',
  'refund_done',
] as const;
export type OrderEventKind = (typeof ORDER_EVENT_KINDS)[number];

/** Why money that came in fits no order; `payments.capture` and `orders.pay_order` decide. */
export const SUSPENSE_REASONS = [
  'unknown_order',
  'wrong_currency',
  'wrong_amount',
  'double',
  'late',
  'out_of_stock',
  'wallet_short', // the wallet of a seller that collects itself could not carry the cost
  'not_accepted', // the same, as the buyer may know it
] as const;
