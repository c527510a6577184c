import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../secret.ts';
import type { CodeContent } from './code-file-row.ts';
import { codeIdentity, codeSearchKeys, foldForIndex, numberIdentity } from './code-identity.ts';
import { maskOf } from './code-mask.ts';
import { DigestSet } from './digest-set.ts';

function code(parts: { number?: string; secret?: string; link?: string; password?: string }): CodeContent {
  const wrap = (text: string | undefined) => (text === undefined ? undefined : new Secret(text));
  return {
    kind: 'secret',
    number: wrap(parts.number),
    secret: wrap(parts.secret),
    link: wrap(parts.link),
    password: wrap(parts.password),
  };
}

describe('the identity of a code', () => {
  it.each([
    [{ secret: 'aB-1' }, 'aB-1'],
    [{ secret: 'AB-12 34' }, 'AB1234'],
    [{ number: '60 01-2', secret: 'AB-CD' }, '60012\u001fABCD'],
    [{ number: '6001', secret: 'ab-cd' }, '6001\u001fab-cd'],
    [{ link: 'https://a.example/1', password: '1234' }, 'https://a.example/1'],
    [{ link: 'https://a.example/1', number: '6001' }, 'https://a.example/1'],
    [{ secret: '- -' }, '- -'],
    [{ secret: 'ＡＢ-1' }, 'ＡＢ-1'],
  ])('of %j', (parts, identity) => {
    expect(codeIdentity(code(parts))).toBe(identity);
  });

  it('is the same for a link with any password', () => {
    const link = 'https://a.example/1';
    expect(codeIdentity(code({ link, password: '1' }))).toBe(codeIdentity(code({ link })));
  });

  it('tells number and secret apart wherever they are cut', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AB1-'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, text, text, text, (n1, s1, n2, s2) => {
        const same = foldForIndex(n1) === foldForIndex(n2) && foldForIndex(s1) === foldForIndex(s2);
        expect(codeIdentity(code({ number: n1, secret: s1 })) === codeIdentity(code({ number: n2, secret: s2 }))).toBe(
          same,
        );
      }),
    );
  });

  it('of the number alone has its own text', () => {
    expect(numberIdentity(code({ number: '60-01', secret: 'x' }))).toBe('6001');
    expect(numberIdentity(code({ secret: 'x' }))).toBeUndefined();
  });
});

describe('a search', () => {
  it.each(['60012 ABCD', '60012----ABCD', '60012\tABCD', ' ６００１２，ＡＢＣＤ ', '60012 | ABCD'])(
    'finds number and secret by %j',
    (typed) => {
      expect(codeSearchKeys(typed).codes).toContain(codeIdentity(code({ number: '60012', secret: 'ABCD' })));
    },
  );

  it('finds a secret, a link and a number alone', () => {
    expect(codeSearchKeys(' ab-cd ').codes).toContain(codeIdentity(code({ secret: 'ab-cd' })));
    expect(codeSearchKeys('https://a.example/1').codes).toContain(codeIdentity(code({ link: 'https://a.example/1' })));
    expect(codeSearchKeys('6001-2').number).toBe(numberIdentity(code({ number: '60012', secret: 'x' })));
  });
});

describe('a mask', () => {
  it.each([
    [{ number: '600123456789', secret: 'ABCD' }, '••••6789'],
    [{ secret: 'ABCD-EFGH' }, '••••••••'],
    [{ link: 'https://user:pw@redeem.example:8443/k/SECRET?x=1', password: '1' }, 'redeem.example/••••'],
    [{ number: '60012345', secret: 'X-2345-Y' }, '••••••••'],
    [{ number: '60012345', secret: '60012345' }, '••••••••'],
    [{ link: `https://${'a'.repeat(60)}.example/x` }, `…${'a'.repeat(42)}.example/••••`],
  ])('of %j', (parts, mask) => {
    expect(maskOf(code(parts))).toBe(mask);
    expect(mask.length).toBeLessThanOrEqual(60);
  });

  it('never shows a piece of a secret, and does not tell its length', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789AB'), minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), text, (number, secret) => {
        const mask = maskOf(code({ number, secret }));
        const shown = mask.replaceAll('•', '');
        expect(shown === '' || !secret.includes(shown)).toBe(true);
        expect(mask).toHaveLength(8);
      }),
    );
  });
});

it('a code prints nothing of itself', () => {
  const content = code({ number: '6001', secret: 'TOP-1', link: 'https://TOP-2', password: 'TOP-3' });
  const printed = `${JSON.stringify(content)} ${inspect(content, { depth: 9, showHidden: true })} ${String(content.secret)}`;
  expect(printed).not.toMatch(/TOP|6001/u);
});

describe('a set of digests', () => {
  it('knows what it has seen, as a set of texts would', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 3000 }), (texts) => {
        const digests = new DigestSet();
        const seen = new Set<string>();
        for (const text of texts) {
          expect(digests.add(text)).toBe(!seen.has(text));
          seen.add(text);
        }
        expect(digests.size).toBe(seen.size);
      }),
      { numRuns: 20 },
    );
  });

  it('grows beyond its first table', () => {
    const digests = new DigestSet();
    for (let index = 0; index < 20_000; index += 1) digests.add(`code ${index}`);
    expect(digests.size).toBe(20_000);
    expect(digests.add('code 19999')).toBe(false);
  });
});
