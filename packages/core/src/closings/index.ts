export { approveSettlement, rejectSettlement } from './decide-settlement.ts';
export { proposeSettlement } from './propose-settlement.ts';
export type { PayWay, SettlementProposal } from './propose-settlement.ts';
export { listSettlements, previewSettlement } from './read-settlements.ts';
