import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readWithProfile, type PlainRow } from '../testing/read-rows.ts';
import { writeWorkbook } from '../testing/write-workbook.ts';
import type { CodeFileProfile } from './code-file-profile.ts';
import type { ColumnRole } from './column-names.ts';
import type { TextEncodingName } from './decode-text.ts';
import { detectCodeFile } from './detect-code-file.ts';

/** What is written into a file, and must come out of it. */
interface Code {
  readonly number: string;
  readonly secret: string;
  readonly day: string;
}

// Any character a code may hold, those that a format uses itself included. Outer blanks are not part of a code, and a
// code of blanks alone is none.
const CHARS = [...'ABCabc019', ...'-_=+@"\',;|:.#/&<>', ' ', '\u3000', '卡', '密', '𝒳', 'é', '\u200b'];
const value = fc
  .string({ unit: fc.constantFrom(...CHARS), minLength: 1, maxLength: 16 })
  .map((text) => text.replace(/^[\s\u200b]+|[\s\u200b]+$/gu, ''))
  .filter((text) => text !== '' && !/^\d(?:\.\d+)?E\+\d+$/iu.test(text));
const day = fc
  .date({ min: new Date('1975-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const code: fc.Arbitrary<Code> = fc.record({ number: value, secret: value, day });
const codes = fc.array(code, { minLength: 1, maxLength: 12 });
const chunk = fc.integer({ min: 1, max: 300 });
const eol = fc.constantFrom('\n', '\r\n', '\r');

function profile(
  changes: Partial<CodeFileProfile>,
  roles: readonly (readonly [ColumnRole, string | null])[],
): CodeFileProfile {
  return {
    version: 1,
    container: 'text',
    encoding: 'utf-8',
    encodingFrom: 'person',
    separator: null,
    headerLine: 0,
    columns: roles.map(([role, name]) => ({ role, name })),
    shape: 'secret',
    dateForms: [],
    dayMonthOrder: null,
    sheet: null,
    sheets: [],
    objectDepth: 0,
    ...changes,
  };
}

function encode(text: string, encoding: TextEncodingName): Buffer {
  if (encoding === 'gb18030') return iconv.encode(text, 'gb18030');
  const bytes = Buffer.from(encoding === 'utf-8' ? text : `\ufeff${text}`, encoding === 'utf-8' ? 'utf8' : 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

/** The end of a day in Shanghai, whose clocks have been eight hours ahead since 1992. */
function endOf(date: string): string {
  return `${date}T15:59:59.000Z`;
}

function contentOf(rows: readonly PlainRow[]) {
  return rows.map((row) => row.reason ?? [row.number, row.secret]);
}

describe('rows written and read again are the same', () => {
  const encodings = fc.constantFrom<TextEncodingName>('utf-8', 'utf-16le', 'utf-16be', 'gb18030');

  it('one secret on each line', async () => {
    await fc.assert(
      fc.asyncProperty(codes, encodings, eol, chunk, async (list, encoding, end, size) => {
        const bytes = encode(list.map((one) => one.secret).join(end), encoding);
        const rows = await readWithProfile(bytes, profile({ encoding }, [['secret', null]]), { chunk: size });
        expect(contentOf(rows)).toEqual(list.map((one) => [undefined, one.secret]));
        expect(rows.map((row) => row.line)).toEqual(list.map((_, index) => index + 1));
      }),
    );
  });

  it.each(['----', '---', '\t', '::'])('separated by %j', async (separator) => {
    const free = (text: string) => !`${text}${separator}`.slice(0, -1).includes(separator) && !text.includes('-');
    const usable = codes.map((list) =>
      list.filter((one) => free(one.number) && free(one.secret) && !one.number.endsWith(':')),
    );
    await fc.assert(
      fc.asyncProperty(usable, encodings, eol, chunk, async (list, encoding, end, size) => {
        const bytes = encode(list.map((one) => one.number + separator + one.secret).join(end), encoding);
        const roles = [
          ['number', null],
          ['secret', null],
        ] as const;
        const rows = await readWithProfile(bytes, profile({ encoding, separator }, roles), { chunk: size });
        expect(contentOf(rows)).toEqual(list.map((one) => [one.number, one.secret]));
      }),
    );
  });

  it('CSV with quotes, headings, dates and notes over several lines', async () => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const note = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n'), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        codes,
        note,
        fc.constantFrom(',', ';', '\t'),
        eol,
        chunk,
        async (list, text, separator, end, size) => {
          const lines = list.map((one) => [one.number, text, one.secret, one.day].map(quote).join(separator));
          const bytes = Buffer.from(
            `\ufeff${['卡号', '备注', '卡密', '有效期'].join(separator)}${end}${lines.join(end)}${end}`,
          );
          const roles = [
            ['number', '卡号'],
            ['ignored', '备注'],
            ['secret', '卡密'],
            ['expiry', '有效期'],
          ] as const;
          const rows = await readWithProfile(bytes, profile({ container: 'csv', separator, headerLine: 1 }, roles), {
            chunk: size,
          });
          expect(contentOf(rows)).toEqual(list.map((one) => [one.number, one.secret]));
          const recent = list.map((one) => (one.day < '1992' ? undefined : endOf(one.day)));
          expect(rows.map((row, index) => (recent[index] === undefined ? undefined : row.expiresAt))).toEqual(recent);
        },
      ),
    );
  });

  it('workbooks with inline and with shared strings', async () => {
    await fc.assert(
      fc.asyncProperty(codes, fc.boolean(), async (list, shared) => {
        const bytes = writeWorkbook({ rows: list.map((one) => [one.number, one.secret]), shared });
        const roles = [
          ['number', null],
          ['secret', null],
        ] as const;
        const rows = await readWithProfile(bytes, profile({ container: 'xlsx' }, roles));
        expect(contentOf(rows)).toEqual(list.map((one) => [one.number, one.secret]));
      }),
      { numRuns: 50 },
    );
  });

  it('JSON lines and documents', async () => {
    const roles = [
      ['number', 'card_no'],
      ['secret', 'card_pwd'],
    ] as const;
    await fc.assert(
      fc.asyncProperty(codes, fc.constantFrom(undefined, 2), chunk, async (list, indent, size) => {
        const objects = list.map((one) => ({ card_pwd: one.secret, note: '}]"', card_no: one.number }));
        const lines = Buffer.from(objects.map((one) => JSON.stringify(one)).join('\n'));
        const document = Buffer.from(JSON.stringify({ data: objects }, null, indent));
        const wanted = list.map((one) => [one.number, one.secret]);
        expect(
          contentOf(await readWithProfile(lines, profile({ container: 'jsonl' }, roles), { chunk: size })),
        ).toEqual(wanted);
        const asDocument = profile({ container: 'json', objectDepth: 2 }, roles);
        expect(contentOf(await readWithProfile(document, asDocument, { chunk: size }))).toEqual(wanted);
      }),
    );
  });

  it('also where everything about the file is found out', async () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 10, maxLength: 10 });
    const letters = fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ'), minLength: 12, maxLength: 12 });
    const pairs = fc.array(fc.tuple(digits, letters), { minLength: 2, maxLength: 30 });
    const separators = fc.constantFrom('----', '---', '\t', ',', ';', '|', '  ', '，');
    const headers = fc.constantFrom(undefined, ['卡号', '卡密'], ['Card Number', 'PIN']);
    const spelled = fc.constantFrom<TextEncodingName>('utf-8', 'utf-16le', 'utf-16be', 'gb18030');
    await fc.assert(
      fc.asyncProperty(pairs, separators, headers, spelled, eol, async (list, separator, header, encoding, end) => {
        // A heading with a blank in it cannot be told from two headings between blanks.
        fc.pre(!(separator === '  ' && header?.[0] === 'Card Number'));
        const text = [...(header === undefined ? [] : [header]), ...list].map((row) => row.join(separator)).join(end);
        const bytes = encode(text, encoding);
        const rows = await readWithProfile(bytes, await detectCodeFile(bytes));
        expect(contentOf(rows)).toEqual(list);
      }),
    );
  });
});
