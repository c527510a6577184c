import { CURRENCY_CODES } from '@keyfall/money/format';
import * as contracts from '@keyfall/contracts';
import { PAYEE_KINDS } from '@keyfall/contracts/payee';
import { createI18n, loadCatalog, LOCALES, translatorOf } from '@keyfall/i18n';
import type { CatalogTree } from '@keyfall/i18n';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { shouldRetry } from './api/query-client.ts';
import { HttpError, isError, readError } from './errors/client-error.ts';
import { errorNotice, errorSentence, noticeOfAct } from './errors/error-notice.ts';
import { fieldMessage, serverFieldErrors } from './errors/field-messages.ts';
import { StepUpCancelled } from './errors/step-up-cancelled.ts';
import { innerTarget } from './navigation/link-target.ts';
import { patchSearch } from './navigation/use-url-state.ts';
import { readSchemeCookie } from './page/color-scheme.ts';
import { moneyParts, moneyText } from './page/money-text.ts';
import { parsePageBoot } from './page/page-boot.ts';
import { uiLabels } from './page/use-ui-environment.ts';
import { createRouter, fillPath, lazyRoute, matchPath, route } from './router/index.ts';
import { can } from './session/session.tsx';
import { formatSort, parseSort } from './table/use-table-sort.ts';
import { stateTone } from './widgets/state-label.tsx';

function groupOf(tree: CatalogTree, ...path: readonly string[]): readonly string[] {
  let at: string | CatalogTree | undefined = tree;
  for (const step of path) at = typeof at === 'object' ? at[step] : undefined;
  return typeof at === 'object' ? Object.keys(at) : [];
}

describe('the catalogs and the contracts', () => {
  it('speak the same languages', () => {
    expect([...LOCALES].sort()).toEqual([...contracts.LOCALES].sort());
  });

  it('name the same error codes and kinds', async () => {
    const errors = await loadCatalog('errors', 'en');
    expect([...groupOf(errors, 'codes')].sort()).toEqual([...contracts.ERROR_CODES].sort());
    expect([...groupOf(errors, 'kinds')].sort()).toEqual([...contracts.ERROR_KINDS].sort());
    const strangers = [...groupOf(errors, 'details'), ...groupOf(errors, 'hints')].filter(
      (code) => !contracts.isErrorCode(code),
    );
    expect(strangers).toEqual([]);
  });

  const states: Readonly<Record<string, readonly string[]>> = {
    order: contracts.ORDER_STATES,
    line: contracts.LINE_STATES,
    attempt: contracts.ATTEMPT_STATES,
    refund: contracts.REFUND_STATES,
    code: contracts.CODE_STATES,
    batch: contracts.BATCH_STATES,
    import: contracts.IMPORT_STATES,
    supplierRequest: contracts.SUPPLIER_REQUEST_STATES,
    claim: contracts.CLAIM_STATES,
    withdrawal: contracts.WITHDRAWAL_STATES,
    topUp: contracts.TOP_UP_STATES,
    invoice: contracts.INVOICE_STATES,
    distributor: contracts.DISTRIBUTOR_STATES,
    shop: contracts.SHOP_STATES,
    domain: contracts.DOMAIN_STATES,
    product: contracts.PRODUCT_STATES,
    sku: contracts.SKU_STATES,
  };
  it.each(Object.entries(states))('name the states of %s', async (kind, names) => {
    expect([...groupOf(await loadCatalog('common', 'en'), 'states', kind)].sort()).toEqual([...names].sort());
  });

  const kinds: Readonly<Record<string, readonly string[]>> = {
    sku: contracts.SKU_KINDS,
    faceValue: contracts.FACE_VALUE_KINDS,
    pickOrder: contracts.PICK_ORDERS,
    shortage: contracts.SHORTAGE_POLICIES,
    channel: contracts.ORDER_CHANNELS,
    incomeModel: contracts.INCOME_MODELS,
    refundReason: contracts.REFUND_REASONS,
    rejectReason: contracts.REJECT_REASONS,
    journal: contracts.JOURNAL_KINDS,
    payee: PAYEE_KINDS,
  };
  it.each(Object.entries(kinds))('name the kinds of %s', async (kind, names) => {
    expect([...groupOf(await loadCatalog('common', 'en'), 'kinds', kind)].sort()).toEqual([...names].sort());
  });

  it('name the roles', async () => {
    const common = await loadCatalog('common', 'en');
    expect(groupOf(common, 'roles', 'admin')).toEqual([...contracts.ADMIN_ROLES]);
    expect(groupOf(common, 'roles', 'portal')).toEqual([...contracts.PORTAL_ROLES]);
  });

  it.each(LOCALES)('give the components every label in %s', async (locale) => {
    const labels = uiLabels(translatorOf(locale, 'ui', await loadCatalog('ui', locale)));
    const texts = Object.values(labels).map((label) => (typeof label === 'string' ? label : 'made'));
    expect(texts.filter((text) => text === '' || text.includes('{{'))).toEqual([]);
    expect(labels.rowsShown(1, 50, 1234)).toMatch(/1234/);
    expect(labels.rowsShown(1, 50, undefined)).not.toMatch(/undefined/);
  });
});

describe('errors', () => {
  const trpcError = (data: unknown): Error => Object.assign(new Error('x'), { data });

  it('are read from tRPC errors, plain answers, silence and anything else', () => {
    const data = { code: 'out_of_stock', kind: 'conflict', params: { available: 3 }, retryable: true, requestId: 'r1' };
    expect(readError(trpcError(data))).toMatchObject({
      code: 'out_of_stock',
      kind: 'conflict',
      requestId: 'r1',
      retryable: true,
    });
    expect(readError(new HttpError(409, data))).toMatchObject({ code: 'out_of_stock' });
    expect(readError(new TypeError('Failed to fetch'))).toMatchObject({ code: 'offline', retryable: true });
    expect(readError(Object.assign(new Error('x'), { cause: new TypeError('x') }))).toMatchObject({ code: 'offline' });
    expect(readError('nonsense')).toMatchObject({ code: 'unknown', kind: 'internal' });
    expect(readError(trpcError({ code: 'INTERNAL_SERVER_ERROR' }))).toMatchObject({ code: 'unknown' });
    expect(isError(trpcError(data), 'out_of_stock')).toBe(true);
  });

  it('are said in words, with figures only when they came along', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: [] });
    const notice = (params: object): unknown =>
      errorNotice(
        i18n,
        trpcError({ code: 'out_of_stock', kind: 'conflict', params, retryable: true, requestId: 'r1' }),
      );
    expect(notice({ available: 3 })).toEqual({
      title: 'There is not enough in stock.',
      description: '3 left. Nothing was charged. Choose fewer, or come back later.',
      requestId: 'r1',
      canRetry: true,
    });
    expect(notice({ available: null })).toMatchObject({
      description: 'Nothing was charged. Choose fewer, or come back later.',
    });
    const newer = errorNotice(i18n, trpcError({ code: 'from_a_newer_server', kind: 'conflict', params: {} }));
    expect(newer).toMatchObject({ title: 'The answer could not be understood.' });
    expect(errorNotice(i18n, new TypeError('x'))).toMatchObject({ title: 'There is no connection.' });
  });

  it('are said in one sentence of a line among others', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: [] });
    expect(errorSentence(i18n, 'out_of_stock', { available: 3 })).toBe('There is not enough in stock. 3 left.');
    expect(errorSentence(i18n, 'face_value_invalid')).not.toMatch(/face_value|\{\{/);
  });

  it('are silent where somebody closed the step-up, since nothing happened', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: [] });
    expect(noticeOfAct(i18n, new StepUpCancelled())).toBeUndefined();
    expect(noticeOfAct(i18n, new Error('anything else'))).toBeDefined();
  });

  it('of reads are asked again only where that may help', () => {
    const retryable = trpcError({ code: 'unavailable', kind: 'unavailable', params: {}, retryable: true });
    const final = trpcError({ code: 'not_found', kind: 'not_found', params: {}, retryable: false });
    const limited = trpcError({ code: 'rate_limited', kind: 'rate_limited', params: {}, retryable: true });
    expect([
      shouldRetry(0, retryable),
      shouldRetry(2, retryable),
      shouldRetry(0, final),
      shouldRetry(0, limited),
    ]).toEqual([true, false, false, false]);
  });

  it('of fields speak of the field', async () => {
    const i18n = await createI18n({ locale: 'en', namespaces: [] });
    const say = (schema: z.ZodType, value: unknown): string[] =>
      (schema.safeParse(value).error?.issues ?? []).map((issue) =>
        fieldMessage(i18n.translator('common'), i18n.lookUp, { ...issue, input: value }),
      );
    expect(say(z.string().min(1), '')).toEqual(['Please fill this in.']);
    expect(say(z.string().min(8), 'x')).toEqual(['At least 8 characters.']);
    expect(say(z.string().max(1), 'xx')).toEqual(['At most 1 character.']);
    expect(say(z.email(), 'x')).toEqual(['This is no email address.']);
    expect(say(z.int().min(2), 1)).toEqual(['At least 2.']);
    expect(say(z.int(), 1.5)).toEqual(['A whole number.']);
    expect(say(z.array(z.string()).min(1), [])).toEqual(['At least 1 entry.']);
    expect(say(z.enum(['a', 'b']), 'c')).toEqual(['Choose one of the options.']);
    expect(say(z.string(), undefined)).toEqual(['Please fill this in.']);
    expect(say(z.string(), 1)).toEqual(['This value cannot be used.']);
    expect(
      say(
        z.string().refine(() => false, { error: 'uuid' }),
        'x',
      ),
    ).toEqual(['This is no id.']);
    expect(
      say(
        z.string().refine(() => false, { error: 'slug_taken' }),
        'x',
      ),
    ).toEqual(['This address is taken.']);
  });

  it('of the server about fields become form errors', () => {
    const error = trpcError({
      code: 'validation_failed',
      kind: 'validation',
      params: {},
      fields: [
        { pointer: '/lines/0/quantity', code: 'too_small' },
        { pointer: '/a~1b', code: 'x' },
      ],
    });
    expect(serverFieldErrors(error, (issue) => issue.message)).toEqual({ 'lines.0.quantity': 'too_small', 'a/b': 'x' });
  });
});

describe('the URL', () => {
  it('keeps what a patch does not mention, in a stable order', () => {
    expect(patchSearch('?state=paid&q=a', { q: 'b&c', after: undefined })).toBe('?q=b%26c&state=paid');
    expect(patchSearch('?q=a', { q: '' })).toBe('');
  });

  it('holds a sorting, and only one that is known', () => {
    expect(parseSort('-created', ['created'])).toEqual({ id: 'created', desc: true });
    expect(parseSort('secret', ['created'])).toBeUndefined();
    expect(formatSort({ id: 'created', desc: true })).toBe('-created');
    expect(formatSort(undefined)).toBeUndefined();
  });
});

describe('links', () => {
  const click = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, defaultPrevented: false };
  const here = { origin: 'http://a.test', pathname: '/orders', search: '' };
  const link = (href: string, target = '', download = false) => {
    const { origin, pathname, search, hash } = new URL(href);
    return {
      href,
      target,
      origin,
      pathname,
      search,
      hash,
      hasAttribute: (name: string) => download && name === 'download',
    };
  };

  it('inside the app are followed by the page, everything else by the browser', () => {
    expect(innerTarget(click, link('http://a.test/stock?q=1#x'), here)).toBe('/stock?q=1#x');
    expect(innerTarget({ ...click, metaKey: true }, link('http://a.test/stock'), here)).toBeUndefined();
    expect(innerTarget({ ...click, button: 1 }, link('http://a.test/stock'), here)).toBeUndefined();
    expect(innerTarget(click, link('http://b.test/stock'), here)).toBeUndefined();
    expect(innerTarget(click, link('http://a.test/stock', '_blank'), here)).toBeUndefined();
    expect(innerTarget(click, link('http://a.test/stock', '', true), here)).toBeUndefined();
    expect(innerTarget(click, link('http://a.test/files/x.zip'), here)).toBeUndefined();
    expect(innerTarget(click, link('http://a.test/orders#codes'), here)).toBeUndefined();
  });
});

describe('the small router', () => {
  it('matches whole paths and decodes parameters', () => {
    expect(matchPath('/p/:slug', '/p/%E8%A7%86%E9%A2%91')).toEqual({ slug: '视频' });
    expect(matchPath('/p/:slug', '/p/a/b')).toBeUndefined();
    expect(matchPath('/p/:slug', '/p/%')).toBeUndefined();
    expect(matchPath('/', '/')).toEqual({});
    expect(matchPath('/cart', '/cart/')).toEqual({});
  });

  it('fills paths so that they match again', () => {
    const href = fillPath('/p/:slug', { slug: 'a/b?c' }, { q: 'x y', none: undefined });
    expect(href).toBe('/p/a%2Fb%3Fc?q=x+y');
    expect(matchPath('/p/:slug', new URL(href, 'http://a.test').pathname)).toEqual({ slug: 'a/b?c' });
  });

  it('knows its routes and their parameters at compile time', () => {
    const { hrefTo } = createRouter({
      home: route('/', () => null),
      product: lazyRoute('/p/:slug', async () => () => null),
    });
    expect(hrefTo('home')).toBe('/');
    expect(hrefTo('product', { slug: 'x' }, { q: '1' })).toBe('/p/x?q=1');
    expectTypeOf<Parameters<typeof hrefTo>[0]>().toEqualTypeOf<'home' | 'product'>();
    // @ts-expect-error the path has a parameter
    hrefTo('product');
    // @ts-expect-error no such route
    hrefTo('cart');
  });

  it('asks again for a page that could not be brought', async () => {
    let tries = 0;
    const page = lazyRoute('/x', async () => {
      tries += 1;
      if (tries === 1) throw new Error('offline');
      return () => null;
    });
    await expect(page.load()).rejects.toThrow('offline');
    expect(page.page()).toBeUndefined();
    await page.load();
    expect(page.page()).toBeDefined();
    await page.load();
    expect(tries).toBe(2);
  });
});

describe('the page', () => {
  it('takes its language from the data block of the server and leaves out what is malformed', () => {
    expect(parsePageBoot(JSON.stringify({ audience: 'admin', mode: 'test', locale: 'en' }))).toEqual({ locale: 'en' });
    for (const text of [undefined, '', '{', '[1]', 'null', '{"locale":"xx"}', '{"locale":1}'])
      expect(parsePageBoot(text)).toEqual({});
  });

  it('reads the remembered scheme', () => {
    expect(readSchemeCookie('a=b; kf_scheme=dark')).toBe('dark');
    expect(readSchemeCookie('kf_scheme=pink')).toBeUndefined();
    expect(readSchemeCookie('')).toBeUndefined();
  });

  it('shows money exactly, and never a wrong amount as zero', () => {
    expect(moneyText({ amount: '90071992547409.93', currency: 'CNY' }, 'en')).toBe('CN¥90,071,992,547,409.93');
    expect(moneyText({ amount: '90071992547409.93', currency: 'CNY' }, 'zh-CN')).toBe('¥90,071,992,547,409.93');
    expect(moneyParts('-12.30', 'CNY', 'zh-CN')).toEqual({
      sign: '-',
      currency: '¥',
      whole: '12',
      fraction: '.30',
      currencyFirst: true,
    });
    expect(moneyParts('12.345', 'CNY', 'zh-CN')).toMatchObject({ whole: '12.345', currency: 'CNY' });
    for (const currency of CURRENCY_CODES) expect(moneyText({ amount: 'x', currency }, 'en')).toBe(`x ${currency}`);
  });

  it('shows what one may do, and to nobody anything', () => {
    expect(can({ name: 'a', permissions: ['orders.read'] }, 'orders.read')).toBe(true);
    expect(can({ name: 'a', permissions: ['orders.read'] }, 'refunds.request')).toBe(false);
    expect(can(undefined, 'orders.read')).toBe(false);
  });

  it('gives each state one meaning of colour', () => {
    expect([
      stateTone('order', 'delivered'),
      stateTone('order', 'awaiting_payment'),
      stateTone('order', 'closed'),
    ]).toEqual(['success', 'warning', 'neutral']);
    expect([stateTone('withdrawal', 'paid'), stateTone('order', 'paid')]).toEqual(['success', 'info']);
  });
});
