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
    ['common', 'Summer2026!!'],
    ['common', 'Spring-2027'],
    ['common', 'December.25.2026'],
    ['common', '5ummerW1nter!'],
    ['common', 'Qwerty!@#$%^'],
    ['common', '1q2w3e4r5t6y'],
    ['common', 'zaq12wsxcde3'],
    ['common', 'a1b2c3d4e5f6'],
    ['common', 'drowssap2025'],
    ['common', 'woaini5201314'],
    ['common', 'wang13812345678'],
    ['common', '1990-01-01!!'],
    ['common', 'admin@admin123'],
    ['common', 'l3tm31n!!2026'],
    ['common', 'password password'],
    ['like_login', 'anna.lee@shop.test'],
    ['like_login', 'anna.lee12345'],
    ['like_login', 'AnnaLee1990!'],
    ['like_login', 'Nebula-2026!'],
    ['like_login', 'N3bula888Cards'],
    ['like_login', 'lee13812345678'],
  ])('refuse as %s: %s', (reason, password) => {
    expect(weaknessOf(password, ['anna.lee@shop.test', 'Anna', 'Nebula Cards'])).toBe(reason);
  });

  it.each([
    'correct horse battery',
    '春眠不觉晓处处闻啼鸟',
    'tr0ub4dor&3x',
    'anna likes long sentences',
    'monkey dragon sunshine freedom',
    'Lk9#vQ2m!t',
    'gx7tqpm2wr',
    'nebula tastes of rain 42',
  ])('accept %s', (password) => {
    expect(weaknessOf(password, ['anna.lee@shop.test', 'Anna', 'Nebula Cards'])).toBeUndefined();
  });

  it('are judged at once, however long and repetitive the password is', () => {
    const begun = performance.now();
    for (const text of ['a1'.repeat(64), 'password'.repeat(16), '!@#$'.repeat(32), 'é'.repeat(128)])
      weaknessOf(text, ['anna.lee@shop.test', 'Anna']);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('judge full-width letters as what they are', () => {
    expect(weaknessOf('ｐａｓｓｗｏｒｄ１２３', [])).toBe('common');
  });
});
