import type { CodeFileOverride, CodeFileProfile } from '../parse/code-file-profile.ts';
import type { CodeFileRow } from '../parse/code-file-row.ts';
import { detectCodeFile } from '../parse/detect-code-file.ts';
import { parseCodeFile } from '../parse/parse-code-file.ts';

/** A row with its plaintext in the open, so that a test can compare it. */
export interface PlainRow {
  readonly line: number;
  readonly kind?: string;
  readonly number?: string;
  readonly secret?: string;
  readonly link?: string;
  readonly password?: string;
  readonly expiresAt?: string;
  readonly faceValue?: string;
  readonly reason?: string;
}

/** Cuts bytes into chunks, so that no test depends on where a file happens to be cut. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything an iterable gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Detects and reads a whole file. */
export async function readFile(
  content: string | Uint8Array,
  options: { override?: CodeFileOverride; timezone?: string; chunk?: number } = {},
): Promise<{ profile: CodeFileProfile; rows: PlainRow[] }> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const open = () => inChunks(bytes, options.chunk ?? 1024);
  const profile = await detectCodeFile(open(), { override: options.override });
  return { profile, rows: await readWithProfile(bytes, profile, options) };
}

/** Reads a whole file by a given profile. */
export async function readWithProfile(
  bytes: Uint8Array,
  profile: CodeFileProfile,
  options: { timezone?: string; chunk?: number } = {},
): Promise<PlainRow[]> {
  const rows: PlainRow[] = [];
  const source = inChunks(bytes, options.chunk ?? 1024);
  for await (const row of parseCodeFile(source, profile, { timezone: options.timezone ?? 'Asia/Shanghai' })) {
    rows.push(plainRow(row));
  }
  return rows;
}

function plainRow(row: CodeFileRow): PlainRow {
  if (row.type === 'reject') return { line: row.line, reason: row.reason };
  const plain = {
    line: row.line,
    kind: row.kind,
    number: row.number?.expose(),
    secret: row.secret?.expose(),
    link: row.link?.expose(),
    password: row.password?.expose(),
    expiresAt: row.expiresAt?.toISOString(),
    faceValue: row.faceValue,
  };
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as unknown as PlainRow;
}
