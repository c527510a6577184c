import { contrastRatio } from '@keyfall/contracts';
import type { Locale } from '@keyfall/contracts';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../errors.ts';
import { SAMPLE_LINK, sampleMails } from '../testing/sample-mails.ts';
import type { MailContext } from './mail-content.ts';
import { MAIL_KINDS, renderMail } from './render-mail.ts';

const LOCALES = ['zh-CN', 'en'] as const;
const context = (locale: Locale, brand: Partial<MailContext['brand']> = {}): MailContext => ({
  locale,
  brand: { name: 'Cloud Cards', accent: '#0b7285', ...brand },
  timeZone: 'Asia/Shanghai',
});

const EVERY = MAIL_KINDS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const));
const CHINESE = /\p{Script=Han}/u;

describe.each(EVERY)('%s in %s', (kind, locale) => {
  const mail = renderMail(kind, sampleMails()[kind], context(locale));

  it('is written in its language', () => {
    expect(CHINESE.test(mail.subject)).toBe(locale === 'zh-CN');
    expect(CHINESE.test(mail.text)).toBe(locale === 'zh-CN');
    expect(mail.html).toContain(`<html lang="${locale}">`);
  });

  it('has its link in both versions, and no other', () => {
    expect(mail.text.split('\n')).toContain(SAMPLE_LINK);
    const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href?.replaceAll('&amp;', '&'));
    expect(links).toEqual([SAMPLE_LINK, SAMPLE_LINK]);
  });

  it('carries the brand', () => {
    expect(mail.text).toContain('Cloud Cards');
    expect(mail.html).toContain('background:#0b7285');
  });

  it('lets no value add markup, lines or a second subject', () => {
    const evil = (value: string) => `${value}"><script>alert(1)</script>\r\nBcc: x@example.org\n\u2028'&`;
    const brand = { name: evil('Shop'), accent: '#fff;} body{display:none', support: evil('help@example.com') };
    const hostile = renderMail(kind, sampleMails(evil)[kind], context(locale, brand));
    const plain = renderMail(kind, sampleMails()[kind], context(locale, { support: 'help@example.com' }));
    const tags = (html: string) => html.match(/<[a-z][a-z0-9]*/g);
    expect(tags(hostile.html)).toEqual(tags(plain.html));
    expect(hostile.html).not.toContain('display:none');
    expect(hostile.subject).not.toMatch(/[\r\n\u2028]/);
    expect(hostile.text.split('\n')).toHaveLength(plain.text.split('\n').length);
  });

  it('says nothing that is not among its facts', () => {
    const given = { ...sampleMails()[kind], code: 'SECRET-1234', secret: 'SECRET-1234', password: 'SECRET-1234' };
    const rendered = renderMail(kind, given, context(locale));
    expect(JSON.stringify(rendered)).not.toContain('SECRET');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/orders/1', ''])('refuses to link to %j', (url) => {
    expect(() => renderMail(kind, { ...sampleMails()[kind], url }, context(locale))).toThrow(InvariantError);
  });
});

describe('amounts, counts and dates', () => {
  it('are written as the language writes them, in the given zone', () => {
    const { order_refunded: refund, order_delivered: delivered, find_order: find } = sampleMails();
    expect(renderMail('order_refunded', refund, context('zh-CN')).text).toContain('退款金额: ¥1,234.50');
    expect(renderMail('order_refunded', refund, context('en')).subject).toContain('CN¥1,234.50');
    expect(renderMail('order_delivered', delivered, context('en')).text).toContain('Video VIP, 1 month: × 1,200');
    // 16:30 UTC is half past midnight of the next day in Shanghai.
    expect(renderMail('find_order', find, context('zh-CN')).text).toContain('2026年2月1日');
    const inBerlin = { ...context('en'), timeZone: 'Europe/Berlin' };
    expect(renderMail('find_order', find, inBerlin).text).toMatch(/January 31, 2026 at 05:30 PM/);
  });

  it('tell when goods come that are handed over at a set time', () => {
    const deliverAt = new Date('2026-01-31T16:30:00Z');
    const paid = { ...sampleMails().order_paid, deliverAt };
    expect(renderMail('order_paid', paid, context('zh-CN')).text).toMatch(/将于 2026年2月1日.*发货/);
    expect(renderMail('order_paid', paid, context('en')).text).toMatch(
      /will be delivered on February 1, 2026 at 12:30 AM GMT\+8/,
    );
    expect(renderMail('order_paid', sampleMails().order_paid, context('en')).text).not.toContain('2026');
  });

  it('are left out where a link needs no end', () => {
    const toAccount = renderMail('find_order', { url: SAMPLE_LINK, expiresAt: null }, context('en')).text;
    expect(toAccount).toContain('asked to log in');
    expect(toAccount).not.toContain('2026');
  });
});

describe('a brand', () => {
  it.each(['#000000', '#ffffff', '#ffd43b', '#0b7285', '#777777', '#e03131'])(
    'in %s has a readable button',
    (accent) => {
      const { html } = renderMail('find_order', sampleMails().find_order, context('en', { accent }));
      const ink = /border-radius:8px;background:(#\w{6});color:(#\w{6})/.exec(html);
      expect(ink?.[1]).toBe(accent);
      expect(contrastRatio(accent, ink?.[2] ?? accent)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('is named to the reader together with how to reach it', () => {
    const { text, html } = renderMail(
      'find_order',
      sampleMails().find_order,
      context('en', { support: 'WeChat: cloud' }),
    );
    expect(text).toContain('Contact: WeChat: cloud');
    expect(html).toContain('WeChat: cloud');
  });
});

describe('a mail of a closed order', () => {
  it('says whether it was not paid in time or the shop cancelled it, and what to do', () => {
    const closed = sampleMails().order_closed;
    const unpaid = renderMail('order_closed', closed, context('en'));
    expect(unpaid.subject).toBe('Order 7H2KQ9 was not paid in time and is closed');
    expect(unpaid.text).toContain('please order again');
    const byShop = renderMail('order_closed', { ...closed, isByShop: true }, context('en'));
    expect(byShop.text).toContain('The shop cancelled your order');
    expect(byShop.text).not.toContain('in time');
    expect(renderMail('order_closed', closed, context('zh-CN')).text).toContain('请重新下单');
  });
});

describe('a mail with a lot to say', () => {
  it('stays bounded', () => {
    const lines = Array.from({ length: 5000 }, (_, n) => ({ name: 'x'.repeat(1000), quantity: n }));
    const mail = renderMail('order_delivered', { ...sampleMails().order_delivered, lines }, context('en'));
    expect(mail.html.length).toBeLessThan(60_000);
    expect(mail.text).toContain('\n…\n');
  });
});
