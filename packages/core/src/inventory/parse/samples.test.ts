import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
