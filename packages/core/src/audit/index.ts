export { recordAudit } from './queries.ts';
export type { AuditRecord } from './queries.ts';
