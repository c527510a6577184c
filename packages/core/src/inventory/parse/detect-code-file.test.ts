import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readFile } from '../testing/read-rows.ts';
import { codeFileProfileSchema, ignoredColumns, readProfile } from './code-file-profile.ts';
import { CodeFileRefused } from './code-file-refused.ts';
import { detectCodeFile } from './detect-code-file.ts';

const PAIRS = [
  ['6001234567', 'ABCD-EFGH'],
  ['6001234568', 'JKLM-NPQR'],
  ['0001234569', 'STUV-WXYZ'],
];

function lines(separator: string, rows: readonly (readonly string[])[] = PAIRS): string {
  return rows.map((row) => row.join(separator)).join('\n');
}

function rolesOf(profile: { columns: readonly { role: string }[] }): string[] {
  return profile.columns.map((column) => column.role);
}

describe('separators', () => {
  it.each(['------', '-----', '----', '---', '\t', ',', '，', ';', '；', '|', '｜'])('finds %j', async (separator) => {
    const { profile, rows } = await readFile(lines(separator));
    expect(profile.separator).toBe(separator);
    expect(rows.map((row) => [row.number, row.secret])).toEqual(PAIRS);
  });

  it('finds runs of blanks between columns of different looks', async () => {
    const { profile, rows } = await readFile('6001234567  ABCDEFGH\n6001234568 \u3000JKLMNPQR\n');
    expect(profile.separator).toBe(' ');
    expect(rows.map((row) => row.secret)).toEqual(['ABCDEFGH', 'JKLMNPQR']);
  });

  it('leaves blanks inside codes alone', async () => {
    const { profile, rows } = await readFile('ABCD EFGH JKLM\nNPQR STUV WXYZ\n');
    expect(profile.separator).toBeNull();
    expect(rows.map((row) => row.secret)).toEqual(['ABCD EFGH JKLM', 'NPQR STUV WXYZ']);
  });

  it('reads one line without a separator as one secret', async () => {
    expect((await readFile('ABCD-EFGH')).rows).toEqual([{ line: 1, kind: 'secret', secret: 'ABCD-EFGH' }]);
  });

  it('takes the word of a person over what it finds', async () => {
    const { profile, rows } = await readFile('a::b\nc::d\n', { override: { separator: '::' } });
    expect(rolesOf(profile)).toEqual(['number', 'secret']);
    expect(rows.map((row) => row.secret)).toEqual(['b', 'd']);
  });
});

describe('headings', () => {
  it.each([
    ['卡号,卡密', ['number', 'secret']],
    ['卡号（必填）,卡密（必填）', ['number', 'secret']],
    ['Card No.,PIN,Expiry Date', ['number', 'secret', 'expiry']],
    ['card_no,card_pwd,card_deadline', ['number', 'secret', 'expiry']],
    ['序号,卡号,密码,有效期,备注', ['ignored', 'number', 'secret', 'expiry', 'ignored']],
    ['链接,提取码', ['link', 'password']],
    ['面值,卡密', ['face_value', 'secret']],
    ['卡号,卡密,卡密', ['number', 'secret', 'ignored']],
    ['账号,密码', ['number', 'secret']],
  ])('%s', async (header, roles) => {
    const cells = header.split(',').map((_, index) => `V4LUE${index}X`);
    const { profile } = await readFile(`${header}\n${cells.join(',')}\n`);
    expect(profile.headerLine).toBe(1);
    expect(rolesOf(profile)).toEqual(roles);
  });

  it('are found below a title', async () => {
    const { profile, rows } = await readFile('腾讯视频月卡 2026-11\n\n卡号,卡密\n6001,ABCD\n');
    expect(profile.headerLine).toBe(3);
    expect(rows).toEqual([{ line: 4, kind: 'number_secret', number: '6001', secret: 'ABCD' }]);
  });

  it('of a single column are no code', async () => {
    expect((await readFile('卡密\nABCD-1\nABCD-2\n')).rows.map((row) => row.secret)).toEqual(['ABCD-1', 'ABCD-2']);
  });

  it('without a known secret leave it to the column that looks like codes', async () => {
    const { profile, rows } = await readFile('卡号,券密,备注\n6001,QWER-1,好\n6002,QWER-2,好\n');
    expect(rolesOf(profile)).toEqual(['number', 'secret', 'ignored']);
    expect(rows.map((row) => row.secret)).toEqual(['QWER-1', 'QWER-2']);
    expect(ignoredColumns(profile)).toEqual(['备注']);
  });

  it('with only a number sell the number', async () => {
    const { rows } = await readFile('卡号,有效期\n0061,2028-01-01\n');
    expect(rows).toEqual([{ line: 2, kind: 'secret', secret: '0061', expiresAt: '2028-01-01T15:59:59.000Z' }]);
  });

  it('with one redeem address for all cards sell the secret', async () => {
    const rows = ['A1', 'A2', 'A3'].map((secret) => `${secret},https://x.example/redeem`);
    const { profile } = await readFile(`卡密,兑换地址\n${rows.join('\n')}\n`);
    expect(rolesOf(profile)).toEqual(['secret', 'ignored']);
    expect(profile.shape).toBe('secret');
  });

  it('with a link of its own for each card make the secret what opens it', async () => {
    const { rows } = await readFile('链接,兑换码\nhttps://x.example/1,A1\nhttps://x.example/2,A2\n');
    expect(rows[0]).toEqual({ line: 2, kind: 'link_password', link: 'https://x.example/1', password: 'A1' });
  });

  it('can be placed by a person', async () => {
    const { profile, rows } = await readFile('甲,乙\n6001,ABCD\n', { override: { headerLine: 1 } });
    expect(profile.columns.map((column) => column.name)).toEqual(['甲', '乙']);
    expect(rows).toHaveLength(1);
  });

  it('that are not headings are codes', async () => {
    expect((await readFile('KEYBOARD-1,PINE\n6001,ABCD\n')).profile.headerLine).toBe(0);
  });
});

describe('columns without headings', () => {
  it.each([
    ['a running number', ['1,6001,AA1', '2,6002,BB2', '3,6003,CC3'], ['ignored', 'number', 'secret']],
    ['a product name', ['月卡,6001,AA1', '月卡,6002,BB2', '月卡,6003,CC3'], ['ignored', 'number', 'secret']],
    ['dates', ['6001,AA1,2028-01-01', '6002,BB2,2028/2/1'], ['number', 'secret', 'expiry']],
    ['dates first', ['20280101,6001,AA1', '20280201,6002,BB2'], ['expiry', 'number', 'secret']],
    ['links', ['6001,https://a.example/1', '6002,https://a.example/2'], ['ignored', 'link']],
    ['links with passwords', ['https://a.example/1,1234', 'https://a.example/2,5678'], ['link', 'password']],
    ['consecutive card numbers', ['6001,AA1,x', '6002,BB2,y', '6003,CC3,z'], ['number', 'secret', 'ignored']],
  ])('%s', async (_, rows, roles) => {
    expect(rolesOf((await readFile(rows.join('\n'))).profile)).toEqual(roles);
  });

  it('take roles from a person', async () => {
    const { rows } = await readFile('AA1,6001\nBB2,6002\n', { override: { columns: ['secret', 'number'] } });
    expect(rows.map((row) => [row.number, row.secret])).toEqual([
      ['6001', 'AA1'],
      ['6002', 'BB2'],
    ]);
  });
});

describe('encodings', () => {
  const text = '卡号----卡密\r\n6001----密码一\r\n';

  it.each([
    ['utf-8', Buffer.from(text), 'content'],
    ['utf-8', Buffer.from(`\ufeff${text}`), 'bom'],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le'), 'bom'],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'bom'],
    ['gb18030', iconv.encode(text, 'gb18030'), 'content'],
    ['gb18030', iconv.encode(`\ufeff${text}`, 'gb18030'), 'bom'],
  ])('%s', async (encoding, bytes, encodingFrom) => {
    for (const chunk of [1, 2, 3, 5, 4096]) {
      const { profile, rows } = await readFile(bytes, { chunk });
      expect(profile).toMatchObject({ encoding, encodingFrom });
      expect(rows).toEqual([{ line: 2, kind: 'number_secret', number: '6001', secret: '密码一' }]);
    }
  });

  it('judges the whole file, not its beginning', async () => {
    const ascii = Array.from({ length: 40_000 }, (_, index) => `${index}----AAAA${index}`).join('\n');
    const bytes = Buffer.concat([Buffer.from(`${ascii}\n`), iconv.encode('9999----密码', 'gb18030')]);
    const { profile, rows } = await readFile(bytes, { chunk: 65_536 });
    expect(profile.encoding).toBe('gb18030');
    expect(rows.at(-1)?.secret).toBe('密码');
  });

  it('lets a person say otherwise', async () => {
    // Two characters of GBK that happen to be valid UTF-8.
    const bytes = Buffer.concat([Buffer.from('6001----'), Buffer.from([0xc4, 0xa3])]);
    expect((await readFile(bytes)).profile.encoding).toBe('utf-8');
    const { profile, rows } = await readFile(bytes, { override: { encoding: 'gb18030' } });
    expect(profile).toMatchObject({ encoding: 'gb18030', encodingFrom: 'person' });
    expect(rows[0]?.secret).toBe('模');
  });

  it('rejects what is no character instead of importing its replacement', async () => {
    const bytes = Buffer.concat([Buffer.from('6001----AB'), Buffer.from([0xff, 0x0a]), Buffer.from('6002----CD')]);
    const { rows } = await readFile(bytes, { override: { encoding: 'utf-8' } });
    expect(rows.map((row) => row.reason)).toEqual(['control_character', undefined]);
  });
});

describe('foreign files', () => {
  it.each([
    ['PDF', Buffer.from('%PDF-1.7 …')],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])],
  ])('%s is refused', async (_, bytes) => {
    const refused = await detectCodeFile(bytes).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CodeFileRefused);
    expect(refused).toMatchObject({ code: 'import_file_unreadable', refusal: 'unsupported_format' });
  });

  it('a workbook behind a password is named as such', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    await expect(detectCodeFile(bytes)).rejects.toMatchObject({ refusal: 'workbook_encrypted' });
  });

  it('a file over the size bound is refused', async () => {
    const limits = { fileBytesMax: 10 };
    await expect(detectCodeFile(Buffer.from('12345678901'), { limits })).rejects.toMatchObject({
      refusal: 'file_too_large',
    });
  });
});

describe('a profile', () => {
  it('survives being stored', async () => {
    const { profile } = await readFile('卡号,密码,有效期\n6001,AA,2028-1-1\n');
    expect(readProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  });

  it('names the forms of its dates', async () => {
    const { profile } = await readFile('卡号,密码,有效期\n1,A,2028/6/30\n2,B,20290131\n3,C,2028-1-1 08:00:00\n');
    expect(profile.dateForms).toEqual(['y/m/d', 'yyyymmdd', 'y-m-d time']);
  });

  it('of an empty file has no rows', async () => {
    for (const empty of ['', '\ufeff', '\n\n', '   ']) expect((await readFile(empty)).rows).toEqual([]);
  });

  it('is checked when it comes from outside', () => {
    expect(() => readProfile({ version: 1 })).toThrow(/expected/iu);
    const bad = { version: 1, separator: '"' };
    expect(codeFileProfileSchema.safeParse(bad).success).toBe(false);
  });
});
