import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PortError } from '../../errors.ts';
import { secret } from '../../secret.ts';
import {
  blindIndex,
  newBatchKey,
  newKey,
  open,
  openChunk,
  openCode,
  seal,
  sealChunk,
  sealCode,
  unwrapBatchKey,
  wrapBatchKey,
} from './index.ts';

const REF = { tenantId: 't', codeId: 'c', skuId: 's', batchId: 'b' };

describe('sealed codes', () => {
  test('any content opens as it was sealed', () => {
    const key = newKey();
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ unit: 'binary' }), (number, password) => {
        const sealed = sealCode(key, REF, { kind: 'number_secret', number: secret(number), secret: secret(password) });
        const opened = openCode(key, REF, 'number_secret', sealed);
        expect(opened.number?.expose()).toBe(number);
        expect(opened.secret?.expose()).toBe(password);
        expect(opened.link).toBeUndefined();
      }),
    );
  });

  test.each(['tenantId', 'codeId', 'skuId', 'batchId'] as const)(
    'a secret moved to another %s does not open',
    (field) => {
      const key = newKey();
      const sealed = sealCode(key, REF, { kind: 'secret', secret: secret('ABC') });
      expect(() => openCode(key, { ...REF, [field]: 'x' }, 'secret', sealed)).toThrow(PortError);
    },
  );

  test('an altered byte and another key do not open', () => {
    const key = newKey();
    const sealed = sealCode(key, REF, { kind: 'secret', secret: secret('ABC') });
    const altered = Buffer.from(sealed.ciphertext);
    altered[0] = (altered[0] ?? 0) ^ 1;
    expect(() => openCode(key, REF, 'secret', { ...sealed, ciphertext: altered })).toThrow(PortError);
    expect(() => openCode(newKey(), REF, 'secret', sealed)).toThrow(PortError);
  });

  test('the same content is never sealed twice alike, and shows nothing of itself', () => {
    const key = newKey();
    const content = { kind: 'secret', secret: secret('PLAINTEXT-CODE') } as const;
    const [one, two] = [sealCode(key, REF, content), sealCode(key, REF, content)];
    expect(one.ciphertext.equals(two.ciphertext)).toBe(false);
    expect(one.ciphertext.includes('PLAINTEXT')).toBe(false);
    expect(inspect(content)).not.toContain('PLAINTEXT');
  });
});

test('a blind index is the HMAC-SHA-256 of its text, however long, and of no text before it', () => {
  const keys = [newKey(), newKey()] as const;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 9000 }), fc.boolean(), (text, isFirst) => {
      const key = isFirst ? keys[0] : keys[1];
      const expected = createHmac('sha256', key.expose()).update(`v1|identity|${text}`, 'utf8').digest();
      expect(blindIndex(key, 'identity', text)).toEqual(expected);
    }),
  );
});

test('a batch key opens under its tenant and batch only, and after being wrapped anew', () => {
  const tenantKey = newKey();
  const { key, wrapped } = newBatchKey(tenantKey, 't', 'b');
  expect(unwrapBatchKey(tenantKey, 't', 'b', wrapped).expose()).toEqual(key.expose());
  expect(() => unwrapBatchKey(tenantKey, 't', 'other', wrapped)).toThrow(PortError);
  const next = newKey();
  const again = wrapBatchKey(next, 't', 'b', key);
  expect(unwrapBatchKey(next, 't', 'b', again).expose()).toEqual(key.expose());
  expect(() => unwrapBatchKey(tenantKey, 't', 'b', again)).toThrow(PortError);
});

test('a chunk opens only in its own place', () => {
  const key = newKey();
  const sealed = sealChunk(key, 't', 'job', 3, Buffer.from('bytes'));
  expect(openChunk(key, 't', 'job', 3, sealed).toString()).toBe('bytes');
  expect(() => openChunk(key, 't', 'job', 4, sealed)).toThrow(PortError);
});

test('blind indexes agree for equal texts and keys only', () => {
  const key = newKey();
  expect(blindIndex(key, 'identity', 'A')).toEqual(blindIndex(key, 'identity', 'A'));
  expect(blindIndex(key, 'identity', 'A')).not.toEqual(blindIndex(key, 'number', 'A'));
  expect(blindIndex(key, 'identity', 'A')).not.toEqual(blindIndex(newKey(), 'identity', 'A'));
});

test('no nonce is used twice, also beyond one draw of them', () => {
  const key = newKey();
  const nonces = Array.from({ length: 3000 }, () => seal(key, 'place', Buffer.from('x')).nonce.toString('hex'));
  expect(new Set(nonces).size).toBe(nonces.length);
  expect(nonces.every((nonce) => nonce.length === 24 && /[1-9a-f]/.test(nonce))).toBe(true);
});

test('a sealed value that was cut does not open', () => {
  const key = newKey();
  const { nonce, ciphertext } = seal(key, 'place', Buffer.from('plaintext'));
  for (let length = 0; length < ciphertext.length; length += 1) {
    expect(() => open(key, 'place', { nonce, ciphertext: ciphertext.subarray(0, length) })).toThrow(PortError);
  }
  expect(() => open(key, 'place', { nonce: nonce.subarray(1), ciphertext })).toThrow(PortError);
});
