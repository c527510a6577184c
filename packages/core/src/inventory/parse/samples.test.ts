import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFile } from '../testing/read-rows.ts';
import { previewCodeFile } from './preview-code-file.ts';

const FOLDER = join(import.meta.dirname, '../../../../../samples/codes');

interface Expected {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly why?: readonly string[];
}

const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<string, Expected>;

function preview(file: string) {
  return previewCodeFile(() => createReadStream(join(FOLDER, file)), { timezone: 'Asia/Shanghai' });
}

describe('the sample files', () => {
  it('are all expected', () => {
    const files = readdirSync(FOLDER).filter((name) => name !== 'expected.json');
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(Object.entries(expected))('%s is read as expected', async (file, { accepted, duplicates, rejected, why }) => {
    const found = await preview(file);
    expect({ accepted: found.accepted, duplicates: found.duplicates, rejected: found.rejected }).toEqual({
      accepted,
      duplicates,
      rejected,
    });
    expect(found.rejects.map((reject) => reject.reason)).toEqual(why ?? []);
  });

  it.each([
    ['01-secrets.txt', 'utf-8', 'text', null, 0, 'secret'],
    ['02-number-secret-gbk.txt', 'gb18030', 'text', '----', 1, 'number_secret'],
    ['03-header-expiry.csv', 'utf-8', 'csv', ',', 1, 'number_secret'],
    ['04-tabs-fullwidth.txt', 'utf-8', 'text', '\t', 0, 'number_secret'],
    ['05-links.txt', 'utf-8', 'text', null, 0, 'link_mixed'],
    ['06-broken.csv', 'utf-8', 'csv', ',', 1, 'number_secret'],
    ['07-excel.xlsx', 'utf-8', 'xlsx', null, 1, 'number_secret'],
    ['08-export.jsonl', 'utf-8', 'jsonl', null, 0, 'number_secret'],
  ])('%s: %s, %s, %j, headings on line %i, %s', async (file, encoding, container, separator, headerLine, shape) => {
    const { profile } = await preview(file);
    expect(profile).toMatchObject({ encoding, container, separator, headerLine, shape });
  });

  it('names the columns that are not imported', async () => {
    expect((await preview('03-header-expiry.csv')).ignoredColumns).toEqual(['序号', '备注']);
  });
});

describe('what is in them', () => {
  async function rowsOf(file: string) {
    const { rows } = await readFile(readFileSync(join(FOLDER, file)));
    return rows;
  }

  it('keeps leading zeros and reads three forms of dates', async () => {
    expect((await rowsOf('03-header-expiry.csv')).slice(0, 3)).toEqual([
      {
        line: 2,
        kind: 'number_secret',
        number: '006420565049',
        secret: '7PHVVJJLA98Z',
        expiresAt: '2028-06-30T15:59:59.000Z',
      },
      {
        line: 3,
        kind: 'number_secret',
        number: '005890469421',
        secret: 'E44QEBHXG576',
        expiresAt: '2029-01-31T15:59:59.000Z',
      },
      {
        line: 4,
        kind: 'number_secret',
        number: '004366857564',
        secret: 'S6XHT8PAQT3H',
        expiresAt: '2027-12-31T15:59:59.000Z',
      },
    ]);
  });

  it('turns full-width digits into ASCII', async () => {
    const [first] = await rowsOf('04-tabs-fullwidth.txt');
    expect(first).toEqual({ line: 1, kind: 'number_secret', number: '1665546592', secret: 'NVVM-FK69-L92J-6UY8' });
  });

  it('reads numbers, text and serial dates of a workbook', async () => {
    expect((await rowsOf('07-excel.xlsx')).slice(0, 2)).toEqual([
      {
        line: 2,
        kind: 'number_secret',
        number: '1274218024',
        secret: 'ZRYW888XLKBU',
        expiresAt: '2028-01-01T15:59:59.000Z',
      },
      {
        line: 3,
        kind: 'number_secret',
        number: '0076092778',
        secret: '9J8LDWR7SWVQ',
        expiresAt: '2028-01-02T15:59:59.000Z',
      },
    ]);
  });

  it('takes a time as the tenant means it', async () => {
    expect((await rowsOf('08-export.jsonl'))[0]).toMatchObject({
      number: '15359977895471',
      expiresAt: '2028-03-31T15:59:59.000Z',
    });
  });

  it('takes a formula for data', async () => {
    expect((await rowsOf('06-broken.csv')).at(-1)).toMatchObject({
      line: 27,
      number: "=cmd|'/C calc'!A0",
      secret: 'TEXJEW9ZPN2H',
    });
  });
});
