import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REJECT_REASONS } from '@keyfall/contracts';
import { inChunks, readFile } from '../testing/read-rows.ts';
import { CodeFileRefused } from './code-file-refused.ts';
import { previewCodeFile } from './preview-code-file.ts';
import { codeFileProfileSchema } from './code-file-profile.ts';

const FOLDER = join(import.meta.dirname, '../../../../../samples/codes');
const REASONS: ReadonlySet<string> = new Set(REJECT_REASONS);
const SAMPLES = readdirSync(FOLDER)
  .filter((name) => name !== 'expected.json')
  .map((name) => readFileSync(join(FOLDER, name)));

/** Whatever the bytes: rows with known reasons and ascending lines, or a refusal that says why. Lists what is not so. */
async function problemsOf(bytes: Uint8Array): Promise<string[]> {
  let read;
  try {
    read = await readFile(bytes, { chunk: 4096 });
  } catch (error) {
    return error instanceof CodeFileRefused ? [] : [String(error)];
  }
  const problems: string[] = [];
  if (!codeFileProfileSchema.safeParse(read.profile).success) problems.push('the profile cannot be stored');
  let line = 0;
  for (const row of read.rows) {
    if (row.line <= line) problems.push(`line ${row.line} comes after line ${line}`);
    line = row.line;
    const isKnown = row.reason === undefined || REASONS.has(row.reason);
    if (!isKnown) problems.push(`unknown reason ${row.reason}`);
    if (row.reason === undefined && (row.secret ?? row.link ?? '') === '')
      problems.push(`nothing sold in line ${line}`);
  }
  return problems;
}

describe('no file can break the import', { timeout: 30_000 }, () => {
  it('of random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(await problemsOf(bytes)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('of random text with everything a format cares about', async () => {
    const unit = fc.constantFrom(
      ...'01aA,;|\t"\'\n\r {}[]:-卡密号',
      '----',
      '提取码:',
      'https://a.b/',
      '\u0000',
      '2028-01-01',
      '\ufeff',
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 400 }), async (text) => {
        expect(await problemsOf(Buffer.from(text))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('that begins like another', async () => {
    const beginnings = [
      [0x50, 0x4b, 3, 4],
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xef, 0xbb, 0xbf],
      [0x7b],
      [0x5b, 0x7b],
      [0xd0, 0xcf],
    ];
    const bytes = fc.tuple(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 500 }));
    await fc.assert(
      fc.asyncProperty(bytes, async ([head, rest]) => {
        expect(await problemsOf(Buffer.from([...head, ...rest]))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('that was changed in a few bytes, cut short or doubled', async () => {
    const change = fc.record({
      sample: fc.integer({ min: 0, max: SAMPLES.length - 1 }),
      edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 10 }),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      twice: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ sample, edits, keep, twice }) => {
        const bytes = Buffer.from(SAMPLES[sample]!);
        for (const [at, byte] of edits) bytes[at % bytes.length] = byte;
        const cut = keep < 0.5 ? bytes : bytes.subarray(0, Math.floor(bytes.length * keep));
        expect(await problemsOf(twice ? Buffer.concat([cut, cut]) : cut)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a preview', () => {
  const secrets = ['QWERTY-000001', 'QWERTY-000002', 'QWERTY-000001'];
  const text = `卡号,卡密,有效期\n61234567,${secrets[0]},2028-1-1\n61234568,${secrets[1]},x\n61234567,${secrets[2]},2028-1-1\n6,,\n`;
  const open = () => inChunks(Buffer.from(text), 10);

  it('counts the whole file and shows its beginning without a secret', async () => {
    const preview = await previewCodeFile(open, { timezone: 'Asia/Shanghai' });
    expect(preview).toMatchObject({
      accepted: 1,
      duplicates: 1,
      rejected: 2,
      duplicateLines: [4],
      rejectedByReason: { bad_date: 1, empty_secret: 1 },
      rejects: [
        { line: 3, reason: 'bad_date', mask: '••••4568' },
        { line: 5, reason: 'empty_secret' },
      ],
    });
    expect(preview.firstRows[0]).toEqual({
      line: 2,
      kind: 'number_secret',
      mask: '••••4567',
      expiresAt: new Date('2028-01-01T15:59:59Z'),
      faceValue: undefined,
    });
    expect(JSON.stringify(preview)).not.toContain('QWERTY');
  });

  it('lists no more than asked for', async () => {
    const preview = await previewCodeFile(open, { timezone: 'Asia/Shanghai', listMax: 1, firstRowsMax: 0 });
    expect(preview.rejected).toBe(2);
    expect(preview.rejects).toHaveLength(1);
    expect(preview.firstRows).toEqual([]);
  });
});
