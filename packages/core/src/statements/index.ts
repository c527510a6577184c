export {
  listOwnStatementEntries,
  listParties,
  listPartyStatementEntries,
  readOwnStatement,
  readPartyStatement,
} from './read-statement.ts';
export type { StatementEntriesInput } from './read-statement.ts';
export { writeOwnStatement, writePartyStatement } from './write-statement.ts';
export type { StatementFormat } from './write-statement.ts';
export type {
  StatementHead,
  StatementLine,
  StatementPart,
  StatementSection,
  StatementWriter,
} from './statement.port.ts';
export { readPeriodBounds } from './statement-queries.ts';
