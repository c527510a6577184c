import type { StatementWriter } from '@keyfall/core/statements';
import { writeStatementCsv } from './write-statement-csv.ts';
import { writeStatementPdf } from './write-statement-pdf.ts';

/** Statements as CSV for spreadsheets and as PDF for people. */
export const statementWriter: StatementWriter = { csv: writeStatementCsv, pdf: writeStatementPdf };
