import { describe, expect, expectTypeOf, it } from 'vitest';
import errorsEn from './catalogs/errors/en.ts';
import errorsZh from './catalogs/errors/zh-cn.ts';
import { createFormatters } from './format.ts';
import { createI18n, translatorOf } from './i18n.ts';
import type { Translate } from './i18n.ts';
import { localeCookie, negotiateLocale, readLocaleCookie } from './locales.ts';

describe('translations', () => {
  it('follow the language, interpolate and count', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: ['admin'] });
    const english = i18n.translator('admin');
    expect(english('common:session.signedInAs', { name: 'Ada <b>' })).toBe('Signed in as Ada <b>');
    expect(english('common:messages.rows', { count: 1 })).toBe('1 row');
    expect(english('common:messages.rows', { count: 0 })).toBe('0 rows');
    const heard: string[] = [];
    const stop = i18n.subscribe(() => heard.push(i18n.locale));
    await i18n.setLocale('zh-CN');
    expect(i18n.translator('admin')('common:messages.rows', { count: 1 })).toBe('1 行');
    stop();
    await i18n.setLocale('en');
    expect(heard).toEqual(['zh-CN']);
  });

  it('give one function per language, so that it can be depended on', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: ['admin'] });
    expect(i18n.translator('admin')).toBe(i18n.translator('admin'));
  });

  it('look up made keys and never show a raw key or a gap', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: [] });
    expect(i18n.lookUp('errors:codes.not_found')).toBe('This does not exist, or not any more.');
    expect(i18n.lookUp('errors:codes.no_such_code')).toBeUndefined();
    expect(i18n.lookUp('errors:codes')).toBeUndefined();
    expect(i18n.lookUp('errors:details.out_of_stock')).toBeUndefined();
    expect(i18n.lookUp('errors:details.out_of_stock', { available: 3 })).toBe('3 left.');
    expect(i18n.lookUp('errors:codes.__proto__')).toBeUndefined();
  });

  it('say what happened without its figures, which may not have come along', () => {
    for (const codes of [errorsEn.codes, errorsZh.codes])
      expect(Object.entries(codes).filter(([, text]) => text.includes('{{'))).toEqual([]);
  });

  it('load another namespace later', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: [] });
    expect(i18n.lookUp('shop:title')).toBeUndefined();
    await i18n.addNamespace('shop');
    expect(i18n.lookUp('shop:title')).toBe('Shop');
  });

  it('work without loading, for mails', () => {
    const t = translatorOf('zh-CN', 'mail', { title: '来自{{shop}}的消息' });
    expect(t('title', { shop: '星卡' })).toBe('来自星卡的消息');
  });

  it('know their keys and parameters at compile time', () => {
    type T = Translate<'admin'>;
    expectTypeOf<Parameters<T>[0]>().extract<'title'>().toEqualTypeOf<'title'>();
    expectTypeOf<Parameters<T>[0]>().extract<'common:actions.save'>().toEqualTypeOf<'common:actions.save'>();
    expectTypeOf<Parameters<T>[0]>().extract<'shop:title'>().toBeNever();
    const t: T = translatorOf('en', 'admin', {});
    // @ts-expect-error the message names a parameter
    t('common:session.signedInAs');
    // @ts-expect-error no such key
    t('common:actions.sav');
    // @ts-expect-error a count is a number
    t('common:messages.rows', { count: '1' });
  });
});

describe('formats', () => {
  const english = createFormatters('en', 'Asia/Shanghai');
  const chinese = createFormatters('zh-CN', 'Asia/Shanghai');

  it('write exact decimals beyond what a float holds', () => {
    expect(english.decimal('12345678901234567890.12345678')).toBe('12,345,678,901,234,567,890.12345678');
    expect(english.decimal('0.0125', 4)).toBe('0.0125');
    expect(english.percent('0.125')).toBe('12.5%');
    expect(chinese.number(1234567)).toBe('1,234,567');
    expect(chinese.compact(12000)).toBe('1.2万');
  });

  it('show instants in the given zone', () => {
    expect(english.dateTime('2026-11-22T16:30:00Z')).toBe('Nov 23, 2026, 00:30');
    expect(chinese.dateTime('2026-11-22T16:30:00Z')).toBe('2026/11/23 00:30');
    expect(createFormatters('en', 'UTC').date('2026-11-22T16:30:00Z')).toBe('Nov 22, 2026');
  });

  it('say how long ago and how long it takes', () => {
    const now = '2026-11-22T12:00:00Z';
    expect(english.relative('2026-11-22T11:57:00Z', now)).toBe('3 minutes ago');
    expect(english.relative('2026-11-24T12:00:00Z', now)).toBe('in 2 days');
    expect(chinese.relative('2026-11-22T11:00:00Z', now)).toBe('1小时前');
    expect(english.durationSeconds(11_529)).toBe('3 hr 12 min');
    expect(english.durationSeconds(59)).toBe('59 sec');
    expect(english.durationSeconds(0)).toBe('0 sec');
    expect(english.durationSeconds(3_607)).toBe('1 hr');
  });

  it('write sizes and lists', () => {
    expect(english.bytes(0)).toBe('0 bytes');
    expect(english.bytes(1_500_000)).toBe('1.5 MB');
    expect(chinese.list(['甲', '乙', '丙'])).toBe('甲、乙和丙');
  });
});

describe('negotiation', () => {
  it.each([
    [{ remembered: 'en', preferred: ['zh-CN'] }, 'en'],
    [{ remembered: 'fr', preferred: ['fr', 'en-GB', 'zh'] }, 'en'],
    [{ preferred: ['zh-Hant-TW'] }, 'zh-CN'],
    [{ preferred: ['fr'] }, 'zh-CN'],
    [{ preferred: [], fallback: 'en' as const }, 'en'],
  ])('of %j is %s', (sources, locale) => {
    expect(negotiateLocale(sources)).toBe(locale);
  });

  it('remembers a choice in a cookie of this host', () => {
    expect(readLocaleCookie(`a=1; ${localeCookie('en').split(';')[0]}`)).toBe('en');
    expect(readLocaleCookie('kf_locale=xx')).toBeUndefined();
    expect(readLocaleCookie('not_kf_locale=en')).toBeUndefined();
  });
});
