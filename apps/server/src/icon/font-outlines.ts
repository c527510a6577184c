import { inflateSync } from 'node:zlib';

/** A point of a contour, in units of the em square, y upwards. Off-curve points are controls of quadratic curves. */
export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}
export type Contour = readonly OutlinePoint[];

export interface FontOutlines {
  readonly unitsPerEm: number;
  /** The contours of a character; undefined where the font has no glyph for it, empty for a blank. */
  readonly outlineOf: (codePoint: number) => readonly Contour[] | undefined;
}

const DEPTH_MAX = 5;

/** Reads the outlines of a WOFF 1 file of TrueType glyphs: what our font packages carry. Hints and layout are left aside. */
export function readFontOutlines(file: Buffer): FontOutlines {
  const tables = readTables(file);
  const table = (name: string): Buffer => {
    const found = tables.get(name);
    if (found === undefined) throw new Error(`the font has no ${name} table`);
    return found;
  };
  const [head, loca, glyf] = [table('head'), table('loca'), table('glyf')];
  const hasLongOffsets = head.readInt16BE(50) === 1;
  const glyphOf = readCharacterMap(table('cmap'));
  const bytesOf = (glyph: number): Buffer => {
    const at = (index: number): number =>
      hasLongOffsets ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2;
    return glyf.subarray(at(glyph), at(glyph + 1));
  };
  const outline = (glyph: number, depth: number): readonly Contour[] => {
    const bytes = bytesOf(glyph);
    if (bytes.length === 0 || depth > DEPTH_MAX) return [];
    const contours = bytes.readInt16BE(0);
    return contours >= 0
      ? readSimple(bytes, contours)
      : readParts(bytes).flatMap((part) => outline(part.glyph, depth + 1).map((contour) => contour.map(part.move)));
  };
  return {
    unitsPerEm: head.readUInt16BE(18),
    outlineOf: (codePoint) => {
      const glyph = glyphOf(codePoint);
      return glyph === 0 ? undefined : outline(glyph, 0);
    },
  };
}

const WOFF = 0x774f4646;
const TRUE_TYPE = 0x00010000;

function readTables(file: Buffer): ReadonlyMap<string, Buffer> {
  if (file.readUInt32BE(0) !== WOFF || file.readUInt32BE(4) !== TRUE_TYPE) throw new Error('no WOFF file of TrueType');
  const count = file.readUInt16BE(12);
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    const entry = 44 + index * 20;
    const name = file.toString('latin1', entry, entry + 4);
    const [offset, packed, plain] = [4, 8, 12].map((at) => file.readUInt32BE(entry + at)) as [number, number, number];
    const bytes = file.subarray(offset, offset + packed);
    tables.set(name, packed === plain ? bytes : inflateSync(bytes));
  }
  return tables;
}

/** Which glyph a character has: format 12 where there is one (all of Unicode), else format 4. Glyph 0 is “none”. */
function readCharacterMap(cmap: Buffer): (codePoint: number) => number {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.subarray(cmap.readUInt32BE(8 + index * 8)),
  );
  const all = subtables.find((subtable) => subtable.readUInt16BE(0) === 12);
  if (all !== undefined) return (codePoint) => glyphInGroups(all, codePoint);
  const basic = subtables.find((subtable) => subtable.readUInt16BE(0) === 4);
  if (basic === undefined) throw new Error('the font has no character map of a known format');
  return (codePoint) => glyphInSegments(basic, codePoint);
}

function glyphInGroups(subtable: Buffer, codePoint: number): number {
  const count = subtable.readUInt32BE(12);
  for (let index = 0; index < count; index += 1) {
    const group = 16 + index * 12;
    const first = subtable.readUInt32BE(group);
    if (codePoint >= first && codePoint <= subtable.readUInt32BE(group + 4)) {
      return subtable.readUInt32BE(group + 8) + codePoint - first;
    }
  }
  return 0;
}

function glyphInSegments(subtable: Buffer, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const twice = subtable.readUInt16BE(6);
  for (let at = 0; at < twice; at += 2) {
    if (subtable.readUInt16BE(14 + at) < codePoint) continue;
    const first = subtable.readUInt16BE(16 + twice + at);
    if (first > codePoint) return 0;
    const delta = subtable.readInt16BE(16 + twice * 2 + at);
    const rangeAt = 16 + twice * 3 + at;
    const range = subtable.readUInt16BE(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = subtable.readUInt16BE(rangeAt + range + (codePoint - first) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

const ON_CURVE = 0x01;
const X_SHORT = 0x02;
const Y_SHORT = 0x04;
const REPEAT = 0x08;
const X_SAME_OR_POSITIVE = 0x10;
const Y_SAME_OR_POSITIVE = 0x20;

function readSimple(bytes: Buffer, contours: number): readonly Contour[] {
  const ends = Array.from({ length: contours }, (_, index) => bytes.readUInt16BE(10 + index * 2));
  const points = (ends.at(-1) ?? -1) + 1;
  const afterEnds = 10 + contours * 2;
  let at = afterEnds + 2 + bytes.readUInt16BE(afterEnds);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = bytes.readUInt8(at);
    at += 1;
    flags.push(flag);
    if ((flag & REPEAT) === 0) continue;
    flags.push(...Array.from({ length: bytes.readUInt8(at) }, () => flag));
    at += 1;
  }
  const readAxis = (short: number, sameOrPositive: number): number[] => {
    let value = 0;
    return flags.slice(0, points).map((flag) => {
      if ((flag & short) !== 0) {
        value += (flag & sameOrPositive) === 0 ? -bytes.readUInt8(at) : bytes.readUInt8(at);
        at += 1;
      } else if ((flag & sameOrPositive) === 0) {
        value += bytes.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = readAxis(X_SHORT, X_SAME_OR_POSITIVE);
  const ys = readAxis(Y_SHORT, Y_SAME_OR_POSITIVE);
  const all = xs.map((x, index) => ({ x, y: ys[index] ?? 0, onCurve: ((flags[index] ?? 0) & ON_CURVE) !== 0 }));
  return ends.map((end, index) => all.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end + 1));
}

interface Part {
  readonly glyph: number;
  readonly move: (point: OutlinePoint) => OutlinePoint;
}

const WORDS = 0x0001;
const OFFSETS = 0x0002;
const ONE_SCALE = 0x0008;
const MORE = 0x0020;
const TWO_SCALES = 0x0040;
const MATRIX = 0x0080;

/** A glyph put together from others, each moved and scaled. Parts placed by matching points stay where they are. */
function readParts(bytes: Buffer): readonly Part[] {
  const parts: Part[] = [];
  let at = 10;
  let flags = MORE;
  while ((flags & MORE) !== 0) {
    flags = bytes.readUInt16BE(at);
    const glyph = bytes.readUInt16BE(at + 2);
    const isWide = (flags & WORDS) !== 0;
    const isMoved = (flags & OFFSETS) !== 0;
    const dx = isMoved ? (isWide ? bytes.readInt16BE(at + 4) : bytes.readInt8(at + 4)) : 0;
    const dy = isMoved ? (isWide ? bytes.readInt16BE(at + 6) : bytes.readInt8(at + 5)) : 0;
    at += isWide ? 8 : 6;
    const scales = (flags & MATRIX) !== 0 ? 4 : (flags & TWO_SCALES) !== 0 ? 2 : (flags & ONE_SCALE) !== 0 ? 1 : 0;
    const read = Array.from({ length: scales }, (_, index) => bytes.readInt16BE(at + index * 2) / 16_384);
    at += scales * 2;
    const [a = 1, b = 0, c = 0, d = 1] =
      scales === 4 ? read : scales === 2 ? [read[0], 0, 0, read[1]] : scales === 1 ? [read[0], 0, 0, read[0]] : [];
    parts.push({ glyph, move: ({ x, y, onCurve }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, onCurve }) });
  }
  return parts;
}
