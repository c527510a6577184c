import { describe, expect, it } from 'vitest';
import type { CodeFileProfile } from './code-file-profile.ts';
import { detectCodeFile } from './detect-code-file.ts';
import { DelimitedReader } from './record-reader.ts';
import { JsonCutter } from './json-cutter.ts';
import { parseCodeFile } from './parse-code-file.ts';
import { collect } from '../testing/read-rows.ts';
import { writeWorkbook } from '../testing/write-workbook.ts';

const ROWS = 100_000;
const ROWS_PER_CHUNK = 500;

const LINE: Readonly<Record<string, (row: number) => string>> = {
  'plain lines': (row) => `SECRET-${row}`,
  'separated lines': (row) => `${6_000_000 + row}----SECRET-${row}`,
  CSV: (row) => `"${6_000_000 + row}","SECRET, ""${row}"""`,
  'JSON lines': (row) => JSON.stringify({ card_no: String(row), card_pwd: `SECRET-${row}` }),
};

/** Writes rows only when they are asked for, and counts those that are still on their way. */
class CountedSource {
  written = 0;
  readonly #line: (row: number) => string;

  constructor(line: (row: number) => string) {
    this.#line = line;
  }

  async *bytes(rows: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let from = 0; from < rows; from += ROWS_PER_CHUNK) {
      const lines = Array.from({ length: Math.min(ROWS_PER_CHUNK, rows - from) }, (_, index) =>
        this.#line(from + index),
      );
      this.written += lines.length;
      yield Buffer.from(`${lines.join('\n')}\n`);
    }
  }
}

async function profileOf(line: (row: number) => string): Promise<CodeFileProfile> {
  return detectCodeFile(new CountedSource(line).bytes(1000));
}

describe('the rows of a file are never held', { timeout: 30_000 }, () => {
  it.each(Object.entries(LINE))('%s: no more than one chunk is on its way', async (_, line) => {
    const source = new CountedSource(line);
    const profile = await profileOf(line);
    let read = 0;
    let waitingMax = 0;
    for await (const row of parseCodeFile(source.bytes(ROWS), profile, { timezone: 'UTC' })) {
      read += row.type === 'row' ? 1 : 0;
      waitingMax = Math.max(waitingMax, source.written - read);
    }
    expect(read).toBe(ROWS);
    expect(waitingMax).toBeLessThanOrEqual(ROWS_PER_CHUNK);
  });

  it('a reader who stops early stops the file', async () => {
    const source = new CountedSource(LINE['plain lines']!);
    const profile = await profileOf(LINE['plain lines']!);
    for await (const row of parseCodeFile(source.bytes(ROWS), profile, { timezone: 'UTC' })) {
      if (row.line === 700) break;
    }
    expect(source.written).toBe(1000);
  });

  it('a workbook is unpacked only as far as it is read', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [String(6_000_000 + row), `SECRET-${row}`]);
    const bytes = writeWorkbook({ rows });
    const profile = await detectCodeFile(bytes);
    let read = 0;
    for await (const row of parseCodeFile(bytes, profile, { timezone: 'UTC' })) read += row.type === 'row' ? 1 : 0;
    expect(read).toBe(20_000);
  });

  it('a file of more lines than allowed is refused when they come', async () => {
    const profile = await profileOf(LINE['plain lines']!);
    const source = new CountedSource(LINE['plain lines']!);
    const rows = parseCodeFile(source.bytes(ROWS), profile, { timezone: 'UTC', limits: { linesMax: 2000 } });
    await expect(collect(rows)).rejects.toMatchObject({ refusal: 'too_many_lines' });
    expect(source.written).toBeLessThanOrEqual(2000 + ROWS_PER_CHUNK);
  });

  it('nor is a line, a quoted field or an object without end', () => {
    const reader = new DelimitedReader({ separator: ',', quotes: true, recordCharsMax: 1000 });
    const cutter = new JsonCutter(0, 1000);
    let records = 0;
    let charsMax = 0;
    cutter.push('{"a":"');
    for (let piece = 0; piece < 2000; piece += 1) {
      for (const record of reader.push(piece === 0 ? `"${'x'.repeat(100)}` : 'x'.repeat(100))) {
        records += 1;
        charsMax = Math.max(charsMax, record.raw.length);
      }
      cutter.push('x'.repeat(100));
    }
    const [rest] = reader.finish();
    const [object] = cutter.finish();
    expect(records).toBe(0);
    expect(rest).toMatchObject({ line: 1, tooLong: true });
    expect(rest?.raw.length).toBe(1000);
    expect(object?.tooLong).toBe(true);
    expect(object?.text.length).toBe(1000);
  });
});
