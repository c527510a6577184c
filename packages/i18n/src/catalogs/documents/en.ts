import accounts from './account-names-en.ts';
import reports from './reports-en.ts';
import invoice from './invoice-en.ts';
import invoices from './invoices-en.ts';

/** What files say that people download: statements and invoices. */
export default {
  statement: {
    title: 'Statement of account',
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
    help: 'What moved on each account in a period. Every figure is the sum of the entries beneath it.',
    month: 'Month',
    thisMonth: 'This month',
    from: 'From',
    until: 'Until',
    increased: 'In',
    decreased: 'Out',
    entries: 'Entries',
    showEntries: 'Entries of {{account}}',
    asCsv: 'Export CSV',
    asPdf: 'Export PDF',
    party: 'For {{name}}',
    whose: 'Whose accounts',
    house: 'The house',
    partyKinds: { distributor: 'Distributor', supplier: 'Supplier', gateway: 'Gateway account' },
    nothingTitle: 'Nothing moved in this period',
    nothingHelp: 'Choose another month, or two days.',
  },
  invoice,
  invoices,
  accounts,
  reports,
  page: 'Page {{page}}',
} as const;
