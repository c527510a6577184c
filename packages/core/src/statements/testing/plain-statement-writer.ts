import type { StatementHead, StatementPart, StatementWriter } from '../statement.port.ts';

/** Statements as plain lines: what a test of the numbers reads, without paper or spreadsheet. */
export const plainStatementWriter: StatementWriter = { csv: writeLines, pdf: writeLines };

async function* writeLines(
  head: StatementHead,
  parts: AsyncIterable<StatementPart>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(`${head.partyName} ${head.from} ${head.until}\n`);
  for await (const part of parts) yield Buffer.from(`${lineOf(part)}\n`);
}

function lineOf(part: StatementPart): string {
  const { code, opening } = part.section;
  switch (part.part) {
    case 'section':
      return `${code} opening ${opening}`;
    case 'line':
      return `${code} ${part.line.kind} ${part.line.amount} ${part.line.balance}`;
    case 'end':
      return `${code} closing ${part.closing}`;
  }
}
