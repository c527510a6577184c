import { describe, expect, it } from 'vitest';
import { readFile } from '../testing/read-rows.ts';
import { numberCell, type TestWorkbook, writeWorkbook } from '../testing/write-workbook.ts';
import { writeZip } from '../testing/write-zip.ts';
import { CODE_FILE_LIMITS } from './code-file-limits.ts';
import { detectCodeFile } from './detect-code-file.ts';
import { openWorkbook } from './workbook.ts';

const HEADER = ['卡号', '密码', '有效期'];

async function rowsOf(book: TestWorkbook) {
  return (await readFile(writeWorkbook(book))).rows;
}

async function cellOf(cell: TestWorkbook['rows'][number][number], book: Partial<TestWorkbook> = {}) {
  const [row] = await rowsOf({
    rows: [
      ['卡号', '密码'],
      [cell, 'ABCD'],
    ],
    ...book,
  });
  return row?.reason ?? row?.number;
}

function refusalOf(bytes: Uint8Array, limits = {}) {
  return detectCodeFile(bytes, { limits }).then(
    () => 'read',
    (error: { refusal?: string }) => error.refusal ?? String(error),
  );
}

describe('cells', () => {
  it.each([
    ['a number', numberCell('1274218024'), '1274218024'],
    ['fifteen digits', numberCell('123456789012345'), '123456789012345'],
    ['sixteen digits', numberCell('1234567890123456'), 'digits_lost'],
    ['an exponent', numberCell('1.2345678901234599E+18'), 'digits_lost'],
    ['a lower-case exponent', numberCell('1e5'), 'digits_lost'],
    ['a written zero fraction', numberCell('12345.0'), '12345'],
    ['text of twenty digits', '12345678901234567890', '12345678901234567890'],
    ['text with leading zeros', '0076092778', '0076092778'],
    ['a formula with its result', { xml: '<c r="{r}" t="str"><f>A1&amp;"x"</f><v>00A1</v></c>' }, '00A1'],
    ['an error', { xml: '<c r="{r}" t="e"><v>#REF!</v></c>' }, 'digits_lost'],
    ['a boolean', { xml: '<c r="{r}" t="b"><v>1</v></c>' }, 'TRUE'],
    [
      'text in several runs, its reading aside',
      {
        xml: '<c r="{r}" t="inlineStr"><is><r><t>AB</t></r><rPh sb="0" eb="1"><t>xx</t></rPh><r><t>CD</t></r></is></c>',
      },
      'ABCD',
    ],
    ['an escaped underscore', { xml: '<c r="{r}" t="str"><v>A_x005F_x0042_C</v></c>' }, 'A_x0042_C'],
    ['an escaped control character', { xml: '<c r="{r}" t="str"><v>A_x0007_C</v></c>' }, 'control_character'],
    ['entities', { xml: '<c r="{r}" t="str"><v>a&lt;b&#x41;</v></c>' }, 'a<bA'],
  ])('%s', async (_, cell, expected) => {
    expect(await cellOf(cell)).toBe(expected);
  });

  it('with a format of zeros keep the zeros that it shows', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="0000000000"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
    expect(await cellOf(numberCell('76092778', 1), { styles })).toBe('0076092778');
    expect(await cellOf(numberCell('76092778', 0), { styles })).toBe('76092778');
  });

  it('may be shared strings, with and without references', async () => {
    expect(await rowsOf({ rows: [HEADER, ['0061', 'AB-1'], ['0062', 'AB-2']], shared: true })).toMatchObject([
      { line: 2, number: '0061', secret: 'AB-1' },
      { line: 3, number: '0062', secret: 'AB-2' },
    ]);
    const sheetXml =
      '<worksheet><sheetData><row><c t="str"><v>卡号</v></c><c t="str"><v>密码</v></c></row>' +
      '<row><c t="str"><v>1</v></c><c t="str"><v>A</v></c></row></sheetData></worksheet>';
    expect(await rowsOf({ rows: [], sheetXml })).toEqual([
      { line: 2, kind: 'number_secret', number: '1', secret: 'A' },
    ]);
  });

  it('stay in their columns when others are empty', async () => {
    expect(await rowsOf({ rows: [HEADER, [undefined, 'AB-1', numberCell('46753')], ['1', undefined]] })).toEqual([
      { line: 2, kind: 'secret', secret: 'AB-1', expiresAt: '2028-01-01T15:59:59.000Z' },
      { line: 3, reason: 'empty_secret' },
    ]);
  });

  it('beyond the headings are too many', async () => {
    expect(
      await rowsOf({
        rows: [
          ['卡号', '密码'],
          ['1', 'A', 'B'],
          ['2', 'C', ' '],
        ],
      }),
    ).toMatchObject([{ reason: 'too_many_columns' }, { secret: 'C' }]);
  });

  it('of a width nobody has cost nothing', async () => {
    const far = { xml: '<c r="XFD2" t="str"><v>x</v></c>' };
    expect(
      await rowsOf({
        rows: [
          ['卡号', '密码'],
          ['1', far],
        ],
      }),
    ).toMatchObject([{ reason: 'too_many_columns' }]);
  });
});

describe('expiry', () => {
  it.each([
    ['46753', '2028-01-01T15:59:59.000Z'],
    ['46753.25', '2027-12-31T22:00:00.000Z'],
    ['46753.999988425923', '2028-01-01T15:59:59.000Z'],
  ])('%s is a date', async (serial, instant) => {
    const [row] = await rowsOf({ rows: [HEADER, ['1', 'A', numberCell(serial)]] });
    expect(row?.expiresAt).toBe(instant);
  });

  it('is judged like any other', async () => {
    const rows = await rowsOf({ rows: [HEADER, ['1', 'A', numberCell('123')], ['2', 'B', '2028-01-01']] });
    expect(rows.map((row) => row.reason ?? row.expiresAt)).toEqual(['bad_date', '2028-01-01T15:59:59.000Z']);
  });

  it('counts from 1904 where the workbook says so', async () => {
    const [row] = await rowsOf({ rows: [HEADER, ['1', 'A', numberCell('45291')]], date1904: true });
    expect(row?.expiresAt).toBe('2028-01-01T15:59:59.000Z');
  });

  it('is found without headings by the format of its cells', async () => {
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
    const rows = [1, 2, 3].map((n) => [`600${n}`, `AA-${n}`, numberCell(String(46_752 + n), 1)]);
    expect((await rowsOf({ rows, styles }))[0]).toMatchObject({
      number: '6001',
      expiresAt: '2028-01-01T15:59:59.000Z',
    });
  });
});

describe('sheets', () => {
  const rows = [HEADER, ['1', 'A']];

  it('without rows are passed over', async () => {
    const { profile, rows: found } = await readFile(writeWorkbook({ rows, sheetsBefore: [{ name: '说明' }] }));
    expect(profile).toMatchObject({ sheet: '卡密', sheets: ['说明', '卡密'] });
    expect(found).toHaveLength(1);
  });

  it('that are hidden come last', async () => {
    const bytes = writeWorkbook({ rows, sheetsBefore: [{ name: 'old', state: 'hidden' }] });
    expect((await readFile(bytes)).profile.sheets).toEqual(['卡密', 'old']);
  });

  it('can be chosen by a person', async () => {
    const bytes = writeWorkbook({ rows, sheetsBefore: [{ name: '说明' }] });
    expect((await readFile(bytes, { override: { sheet: '说明' } })).rows).toEqual([]);
    await expect(readFile(bytes, { override: { sheet: 'x' } })).rejects.toMatchObject({ refusal: 'sheet_not_found' });
  });
});

describe('what is refused', () => {
  const good = writeWorkbook({ rows: [HEADER, ['1', 'A']] });

  it('an archive that is no workbook', async () => {
    expect(await refusalOf(writeZip([{ name: 'a.txt', data: 'x' }]))).toBe('unsupported_format');
  });

  it('a truncated or altered workbook', async () => {
    expect(await refusalOf(good.subarray(0, good.length - 10))).toBe('workbook_damaged');
    const altered = Buffer.from(good);
    altered.fill(0xff, 60, 90);
    expect(await refusalOf(altered)).toBe('workbook_damaged');
  });

  it('an encrypted part', async () => {
    expect(await refusalOf(writeZip([{ name: '_rels/.rels', data: '<a/>', encrypted: true }]))).toBe(
      'workbook_encrypted',
    );
  });

  it('a part that states a smaller size than it has', async () => {
    const rels = `<Relationships>${' '.repeat(5000)}</Relationships>`;
    expect(await refusalOf(writeZip([{ name: '_rels/.rels', data: rels, statedSize: 40 }]))).toBe('workbook_damaged');
  });

  it('a part that unpacks to more than allowed', async () => {
    const limits = { ...CODE_FILE_LIMITS, workbookPartBytesMax: 100 };
    expect(await refusalOf(good, limits)).toBe('workbook_too_large');
  });

  it('a bomb, before it is unpacked', async () => {
    const bomb = writeWorkbook({ rows: [], sheetXml: ' '.repeat(80 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusalOf(bomb)).toBe('workbook_too_large');
  });

  it.each([
    [
      'a text without end',
      `<worksheet><sheetData><row><c><v>${'1'.repeat(3 * 1024 * 1024)}</v></c></row></sheetData></worksheet>`,
    ],
    ['tags without end', '<a>'.repeat(100)],
    ['a comment without end', `<worksheet><!--${'<a>'.repeat(700_000)}--></worksheet>`],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'],
    ['unknown entities', '<worksheet><sheetData><row><c><v>&boom;</v></c></row></sheetData></worksheet>'],
    ['no XML', 'PK'],
  ])('%s', async (_, sheetXml) => {
    expect(await refusalOf(writeWorkbook({ rows: [], sheetXml }))).toBe('workbook_damaged');
  });

  it('shared strings beyond their bound', async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => [`${index}`, `ABCD-${index}`]);
    expect(await refusalOf(writeWorkbook({ rows, shared: true }), { sharedStringBytesMax: 1000 })).toBe(
      'workbook_too_large',
    );
  });

  it('a name that occurs twice', async () => {
    const parts = [
      { name: '_rels/.rels', data: '<a/>' },
      { name: '_RELS/.rels', data: '<b/>' },
    ];
    expect(await refusalOf(writeZip(parts))).toBe('workbook_damaged');
  });

  it('more bytes than a workbook may have', async () => {
    expect(await refusalOf(good, { workbookBytesMax: 100 })).toBe('file_too_large');
  });
});

it('shared strings of any length and script are kept apart', async () => {
  const texts = ['', 'a', '卡'.repeat(500), '𝒳', 'x'.repeat(30_000), '0'];
  const workbook = await openWorkbook(
    writeWorkbook({ rows: texts.map((text) => [text]), shared: true }),
    CODE_FILE_LIMITS,
  );
  expect(texts.map((_, index) => workbook.strings.get(index))).toEqual(texts);
  expect(workbook.strings.get(texts.length)).toBeUndefined();
  expect(workbook.strings.get(-1)).toBeUndefined();
});
