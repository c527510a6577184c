/** What a cell's number format says about its digits. */
export interface CellStyle {
  /** Digits the cell shows at least: a format `00000000` shows leading zeros that its number cannot hold. */
  readonly zeroPad: number;
  readonly isDate: boolean;
}

const PLAIN: CellStyle = { zeroPad: 0, isDate: false };
const ZERO_FORMAT = /^0{2,32}$/u;

/** Formats every workbook knows by number alone that show a date (14 to 17, 22 and their East Asian forms). */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
]);

/** Collects the cell styles while `styles.xml` is read. */
export class WorkbookStyles {
  readonly #formats = new Map<number, string>();
  readonly #styles: CellStyle[] = [];
  #inCellFormats = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'cellXfs') this.#inCellFormats = true;
    if (name === 'numFmt') this.#formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
    if (name === 'xf' && this.#inCellFormats) this.#styles.push(this.#styleOf(Number(attributes['numFmtId'] ?? 0)));
  }

  close(name: string): void {
    if (name === 'cellXfs') this.#inCellFormats = false;
  }

  /** The style a cell's `s` attribute names. */
  get(index: number): CellStyle {
    return this.#styles[index] ?? PLAIN;
  }

  #styleOf(format: number): CellStyle {
    const code = this.#formats.get(format);
    if (code === undefined) return BUILT_IN_DATES.has(format) ? { zeroPad: 0, isDate: true } : PLAIN;
    if (ZERO_FORMAT.test(code)) return { zeroPad: code.length, isDate: false };
    // Quoted words, escaped characters and colours may hold these letters without meaning a date.
    const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/gu, '');
    return { zeroPad: 0, isDate: /y|d{1,4}/iu.test(bare) };
  }
}
