import { posix } from 'node:path';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { CodeFileLimits } from './code-file-limits.ts';
import { CodeFileRefused } from './code-file-refused.ts';
import { PackedStrings } from './packed-strings.ts';
import { WorkbookStyles } from './workbook-styles.ts';
import { XmlFeed, type XmlHandlers } from './xml-feed.ts';

export interface WorkbookSheet {
  readonly name: string;
  readonly path: string;
}

/** An opened workbook: its small parts are read, its sheets are streamed. */
export interface Workbook {
  /** The visible sheets in their order, then the hidden ones. */
  readonly sheets: readonly WorkbookSheet[];
  readonly date1904: boolean;
  readonly strings: PackedStrings;
  readonly styles: WorkbookStyles;
  /** The unpacked bytes of a sheet. */
  streamSheet(sheet: WorkbookSheet): AsyncIterable<Uint8Array>;
}

const ENTRIES_MAX = 4096;
const SHEETS_MAX = 256;
/** Parts that are read as a whole: relations, the list of sheets, styles. */
const SMALL_PART_BYTES_MAX = 8 * 1024 * 1024;
/** A part this large that also packs this well holds nothing that anybody typed. */
const BOMB_BYTES_MIN = 64 * 1024 * 1024;
const BOMB_RATIO = 200;

interface Relation {
  readonly type: string;
  readonly target: string;
}

/**
 * Opens a workbook held in memory.
 *
 * @throws CodeFileRefused when it is none, is encrypted, or unpacks to more than the limits allow.
 */
export async function openWorkbook(bytes: Uint8Array, limits: CodeFileLimits): Promise<Workbook> {
  try {
    return await open(bytes, limits);
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Whatever the archive or XML reader stumbled over, to the outside it is a damaged workbook. */
export function asRefusal(error: unknown): CodeFileRefused {
  return error instanceof CodeFileRefused ? error : new CodeFileRefused('workbook_damaged', error);
}

async function open(bytes: Uint8Array, limits: CodeFileLimits): Promise<Workbook> {
  const parts = await Parts.open(bytes, limits);
  const root = [...(await readRelations(parts, '_rels/.rels')).values()];
  const main = root.find((relation) => relation.type.endsWith('/officeDocument'));
  if (main === undefined) throw new CodeFileRefused('unsupported_format');
  const mainPath = resolvePath('', main.target);
  if (!mainPath.endsWith('.xml')) throw new CodeFileRefused('unsupported_format');

  const folder = posix.dirname(mainPath);
  const relations = await readRelations(parts, `${folder}/_rels/${posix.basename(mainPath)}.rels`);
  const book = await readBook(parts, mainPath, folder, relations);
  const pathOf = (type: string): string | undefined => {
    const relation = [...relations.values()].find((one) => one.type.endsWith(type));
    return relation === undefined ? undefined : resolvePath(folder, relation.target);
  };

  const styles = new WorkbookStyles();
  const stylesPath = pathOf('/styles');
  if (stylesPath !== undefined && parts.has(stylesPath)) {
    await parts.read(stylesPath, SMALL_PART_BYTES_MAX, {
      open: (name, attributes) => styles.open(name, attributes),
      close: (name) => styles.close(name),
    });
  }
  const strings = new PackedStrings(limits.sharedStringBytesMax);
  const stringsPath = pathOf('/sharedStrings');
  if (stringsPath !== undefined && parts.has(stringsPath)) {
    await parts.read(stringsPath, limits.workbookPartBytesMax, sharedStringHandlers(strings, limits.recordCharsMax));
  }
  const streamSheet = (sheet: WorkbookSheet) => parts.stream(sheet.path, limits.workbookPartBytesMax);
  return { ...book, strings, styles, streamSheet };
}

/** The entries of the archive by lower-case path. */
class Parts {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(bytes: Uint8Array, limits: CodeFileLimits): Promise<Parts> {
    if (bytes.length > limits.workbookBytesMax) throw new CodeFileRefused('file_too_large');
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const zip = await yauzl.fromBufferPromise(buffer, { autoClose: false, validateEntrySizes: true });
    if (zip.entryCount > ENTRIES_MAX) throw new CodeFileRefused('workbook_damaged');
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      // A name twice: programs differ in which of them they show, so nobody could tell what was imported.
      const path = entry.fileName.toLowerCase();
      if (entries.has(path)) throw new CodeFileRefused('workbook_damaged');
      entries.set(path, entry);
    }
    return new Parts(zip, entries);
  }

  has(path: string): boolean {
    return this.#entries.has(path.toLowerCase());
  }

  async *stream(path: string, bytesMax: number): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.#entries.get(path.toLowerCase());
    if (entry === undefined) throw new CodeFileRefused('workbook_damaged');
    if (entry.isEncrypted()) throw new CodeFileRefused('workbook_encrypted');
    const isBomb =
      entry.uncompressedSize > BOMB_BYTES_MIN && entry.uncompressedSize > entry.compressedSize * BOMB_RATIO;
    // The archive reader fails when more is unpacked than the entry states, so its statement can be relied on.
    if (entry.uncompressedSize > bytesMax || isBomb) throw new CodeFileRefused('workbook_too_large');
    const stream = await this.#zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
  }

  async read(path: string, bytesMax: number, handlers: XmlHandlers): Promise<void> {
    const feed = new XmlFeed(handlers);
    for await (const chunk of this.stream(path, bytesMax)) feed.write(chunk);
    feed.close();
  }
}

async function readRelations(parts: Parts, path: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  if (!parts.has(path)) throw new CodeFileRefused('unsupported_format');
  await parts.read(path, SMALL_PART_BYTES_MAX, {
    open: (name, attributes) => {
      const { Id: id, Type: type = '', Target: target = '', TargetMode: mode } = attributes;
      if (name === 'Relationship' && id !== undefined && mode !== 'External') relations.set(id, { type, target });
    },
  });
  return relations;
}

async function readBook(
  parts: Parts,
  path: string,
  folder: string,
  relations: ReadonlyMap<string, Relation>,
): Promise<Pick<Workbook, 'sheets' | 'date1904'>> {
  const visible: WorkbookSheet[] = [];
  const hidden: WorkbookSheet[] = [];
  let date1904 = false;
  await parts.read(path, SMALL_PART_BYTES_MAX, {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true';
      if (name !== 'sheet' || visible.length + hidden.length >= SHEETS_MAX) return;
      const relation = relations.get(attributes['id'] ?? '');
      if (relation === undefined || !relation.type.endsWith('/worksheet')) return;
      const isShown = (attributes['state'] ?? 'visible') === 'visible';
      const sheet = { name: attributes['name'] ?? '', path: resolvePath(folder, relation.target) };
      (isShown ? visible : hidden).push(sheet);
    },
  });
  return { sheets: [...visible, ...hidden], date1904 };
}

function resolvePath(folder: string, target: string): string {
  return posix.join('/', target.startsWith('/') ? '' : folder, target).slice(1);
}

/** Joins the runs of each shared string; readings of East Asian text (`rPh`) are not part of it. */
function sharedStringHandlers(strings: PackedStrings, charsMax: number): XmlHandlers {
  let text = '';
  let inText = false;
  let inReading = false;
  return {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') inReading = true;
      if (name === 't') inText = !inReading;
    },
    text: (piece) => {
      // One piece over the bound stays: it makes the row that uses it too long, instead of cutting a code.
      if (inText && text.length <= charsMax) text += piece;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') inReading = false;
      if (name === 'si') strings.add(text);
    },
  };
}
