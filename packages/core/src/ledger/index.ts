export { ACCOUNT_CODES, CHART, accountSpecOf, onNormalSide } from './chart.rules.ts';
export type {
  AccountCode,
  AccountSpec,
  AccountType,
  BalanceFloor,
  BalanceMode,
  OwnerIdOf,
  OwnerIds,
  OwnerKind,
} from './chart.rules.ts';
export { planClaws } from './claw.rules.ts';
export type { ClawDemand, ClawPart, Spendable } from './claw.rules.ts';
export { combineJournals, credit, debit, draftJournal, isEmptyJournal, reverseJournal } from './journal.rules.ts';
export type { JournalDraft, JournalHead, JournalLine } from './journal.rules.ts';
export * from './postings.rules.ts';
export { foldDeltas, lockBalances, postJournal, setFloor } from './queries.ts';
export type { BalanceKey, LockedBalance, PostingDetails } from './queries.ts';
export { readSpendable, spendableOf } from './spendable-queries.ts';
export { sweepFold } from './jobs/sweep-fold.ts';
export { listAccounts, listEntries, readJournal, readJournalsOfOrder, readTrialBalanceSheet } from './explore.ts';
