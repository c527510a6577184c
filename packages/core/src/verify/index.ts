export { checkCodes } from './check-codes.ts';
export type { CodeCheck, StoredCode } from './check-codes.ts';
export { INVARIANTS, verifyTenant } from './verify-tenant.ts';
export type { InvariantResult } from './verify-tenant.ts';
export type { Invariant } from './invariant.ts';
