/** Distributors that take their shops' money themselves. */
export default {
  title: 'Taking money',
  allowed: 'May take its shops’ money itself',
  yes: 'Yes',
  no: 'No',
  none: 'None',
  since: 'Decided',
  accounts: 'Own gateway accounts',
  shops: 'Shops that collect themselves',
  spendable: 'Its wallet can carry',
  promised: 'Counted on by unpaid orders',
  allow: 'Allow it',
  allowTitle: 'Let this distributor take its shops’ money itself?',
  allowHelp:
    'Its buyers may then pay at its own gateway account. Each paid order takes what the goods cost it out of its wallet and credit; you and everybody above it are paid at that moment. Its provider’s bills are its own affair.',
  end: 'End it',
  endTitle: 'End that this distributor takes its shops’ money itself?',
  endHelp:
    'Its shops are handed back to your gateways at once. Orders placed before are still paid and refunded through its own account.',
  saved: 'Saved',
  by: { platform: 'We take the money', distributor: 'The distributor takes the money' },
  collectedBy: 'Money',
  charge: 'Taken from its wallet',
  chargeDue: 'To be taken from its wallet',
  chargeRefunded: 'Back in its wallet',
  note: 'The seller took the buyer’s money itself: its own share stays with it, and its wallet paid all the others.',
  receipt: 'at the distributor’s own gateway',
} as const;
