import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { collect, inChunks } from '../testing/read-rows.ts';
import { decodeText, encodingOfBom, type TextEncodingName, Utf8Check } from './decode-text.ts';

async function decode(bytes: Uint8Array, encoding: TextEncodingName, chunk: number): Promise<string> {
  return (await collect(decodeText(inChunks(bytes, chunk), encoding))).join('');
}

// One, two and four bytes of GB18030, and the end of a line in between.
const text = fc.string({
  unit: fc.constantFrom('a', '0', '\n', '卡', '密', '€', 'é', 'ḿ', '㐀', '𝒳', '𠀀', '\u3000'),
  maxLength: 40,
});

describe('decoding', () => {
  it.each<TextEncodingName>(['utf-8', 'utf-16le', 'utf-16be', 'gb18030'])(
    '%s does not depend on chunks',
    async (encoding) => {
      await fc.assert(
        fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (written, chunk) => {
          expect(await decode(iconv.encode(written, encoding), encoding, chunk)).toBe(written);
        }),
      );
    },
  );

  it('of bytes that are no GB18030 marks them and goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 30 }), fc.integer({ min: 1, max: 7 }), async (garbage, chunk) => {
        const decoded = await decode(Buffer.concat([garbage, Buffer.from('\n\n\n\nEND')]), 'gb18030', chunk);
        expect(decoded.endsWith('END')).toBe(true);
      }),
    );
  });

  it('of a file cut within a character marks the cut', async () => {
    expect(await decode(iconv.encode('卡𝒳', 'gb18030').subarray(0, 5), 'gb18030', 1)).toContain('\ufffd');
    expect(await decode(Buffer.from('卡').subarray(0, 2), 'utf-8', 1)).toBe('\ufffd');
  });
});

describe('the check for UTF-8', () => {
  function isUtf8(bytes: Uint8Array, chunk: number): boolean {
    const check = new Utf8Check();
    for (let at = 0; at < bytes.length; at += chunk) check.push(bytes.subarray(at, at + chunk));
    return check.finish();
  }

  it('agrees with a check of the whole', () => {
    const bytes = fc.oneof(
      text.map((written) => new Uint8Array(Buffer.from(written))),
      fc.uint8Array({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 5 }), (some, chunk) => {
        const whole = Buffer.from(some).toString('utf8');
        expect(isUtf8(some, chunk)).toBe(Buffer.from(whole).equals(some));
      }),
    );
  });

  it('does not take a cut character for one', () => {
    expect(isUtf8(Buffer.from('卡').subarray(0, 2), 10)).toBe(false);
  });
});

it('marks of byte order are told apart', () => {
  expect(encodingOfBom(Buffer.from([0xef, 0xbb]))).toBeUndefined();
  expect(encodingOfBom(Buffer.from([0xff, 0xfe, 0]))).toBe('utf-16le');
});
