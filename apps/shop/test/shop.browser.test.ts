import { goWithin, launchBrowser, withPage } from '@keyfall/tooling/browser';
import type { Browser, PageLook } from '@keyfall/tooling/browser';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { look, payAtGateway } from './steps.ts';

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack({ codes: { 'TVV-1MONTH': 40 } });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

/** Both viewports, schemes and languages; the pages below see the other pairs, the main journey buys on a light phone. */
const LOOKS: readonly PageLook[] = [
  { viewport: 'phone', scheme: 'dark', locale: 'en' },
  { viewport: 'desktop', scheme: 'light', locale: 'zh-CN' },
];

const PAGE_LOOKS: readonly PageLook[] = [
  { viewport: 'phone', scheme: 'light', locale: 'zh-CN' },
  { viewport: 'desktop', scheme: 'dark', locale: 'en' },
];

const WORDS = {
  'zh-CN': {
    buyNow: '立即购买',
    addToCart: '加入购物车',
    toCheckout: '去结算',
    mail: '邮箱',
    pay: /^支付/,
    show: '查看卡密',
    copy: '复制',
    delivered: '已发货',
    waiting: '等待付款',
    missing: '请填写邮箱',
  },
  en: {
    buyNow: 'Buy now',
    addToCart: 'Add to cart',
    toCheckout: 'Go to checkout',
    mail: 'Email',
    pay: /^Pay /,
    show: 'Show the code',
    copy: 'Copy',
    delivered: 'Here it is',
    waiting: 'Waiting for your payment',
    missing: 'We need an email address',
  },
} as const;

const shopUrl = (path = '/'): string => stack.urlOf(stack.tenant.shop.host, path);

describe.each(LOOKS)('on a $viewport, $scheme, in $locale', (as) => {
  const words = WORDS[as.locale];

  it('leads from the first page to the copied code', { timeout: 120_000 }, async () => {
    await withPage(browser, as, async (page, context) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shopUrl().replace(/\/$/, '') });
      await page.goto(shopUrl());
      const product = page.locator('a[href="/p/tencent-video-vip"]').first();
      await product.waitFor();
      await look(page, 'home');

      await product.click();
      await page.getByRole('button', { name: words.buyNow }).waitFor();
      await look(page, 'product');
      await page.getByRole('button', { name: words.addToCart }).click();
      await page.locator('a[href="/cart"]:visible').last().click();
      await page.getByRole('link', { name: words.toCheckout }).waitFor();
      await look(page, 'cart');

      await page.getByRole('link', { name: words.toCheckout }).click();
      const pay = page.getByRole('button', { name: words.pay });
      await pay.waitFor();
      await pay.click();
      await page.getByText(words.missing).waitFor();
      await page.getByLabel(words.mail, { exact: true }).fill(`buyer-${as.viewport}@example.com`);
      await look(page, 'checkout');
      await pay.click();
      await payAtGateway(page);

      await page.getByRole('heading', { level: 1, name: words.delivered }).waitFor({ timeout: 30_000 });
      await look(page, 'delivered');
      const revealed = page.getByRole('button', { name: words.copy, exact: true });
      expect(await revealed.count()).toBe(0);
      await page.getByRole('button', { name: words.show }).click();
      await revealed.waitFor();
      await look(page, 'code');
      await revealed.click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toMatch(/^\d{12} [A-Z2-9]{16}$/);
      const shown = (await page.locator('[data-size=display]').allTextContents()).join('').replaceAll(/[^A-Z0-9]/g, '');
      for (const part of copied.split(' ')) expect(shown).toContain(part);
    });
  });
});

const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['search', '/?q=txsp'],
  ['search-nothing', '/?q=zzzzqqqq'],
  ['empty-cart', '/cart'],
  ['find-order', '/find-order'],
  ['login', '/login'],
  ['register', '/register'],
  ['forgot-password', '/forgot-password'],
  ['bad-link', '/password-reset'],
  ['account-signed-out', '/account/orders'],
  ['legal', '/legal/terms'],
  ['not-found', '/nowhere'],
  ['order-of-another', '/orders/0123456789ABCDEF'],
  ['top-up', '/p/honor-of-kings-tokens'],
  ['sold-out', '/p/mango-tv'],
];

describe.each(PAGE_LOOKS)('on a $viewport, $scheme, in $locale', (as) => {
  // One page for all of them: a fresh context for each would compile every script anew.
  it('shows every page without an accessibility violation', { timeout: 180_000 }, async () => {
    await withPage(browser, as, async (page) => {
      await page.goto(shopUrl());
      await page.waitForLoadState('networkidle');
      for (const [name, path] of PAGES) {
        await goWithin(page, shopUrl(path));
        await look(page, name);
        expect(await page.title(), `${name} has no title`).not.toBe('');
      }
    });
  });
});

describe('the shop', () => {
  it('finds by pinyin initials and keeps the search in the address', async () => {
    await withPage(browser, { viewport: 'phone', locale: 'zh-CN' }, async (page) => {
      await page.goto(shopUrl());
      await page.getByRole('searchbox').fill('txsp');
      await page.waitForURL(/\?q=txsp$/);
      await page.locator('a[href="/p/tencent-video-vip"]').waitFor();
      await page.reload();
      await page.locator('a[href="/p/tencent-video-vip"]').waitFor();
      expect(await page.getByRole('searchbox').inputValue()).toBe('txsp');
    });
  });

  it('checks the account of a top-up while one types', async () => {
    await withPage(browser, { viewport: 'phone', locale: 'en' }, async (page) => {
      await page.goto(shopUrl('/p/honor-of-kings-tokens'));
      await page.getByRole('button', { name: 'Buy now' }).click();
      await page.locator('[aria-invalid="true"]').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/p/honor-of-kings-tokens');
    });
  });

  it('switches language and scheme, names of products included, and remembers both', async () => {
    await withPage(browser, { viewport: 'desktop', locale: 'zh-CN' }, async (page) => {
      await page.goto(shopUrl());
      await page.getByRole('link', { name: /腾讯视频/ }).waitFor();
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('link', { name: /Tencent Video/ }).waitFor();
      await page.getByRole('button', { name: 'Switch to dark colours' }).click();
      await page.reload();
      await page.getByRole('link', { name: /Tencent Video/ }).waitFor();
      expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });

  it('never names the upline', async () => {
    await withPage(browser, { viewport: 'desktop', locale: 'zh-CN' }, async (page) => {
      const seen: string[] = [];
      page.on('response', (response) => {
        if (/\/trpc\/|\/$/.test(new URL(response.url()).pathname)) seen.push(response.url());
      });
      await page.goto(shopUrl());
      await page.locator('a[href^="/p/"]').first().waitFor();
      const text = `${await page.content()} ${await page.locator('body').innerText()}`;
      expect(seen.length).toBeGreaterThan(0);
      expect(text).not.toMatch(/星河数字|Galaxy Digital|Keyfall/);
    });
  });

  it('turns the order page into the goods by itself when the money comes', { timeout: 90_000 }, async () => {
    await withPage(browser, { viewport: 'phone', locale: 'en' }, async (page, context) => {
      await page.goto(shopUrl('/p/tencent-video-vip'));
      await page.getByRole('button', { name: 'Buy now' }).click();
      await page.getByLabel('Email', { exact: true }).fill('patient@example.com');
      await page.getByRole('button', { name: /^Pay / }).click();
      await page.waitForURL(/\/pay\//);
      const payUrl = page.url();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: /payment/ }).waitFor();
      await look(page, 'waiting');
      const other = await context.newPage();
      await other.goto(payUrl);
      await other.locator('button').first().click();
      await page.getByRole('heading', { level: 1, name: 'Here it is' }).waitFor({ timeout: 30_000 });
      expect(await page.getByRole('button', { name: 'Show the code' }).count()).toBe(1);
    });
  });
});
