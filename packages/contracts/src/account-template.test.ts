import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAccountFields } from './account-fields.ts';
import { formatAccountTemplate, parseAccountTemplate } from './account-template.ts';
import type { AccountField, AccountTemplate } from './account-template.ts';

function template(text: string): AccountTemplate {
  const result = parseAccountTemplate(text);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.template;
}

describe('parseAccountTemplate', () => {
  it('reads every form the trade’s catalog uses', () => {
    expect(template('')).toEqual([]);
    expect(template('uid:digits(5-16)')).toEqual([{ name: 'uid', rule: 'digits', lengthMin: 5, lengthMax: 16 }]);
    expect(template('uid:digits(9);server:list(天空岛|世界树)')).toEqual([
      { name: 'uid', rule: 'digits', lengthMin: 9, lengthMax: 9 },
      { name: 'server', rule: 'list', options: ['天空岛', '世界树'] },
    ]);
    expect(template('openid:text; zone:list(微信|QQ) ;system:list(iOS|Android)').map((field) => field.name)).toEqual([
      'openid',
      'zone',
      'system',
    ]);
    expect(template('phone:mobile_cn;mail:email').map((field) => field.rule)).toEqual(['mobile_cn', 'email']);
  });

  it.each([
    ['uid', 'bad_field'],
    ['uid:digits(5-16);', 'bad_field'],
    [':text', 'bad_field'],
    ['UID:text', 'bad_name'],
    ['__proto__:text', 'bad_name'],
    ['uid:digits', 'bad_length'],
    ['uid:digits(16-5)', 'bad_length'],
    ['uid:digits(0-5)', 'bad_length'],
    ['uid:digits(1-999)', 'bad_length'],
    ['uid:digits(5-16', 'unknown_rule'],
    ['uid:number(5)', 'unknown_rule'],
    ['phone:mobile_cn(11)', 'unknown_rule'],
    ['zone:list()', 'bad_options'],
    ['zone:list', 'bad_options'],
    ['zone:list(a||b)', 'bad_options'],
    ['zone:list(a|a)', 'bad_options'],
    [`zone:list(${'x'.repeat(65)})`, 'bad_options'],
    ['a:text;a:email', 'duplicate_name'],
    [Array.from({ length: 11 }, (_, index) => `f${index}:text`).join(';'), 'too_many_fields'],
    ['x'.repeat(8_001), 'too_long'],
  ])('refuses %j as %s', (text, reason) => {
    expect(parseAccountTemplate(text)).toMatchObject({ ok: false, problem: { reason } });
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'adgilst:;|()-0159_ 微\u0000'), maxLength: 40 }), (text) => {
        const result = parseAccountTemplate(text);
        expect(result.ok || result.problem.reason.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('reads what it writes', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/);
    const lengths = fc
      .tuple(fc.integer({ min: 1, max: 128 }), fc.integer({ min: 1, max: 128 }))
      .map(([a, b]) => ({ lengthMin: Math.min(a, b), lengthMax: Math.max(a, b) }));
    const option = fc.stringMatching(/^[A-Za-z0-9一-龥]{1,20}$/);
    const field: fc.Arbitrary<AccountField> = fc.oneof(
      fc.tuple(name, fc.constantFrom('digits', 'text'), lengths).map(([n, rule, l]) => ({ name: n, rule, ...l })),
      fc
        .tuple(name, fc.uniqueArray(option, { minLength: 1, maxLength: 8 }))
        .map(([n, options]) => ({ name: n, rule: 'list' as const, options })),
      fc.tuple(name, fc.constantFrom('mobile_cn', 'email')).map(([n, rule]) => ({ name: n, rule })),
    );
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: (one) => one.name, maxLength: 10 }), (fields) => {
        expect(template(formatAccountTemplate(fields))).toEqual(fields);
      }),
    );
  });
});

describe('checkAccountFields', () => {
  it('answers clean values', () => {
    const fields = template('uid:digits(5-16);zone:list(微信|QQ);phone:mobile_cn;mail:email;role:text(2-8)');
    expect(
      checkAccountFields(fields, {
        uid: ' \u3000００１２３４５ ',
        zone: 'QQ',
        phone: '+86 138-0013 8000',
        mail: 'Ann@example.com',
        role: '  剑 客  ',
      }),
    ).toEqual({
      ok: true,
      values: { uid: '0012345', zone: 'QQ', phone: '13800138000', mail: 'Ann@example.com', role: '剑 客' },
    });
  });

  it.each([
    ['uid:digits(5-16)', { uid: '1234' }, 'too_short'],
    ['uid:digits(5-16)', { uid: '1'.repeat(17) }, 'too_long'],
    ['uid:digits(5-16)', { uid: '12 345' }, 'not_digits'],
    ['uid:digits(5-16)', { uid: '١٢٣٤٥' }, 'not_digits'],
    ['uid:digits(5-16)', {}, 'missing'],
    ['uid:digits(5-16)', { uid: ' \u200b ' }, 'missing'],
    ['uid:digits(5-16)', { uid: '9'.repeat(301) }, 'too_long'],
    ['uid:digits(5-16)', { uid: '12345', extra: 'x' }, 'unknown_field'],
    ['constructor:text', {}, 'missing'],
    ['zone:list(微信|QQ)', { zone: 'qq' }, 'not_in_list'],
    ['phone:mobile_cn', { phone: '12800138000' }, 'bad_mobile'],
    ['phone:mobile_cn', { phone: '1380013800' }, 'bad_mobile'],
    ['mail:email', { mail: 'a@b' }, 'bad_email'],
    ['mail:email', { mail: 'a b@example.com' }, 'bad_email'],
    ['role:text(2-8)', { role: 'a\u0000b' }, 'bad_characters'],
    ['role:text(2-8)', { role: 'a' }, 'too_short'],
  ])('%s refuses %j: %s', (text, given, reason) => {
    const result = checkAccountFields(template(text), given as Record<string, string>);
    expect(result.ok ? [] : result.problems.map((problem) => problem.reason)).toEqual([reason]);
  });

  it('counts characters as people see them', () => {
    expect(checkAccountFields(template('role:text(2)'), { role: '😀😀' }).ok).toBe(true);
  });

  it('reports every problem at once', () => {
    const result = checkAccountFields(template('uid:digits(5);zone:list(a|b)'), { uid: 'x', zone: 'c' });
    expect(result).toEqual({
      ok: false,
      problems: [
        { field: 'uid', reason: 'not_digits' },
        { field: 'zone', reason: 'not_in_list' },
      ],
    });
  });
});
