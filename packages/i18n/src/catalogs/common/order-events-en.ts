/** What the events of an order say beside their title, and why money fits no order. */
export default {
  detail: {
    units_one: '{{count}} unit',
    units_other: '{{count}} units',
    line: 'line {{line}}',
  },
  refundUnits: {
    delivered: 'Delivered units',
    undelivered: 'Undelivered units',
    atMost_one: '{{count}} can be refunded',
    atMost_other: '{{count}} can be refunded',
    wrong: 'More than can be refunded',
  },
  suspenseReason: {
    unknown_order: 'No such order',
    wrong_currency: 'Wrong currency',
    wrong_amount: 'Wrong amount',
    double: 'Paid twice',
    late: 'Paid too late',
    out_of_stock: 'Sold out meanwhile',
    wallet_short: 'Seller’s wallet too low',
    not_accepted: 'The shop could not take the order',
  },
} as const;
