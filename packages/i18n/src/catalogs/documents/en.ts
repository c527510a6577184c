import accounts from './account-names-en.ts';

/** What files say that people download: statements and invoices. */
export default {
  statement: {
    title: 'Statement of account',
    party: 'For {{name}}',
    period: '{{from}} to {{until}} ({{timezone}})',
    open: 'This period has not ended: closing balances are those of the moment this was written.',
    nothing: 'Nothing moved in this period.',
    account: 'Account',
    opening: 'Opening balance',
    closing: 'Closing balance',
    time: 'Time',
    kind: 'What',
    reference: 'Reference',
    currency: 'Currency',
    amount: 'Amount',
    balance: 'Balance',
  },
  accounts,
  page: 'Page {{page}}',
} as const;
