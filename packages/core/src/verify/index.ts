export { INVARIANTS, verifyTenant } from './verify-tenant.ts';
export type { InvariantResult } from './verify-tenant.ts';
export type { Invariant } from './invariant.ts';
