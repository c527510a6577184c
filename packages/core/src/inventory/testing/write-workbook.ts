import { writeZip, type ZipPart } from './write-zip.ts';

/** A cell: a text, or its XML as it shall stand in the sheet (`{r}` is replaced by the cell's reference). */
export type TestCell = string | { readonly xml: string } | undefined;

export interface TestWorkbook {
  readonly rows: readonly (readonly TestCell[])[];
  /** Texts go into the table of shared strings instead of the cells. */
  readonly shared?: boolean;
  /** Content of `styleSheet`. */
  readonly styles?: string;
  readonly date1904?: boolean;
  /** More sheets before the one with the rows. */
  readonly sheetsBefore?: readonly { readonly name: string; readonly state?: string }[];
  readonly extraParts?: readonly ZipPart[];
  /** Replaces the XML of the sheet. */
  readonly sheetXml?: string;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A numeric cell with the digits as they shall be written, and a style. */
export function numberCell(digits: string, style?: number): TestCell {
  return { xml: `<c r="{r}"${style === undefined ? '' : ` s="${style}"`}><v>${digits}</v></c>` };
}

/** Writes a small workbook; its sheet is called 卡密. */
export function writeWorkbook(book: TestWorkbook): Buffer {
  const strings: string[] = [];
  const sheet = book.sheetXml ?? sheetXml(book, strings);
  const before = book.sheetsBefore ?? [];
  const names = [...before, { name: '卡密', state: undefined }];
  const sheets = names.map((one, index) => {
    const state = one.state === undefined ? '' : ` state="${one.state}"`;
    return `<sheet name="${escapeXml(one.name)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  const relations = names.map((_, index) =>
    relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  const properties = book.date1904 === true ? '<workbookPr date1904="1"/>' : '';
  return writeZip([
    { name: '_rels/.rels', data: relationsXml([relation('rId1', 'officeDocument', 'xl/workbook.xml')]) },
    {
      name: 'xl/workbook.xml',
      data: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets>${sheets.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relationsXml([
        ...relations,
        relation('rIdStrings', 'sharedStrings', '/xl/sharedStrings.xml'),
        relation('rIdStyles', 'styles', 'styles.xml'),
      ]),
    },
    { name: 'xl/styles.xml', data: `${XML}<styleSheet xmlns="${MAIN}">${book.styles ?? ''}</styleSheet>` },
    { name: 'xl/sharedStrings.xml', data: `${XML}<sst xmlns="${MAIN}">${strings.join('')}</sst>` },
    ...before.map((_, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      data: `${XML}<worksheet xmlns="${MAIN}"><sheetData/></worksheet>`,
    })),
    { name: `xl/worksheets/sheet${names.length}.xml`, data: sheet },
    ...(book.extraParts ?? []),
  ]);
}

function sheetXml(book: TestWorkbook, strings: string[]): string {
  const rows = book.rows.map((cells, row) => {
    const content = cells.map((cell, column) => {
      const reference = `${columnName(column)}${row + 1}`;
      if (cell === undefined) return '';
      if (typeof cell !== 'string') return cell.xml.replaceAll('{r}', reference);
      if (book.shared !== true) return `<c r="${reference}" t="inlineStr"><is>${textXml(cell)}</is></c>`;
      strings.push(`<si>${textXml(cell)}</si>`);
      return `<c r="${reference}" t="s"><v>${strings.length - 1}</v></c>`;
    });
    return `<row r="${row + 1}">${content.join('')}</row>`;
  });
  return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`;
}

function textXml(text: string): string {
  return `<t xml:space="preserve">${escapeXml(text)}</t>`;
}

/** As a spreadsheet writes it: what could be read as an escape is escaped itself. */
export function escapeXml(text: string): string {
  return text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/gu, '_x005F_x')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
}

function relationsXml(relations: readonly string[]): string {
  return `${XML}<Relationships xmlns="${PACKAGE}">${relations.join('')}</Relationships>`;
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
