/** What a journal records. Statements show the kind to the party concerned, so both languages name each of them. */
export const JOURNAL_KINDS = [
  // a sale
  'pay',
  'deliver',
  'cogs',
  'fee_recovery',
  'fee_difference',
  'sale', // several of the above in one commit
  'sale_charge', // a sale whose seller collected the money itself: its wallet pays what the goods cost it

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
  'wallet_pay_back_hold',
  'wallet_pay_back_cancel',
  'wallet_pay_back',
  'wallet_pay_back_bonus',

  // a distributor is closed
  'closing_offset',
  'closing_credit',
  'closing_bonus',
  'closing_payout',

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
  'voucher_sale',
  'suspense_receive',
  'suspense_return',
  'suspense_apply',
  'settlement',
  'fx',
  'adjustment',
  'reversal',
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];
