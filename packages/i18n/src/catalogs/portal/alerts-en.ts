/** What a distributor is alerted to: what it is, what to do about it, where that is done. */
export const alerts = {
  help: 'What needs somebody of yours. Alerts close by themselves when their cause is gone.',
  kinds: {
    wallet_low: 'The wallet is low',
    wallet_short: 'An order was refused: the wallet did not carry its cost',
  },
  nextOf: {
    wallet_low: 'Top up the wallet, or lower the mark below which you are told.',
    wallet_short: 'Top up the wallet: your shops sell only what wallet and credit can carry.',
  },
  go: { wallet_low: 'To the wallet', wallet_short: 'To the wallet' },
  facts: {
    spendable: '{{amount}} can be spent',
    mark: 'your mark is {{amount}}',
    needed: '{{amount}} were needed',
  },
} as const;
