export type * from './payout-rail.port.ts';
export { WITHDRAWAL_MOVES } from './withdrawal.rules.ts';
export { readAccount } from './account-queries.ts';
export { readPolicy } from './policy-queries.ts';
export { getWithdrawalPolicy, saveWithdrawalPolicy, getDistributorTax, setDistributorTax } from './policy.ts';
export { flagOrderRisk, getHoldRules, saveHoldRules } from './hold-rules.ts';
export { createPayoutAccount, readPayoutAccounts, switchPayoutAccount } from './payout-accounts.ts';
export type { PayoutAccountInput } from './payout-accounts.ts';
export {
  listOwnPayees,
  listOwnPayeesOf,
  listPayees,
  refusePayee,
  removePayee,
  savePayee,
  verifyPayee,
} from './payees.ts';
export { previewWithdrawal, requestWithdrawal } from './request-withdrawal.ts';
export type { RequestedWithdrawal, WithdrawalRequest } from './request-withdrawal.ts';
export { approveWithdrawal, cancelWithdrawal, rejectWithdrawal } from './decide-withdrawal.ts';
export { submitWithdrawals } from './submit-withdrawals.ts';
export { lockUsablePayee, peopleNeeded, sendApproved } from './send-approved.ts';
export { newNumber } from './withdrawal-number.ts';
export { resolveWithdrawal } from './resolve-withdrawal.ts';
export { cancelForClaw, lockHeldWithdrawals } from './cancel-for-claw.ts';
export type { HeldWithdrawals } from './cancel-for-claw.ts';
export { downloadBankFile, listBankFiles } from './bank-files.ts';
export {
  countWithdrawals,
  listOwnWithdrawals,
  listWithdrawals,
  readOwnWithdrawal,
  readWithdrawal,
  readWithdrawalDesk,
} from './read-withdrawals.ts';
export { sweepPayouts } from './jobs/sweep-payouts.ts';
