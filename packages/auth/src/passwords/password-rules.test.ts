import { describe, expect, it } from 'vitest';
import { weaknessOf } from './password-rules.ts';

describe('password rules', () => {
  it.each([
    ['short', 'abc123xyz'],
    ['short', '密码密码密码'],
    ['long', 'x1'.repeat(65)],
    ['common', 'password123'],
    ['common', 'P@ssw0rd2026!'],
    ['common', '1234567890'],
    ['common', '0987654321'],
    ['common', 'aaaaaaaaaaaa'],
    ['common', 'abcabcabcabc'],
    ['common', 'qwertyuiop'],
    ['common', 'zhang19900101'],
    ['common', 'keyfall2026!'],
    ['like_login', 'anna.lee@shop.test'],
    ['like_login', 'anna.lee12345'],
  ])('refuse as %s: %s', (reason, password) => {
    expect(weaknessOf(password, ['anna.lee@shop.test', 'Anna'])).toBe(reason);
  });

  it.each(['correct horse battery', '春眠不觉晓处处闻啼鸟', 'tr0ub4dor&3x', 'anna likes long sentences'])(
    'accept %s',
    (password) => {
      expect(weaknessOf(password, ['anna.lee@shop.test', 'Anna'])).toBeUndefined();
    },
  );

  it('judge full-width letters as what they are', () => {
    expect(weaknessOf('ｐａｓｓｗｏｒｄ１２３', [])).toBe('common');
  });
});
