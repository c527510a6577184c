/** Bills of payment providers beside our books. */
export default {
  help: 'Each day’s bill of a payment provider is compared with our receipts and refunds, both ways. Nothing is corrected by itself.',
  views: { tickets: 'Differences', bills: 'Bills', settlements: 'Settlements' },
  state: 'State',
  kind: 'Difference',
  states: { open: 'Open', resolved: 'Ended' },
  account: 'Account',
  day: 'Day',
  subject: 'Transaction, refund or bank line',
  ours: 'Our books',
  theirs: 'The bill',
  order: 'Order',
  created: 'Found',
  kinds: {
    receipt_missing: 'Paid at the provider, unknown to us',
    amount_differs: 'Another amount',
    currency_differs: 'Another currency',
    fee_differs: 'Another fee',
    payment_not_on_bill: 'Our receipt is not on the bill',
    refund_missing: 'Refunded at the provider, unknown to us',
    refund_differs: 'Another refund amount',
    refund_not_on_bill: 'Our refund is not on the bill',
    settlement_differs: 'Another amount at the bank',
  },
  about: {
    receipt_missing:
      'The provider took this money and no notice of it reached us. Recognising it does what the notice would have done: the order is delivered, or the money goes back.',
    amount_differs:
      'Bill and receipt name the same transaction with two amounts. Ask the provider before you explain it.',
    currency_differs:
      'Bill and receipt name the same transaction in two currencies. Ask the provider before you explain it.',
    fee_differs:
      'The provider kept another fee than was booked. Booking the difference moves it between fees and clearing; the seller is not touched.',
    payment_not_on_bill:
      'We booked this payment and the provider’s bill does not have it. It often stands on the next day’s bill; the ticket then ends by itself.',
    refund_missing: 'The provider sent money back that we did not ask for, or not under this name.',
    refund_differs: 'Bill and refund name the same refund with two amounts.',
    refund_not_on_bill:
      'We booked this refund as done and no bill has it. Refunds paid in another way by hand look like this.',
    settlement_differs:
      'More or less arrived at the bank than the bills come to; the rest stays in clearing. Book it as a fee when the provider kept it, or explain it: when the rest came as another line, too.',
  },
  resolutions: {
    explained: 'Explained',
    fee_booked: 'Fee booked',
    recognised: 'Money recognised',
    vanished: 'Gone by itself',
  },
  actions: {
    explained: 'Explain and end',
    fee_booked: 'Book the real fee',
    recognised: 'Recognise the money',
  },
  noteHelp: 'Say why: it stands in the audit log.',
  resolvedBy: 'Ended by',
  journal: 'Journal',
  ended: 'The difference is ended',
  none: 'No differences',
  noneHelp: 'What the providers say and what we booked is the same, for every day compared so far.',
  noBills: 'No bill yet',
  noBillsHelp: 'The bill of a day is fetched an hour after the day has ended at the provider.',
  billStates: { fetching: 'Being fetched', failed: 'Not to be had', done: 'Compared' },
  lines: 'Lines',
  openTickets: 'Open differences',
  gross: 'Taken',
  refunded: 'Sent back',
  fee: 'Fees',
  net: 'Owed to us',
  compareAgain: 'Compare again',
  compared_one: 'Compared: {{count}} new difference',
  compared_other: 'Compared: {{count}} new differences',
} as const;
