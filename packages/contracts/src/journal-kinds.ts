/** What a journal records. Statements show the kind to the party concerned, so both languages name each of them. */
export const JOURNAL_KINDS = [
  // a sale
  'pay',
  'deliver',
  'cogs',
  'fee_recovery',
  'fee_difference',
  'sale', // several of the above in one commit

  // commission
  'release',
  'available_to_wallet',
  'debt_write_off',

  // money back, goods back
  'refund_approve',
  'refund_confirm',
  'refund_fee_return',
  'fulfilment_loss',
  'restock',
  'claim_accepted',
  'replacement',
  'chargeback',
  'dispute_fee',

  // withdrawals
  'withdrawal_request',
  'withdrawal_cancel',
  'withdrawal_submit',
  'withdrawal_paid',
  'withdrawal_cost',
  'withdrawal_failed',
  'withdrawal_returned',

  // wallet
  'top_up',
  'top_up_bonus',
  'top_up_reversal',
  'wallet_hold',
  'wallet_unhold',
  'wallet_pay_back',

  // stock and suppliers
  'stock_import',
  'stock_purchase',
  'stock_loss',
  'supplier_payment',
  'float_top_up',
  'supplier_send',
  'supplier_success',
  'supplier_failure',
  'supplier_late_success',
  'supplier_price_difference',
  'float_difference',

  // money that fits no order, settlement, the rest
  'suspense_receive',
  'suspense_return',
  'suspense_apply',
  'settlement',
  'fx',
  'adjustment',
  'reversal',
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];
