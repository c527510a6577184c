import zlib from 'node:zlib';

/**
 * The text of a PDF as our writer makes it, a line a run: embedded fonts whose glyphs are named in ToUnicode tables, and
 * streams that are deflated. It is no reader of other people's files.
 */
export function pdfText(bytes: Buffer): string {
  const objects = objectsOf(bytes.toString('latin1'));
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const { head } of objects.values()) {
    for (const [, name = '', id = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1];
      if (table !== undefined) fonts.set(name, unicodeOf(objects.get(table)?.stream ?? ''));
    }
  }
  return [...objects.values()]
    .filter(({ stream }) => / Tf\b/.test(stream))
    .flatMap(({ stream }) => runsOf(stream, fonts))
    .join('\n');
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsOf(file: string): ReadonlyMap<string, PdfObject> {
  const found = [...file.matchAll(/(\d+) 0 obj\r?\n([\s\S]*?)\r?\nendobj/g)];
  return new Map(found.map(([, id = '', body = '']) => [id, objectOf(body)]));
}

function objectOf(body: string): PdfObject {
  const [, head = body, data] = /^([\s\S]*?)\bstream\r?\n([\s\S]*?)\r?\nendstream/.exec(body) ?? [];
  if (data === undefined) return { head, stream: '' };
  const raw = Buffer.from(data, 'latin1');
  if (!head.includes('/FlateDecode')) return { head, stream: data };
  // Fonts are streams too; only what speaks of text is opened. A last byte may look like the end of a line and is missing.
  const isText = !/\/(FontFile|Length1|Subtype)/.test(head);
  const inflate = (): Buffer => zlib.inflateSync(raw, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  return { head, stream: isText ? inflate().toString('latin1') : '' };
}

/** Glyph, as four hexadecimal digits, to text. */
function unicodeOf(table: string): ReadonlyMap<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, first = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    for (const [index, [, units = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries()) {
      const glyph = (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0');
      const codes = units.replaceAll(' ', '').match(/.{4}/g) ?? [];
      glyphs.set(glyph, String.fromCharCode(...codes.map((unit) => Number.parseInt(unit, 16))));
    }
  }
  return glyphs;
}

/** What each text operator of a page shows. */
function runsOf(page: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  const runs: string[] = [];
  let glyphs: ReadonlyMap<string, string> | undefined;
  for (const [, font, shown = ''] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) {
      glyphs = fonts.get(font);
      continue;
    }
    const codes = [...shown.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    runs.push(codes.map((code) => glyphs?.get(code.toLowerCase()) ?? '').join(''));
  }
  return runs;
}
