export { BROKEN_CHAIN } from './chain-queries.ts';
export { checkChain, readChain } from './check-chain.ts';
export type { AuditChain, ChainCheck } from './check-chain.ts';
export { sweepSeal } from './jobs/sweep-seal.ts';
export { recordAudit } from './queries.ts';
export type { AuditRecord } from './queries.ts';
