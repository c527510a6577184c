/**
 * What a spreadsheet takes for a formula at the beginning of a cell, also behind blanks and in full width (some versions
 * fold it). A tab or line end at the beginning can move the rest into a cell of its own.
 */
const FORMULA = /^[\s\u200b]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u;
/** A plain amount is no formula: statements are full of negative ones. */
const AMOUNT = /^[+-]?\d{1,15}(?:\.\d{1,8})?$/u;
const NEEDS_QUOTES = /[",\r\n]/u;
/** How a spreadsheet marks "this is text"; it shows the cell without it. */
const TEXT_MARK = "'";

/**
 * Makes a cell of an export harmless: a card number such as `=cmd|'/C calc'!A0` is data, and must not run when somebody
 * opens the file. Everything else stays as it is; the mark in front is all that is added.
 */
export function neutraliseCell(text: string): string {
  return FORMULA.test(text) && !AMOUNT.test(text) ? TEXT_MARK + text : text;
}

/** One line of a CSV file as spreadsheets read it: neutralised, quoted where needed, ended by CRLF. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => csvCell(neutraliseCell(cell))).join(',')}\r\n`;
}

function csvCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
