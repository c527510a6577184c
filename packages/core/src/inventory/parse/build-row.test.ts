import { describe, expect, it } from 'vitest';
import { readFile, type PlainRow } from '../testing/read-rows.ts';

/** Rows of a CSV whose headings are given, with one good row first so that the shape is clear. */
async function rowsOf(header: string, ...rows: string[]): Promise<PlainRow[]> {
  return (await readFile([header, ...rows].join('\n'))).rows;
}

async function reasonOf(header: string, row: string): Promise<string | undefined> {
  return (await rowsOf(header, row))[0]?.reason;
}

describe('a row is rejected', () => {
  it.each([
    ['number,secret', '6001,', 'empty_secret'],
    ['number,secret', '6001, \u3000\u00a0\u200b', 'empty_secret'],
    ['number,secret', `6001,${'X'.repeat(4097)}`, 'secret_too_long'],
    ['number,secret', `${'1'.repeat(513)},ABCD`, 'secret_too_long'],
    ['number,secret', `6001,${'X'.repeat(70_000)}`, 'secret_too_long'],
    ['link,提取码', `https://a.example/1,${'X'.repeat(257)}`, 'secret_too_long'],
    ['number,secret', '6001,AB\u0000CD', 'control_character'],
    ['number,secret', '6001,AB\u0085CD', 'control_character'],
    ['number,secret', '60\u001f01,ABCD', 'control_character'],
    ['number,secret', '6001,"AB\nCD"', 'control_character'],
    ['number,secret', '6001', 'too_few_columns'],
    ['number,secret,expiry', '6001,ABCD', 'too_few_columns'],
    ['number,secret', '6001,ABCD,extra', 'too_many_columns'],
    ['link,提取码', 'https://a.example/1 1234 5678,', 'too_many_columns'],
    ['number,secret,expiry', '6001,ABCD,soon', 'bad_date'],
    ['number,secret', '1.23457E+15,ABCD', 'digits_lost'],
    ['number,secret', '6001,8.8E+12', 'digits_lost'],
  ])('%s ← %.30j: %3$s', async (header, row, reason) => {
    expect(await reasonOf(header, row)).toBe(reason);
  });
});

describe('a row is accepted', () => {
  it.each([
    ['the longest secret', 'number,secret', `6001,${'𝒳'.repeat(4096)}`, { secret: '𝒳'.repeat(4096) }],
    ['what looks like a formula', 'number,secret', "=cmd|'/C calc'!A0,ABCD", { number: "=cmd|'/C calc'!A0" }],
    ['leading zeros', 'number,secret', '0000012,000', { number: '0000012', secret: '000' }],
    ['twenty digits', 'number,secret', '12345678901234567890,A', { number: '12345678901234567890' }],
    [
      'full-width characters',
      'number,secret',
      '００１２，ＡＢ－１'.replace('，', ','),
      { number: '0012', secret: 'AB-1' },
    ],
    [
      'outer blanks of all kinds',
      'number,secret',
      '\u3000\u00a06001\u200b, A B \ufeff',
      { number: '6001', secret: 'A B' },
    ],
    ['inner blanks of all kinds', 'number,secret', '6001,A\u3000B\u200bC', { secret: 'A\u3000B\u200bC' }],
    ['empty cells behind the last column', 'number,secret', '6001,ABCD,,', { secret: 'ABCD' }],
    ['a secret without its number', 'number,secret', ',ABCD', { kind: 'secret', secret: 'ABCD' }],
    ['a face value', '卡密,面值', 'ABCD,50', { faceValue: '50' }],
    ['no expiry', 'number,secret,expiry', '6001,ABCD,', { kind: 'number_secret' }],
    ['a missing note', 'number,secret,备注', '6001,ABCD', { secret: 'ABCD' }],
    ['lower case as it is', 'number,secret', 'ab,aB-cD', { number: 'ab', secret: 'aB-cD' }],
  ])('%s', async (_, header, row, expected) => {
    const [found] = await rowsOf(header, row);
    expect(found).toMatchObject(expected);
    expect(found?.reason).toBeUndefined();
  });

  it('and a row of nothing but blanks is passed over', async () => {
    expect(await rowsOf('number,secret', '6001,A', ', \u3000', '', '6002,B')).toMatchObject([{ line: 2 }, { line: 5 }]);
  });
});

describe('links', () => {
  it.each([
    ['https://a.example/1', 'link', undefined],
    ['https://a.example/1 提取码: 4524', 'link_password', '4524'],
    ['https://a.example/1 提取码：4524', 'link_password', '4524'],
    ['https://a.example/1，提取码：4524', 'link_password', '4524'],
    ['链接: https://a.example/1 提取码 4524', 'link_password', '4524'],
    ['https://a.example/1 pwd: 4524', 'link_password', '4524'],
    ['https://a.example/1 Password=4524', 'link_password', '4524'],
    ['https://a.example/1 4524', 'link_password', '4524'],
    ['https://a.example/1\u30004524', 'link_password', '4524'],
  ])('%j', async (line, kind, password) => {
    const { rows } = await readFile(`https://a.example/0\n${line}\n`);
    expect(rows[1]).toEqual({
      line: 2,
      kind,
      link: 'https://a.example/1',
      ...(password === undefined ? {} : { password }),
    });
  });

  it('keep a password that is part of them', async () => {
    const link = 'https://pan.example/s/1AbC?pwd=abcd&code=1';
    expect((await readFile(link)).rows).toEqual([{ line: 1, kind: 'link', link }]);
  });

  it.each(['https://a.example/1----4524', 'https://a.example/1\t4524', 'https://a.example/1|提取码:4524'])(
    'are split from a password at %j',
    async (line) => {
      const { rows } = await readFile(`https://a.example/0\n${line}\n`);
      expect(rows).toEqual([
        { line: 1, kind: 'link', link: 'https://a.example/0' },
        { line: 2, kind: 'link_password', link: 'https://a.example/1', password: '4524' },
      ]);
    },
  );

  it('are only http and https: anything else is a secret, never something to open', async () => {
    const hostile = ['javascript:alert(1)', 'file:///etc/passwd', 'www.a.example/1', 'https://', 'HTTPS://a.example/x'];
    const { rows } = await readFile(['链接', 'https://a.example/0', ...hostile].join('\n'));
    expect(rows.slice(1).map((row) => [row.kind, row.secret ?? row.link])).toEqual([
      ['secret', 'javascript:alert(1)'],
      ['secret', 'file:///etc/passwd'],
      ['secret', 'www.a.example/1'],
      ['secret', 'https://'],
      ['link', 'HTTPS://a.example/x'],
    ]);
  });

  it('cost no more than their length, however they are written', async () => {
    const hostile = `https://${',;| '.repeat(15_000)}`;
    const started = performance.now();
    await readFile(Array.from({ length: 20 }, () => hostile).join('\n'));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
