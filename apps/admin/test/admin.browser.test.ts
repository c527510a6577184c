import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage } from '@keyfall/tooling/browser';
import type { Browser, Page, PageLook } from '@keyfall/tooling/browser';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let stack: TestStack;
let browser: Browser;
let productId: string;

beforeAll(async () => {
  stack = await startTestStack({ codes: { 'TVV-1MONTH': 20 }, withLogins: true });
  const [sku] = await stack.sql<{ product_id: string }>(`select product_id from catalog.sku where code = 'TVV-1MONTH'`);
  productId = sku?.product_id ?? '';
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

/** Four looks in which every pair of viewport, scheme and language occurs. */
const LOOKS: readonly PageLook[] = [
  { viewport: 'desktop', scheme: 'light', locale: 'zh-CN' },
  { viewport: 'desktop', scheme: 'dark', locale: 'en' },
  { viewport: 'phone', scheme: 'light', locale: 'en' },
  { viewport: 'phone', scheme: 'dark', locale: 'zh-CN' },
];

/** The main screens; `:product` and `:shop` stand for rows of the seed. */
const SCREENS: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['orders', '/orders'],
  ['payments', '/payments'],
  ['suspense', '/payments?view=suspense'],
  ['ledger', '/ledger'],
  ['trial-balance', '/ledger?view=trial'],
  ['journals', '/ledger?view=journals'],
  ['refunds', '/payments?view=refunds'],
  ['webhooks', '/payments?view=webhooks'],
  ['gateway-accounts', '/payments?view=accounts'],
  ['catalog', '/catalog'],
  ['catalog-import', '/catalog/import'],
  ['product', '/catalog/:product'],
  ['product-new', '/catalog/new'],
  ['categories', '/categories?open=new'],
  ['prices-shop', '/prices?view=shop&shop=:shop'],
  ['prices-costs', '/prices?distributor=:distributor'],
  ['inventory', '/inventory'],
  ['codes', '/codes'],
  ['imports', '/imports'],
  ['import-new', '/imports/new'],
  ['distributors', '/distributors'],
  ['distributor', '/distributors?open=:distributor'],
  ['distributor-new', '/distributors/new'],
  ['shops', '/shops'],
  ['shop', '/shops?open=:shop'],
  ['team', '/team'],
  ['settings', '/settings'],
  ['audit', '/audit'],
  ['account', '/account'],
];

const admin = (path = '/'): string => stack.urlOf('admin.localhost', path);

function pathOf(path: string): string {
  const { shop, chain } = stack.tenant;
  return path
    .replace(':shop', shop.id)
    .replace(':product', productId)
    .replace(':distributor', chain.distributors[0] ?? '');
}

async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

async function signIn(page: Page, who = 'owner'): Promise<void> {
  const login = stack.tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  await page.goto(admin());
  await page.locator('input[name=mail]').fill(login.mail);
  await page.locator('input[name=password]').fill(login.password);
  await page.locator('button[type=submit]').click();
  await page.locator('#main-content').waitFor();
  await settle(page);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} scrolls sideways`).toBe(0);
}

describe.each(LOOKS)('the back office on a $viewport in $locale, $scheme', (look) => {
  it('shows login and forgotten password', async () => {
    await withPage(browser, look, async (page) => {
      const screens = [
        ['login', '/'],
        ['forgot', '/forgot-password'],
        ['reset-broken', '/password-reset'],
        ['invitation-broken', '/invitation'],
      ] as const;
      for (const [name, path] of screens) {
        await page.goto(admin(path));
        expect(await page.locator('h1').first().textContent()).not.toBe('');
        await settle(page);
        await takeScreenshot(page, `admin-${name}`);
        await expectNoAxeViolations(page);
        await expectNoSidewaysScroll(page);
      }
    });
  });

  it('shows every main screen without an accessibility violation', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      for (const [name, path] of SCREENS) {
        await page.goto(admin(pathOf(path)));
        await settle(page);
        await takeScreenshot(page, `admin-${name}`);
        await expectNoAxeViolations(page);
        await expectNoSidewaysScroll(page);
        expect(await page.getByRole('alert').count(), `${name} shows an error`).toBe(0);
      }
    });
  }, 180_000);
});

describe('signing in', () => {
  it('refuses a wrong password and keeps what was typed', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(admin());
      await page.locator('input[name=mail]').fill('owner@galaxy.example');
      await page.locator('input[name=password]').fill('not the password');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').waitFor();
      expect(await page.locator('input[name=mail]').inputValue()).toBe('owner@galaxy.example');
    });
  });

  it('shows support no page that its role does not include', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page, 'support');
      const names = await page.getByRole('navigation').first().getByRole('link').allTextContents();
      expect(names).toContain('Catalog');
      expect(names).not.toContain('Ledger');
      await page.goto(admin('/team'));
      await page.getByText('Your role does not include this page').waitFor();
    });
  });
});

describe('importing a code file', () => {
  it('shows how a GB18030 file is read, imports it and keeps the result', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(admin('/imports/new'));
      await page.getByRole('combobox', { name: 'Product' }).fill('tvv');
      await page.getByRole('listbox').getByRole('option').first().click();
      await page.getByRole('combobox', { name: 'SKU' }).selectOption({ index: 1 });
      await page.getByRole('button', { name: 'Next' }).click();
      await page
        .locator('input[type=file]')
        .setInputFiles(new URL('../../../samples/codes/02-number-secret-gbk.txt', import.meta.url).pathname);
      await page.getByRole('button', { name: 'Upload and preview' }).click();
      await page.getByText('How the file is read').waitFor();
      expect(await page.getByRole('combobox', { name: 'Encoding' }).inputValue()).toBe('gb18030');
      await takeScreenshot(page, 'admin-import-preview', { fullPage: true });
      await expectNoAxeViolations(page);
      await page.getByRole('button', { name: /^Import \d+ codes?$/ }).click();
      await page.getByText('This result stays here.').waitFor();
      await takeScreenshot(page, 'admin-import-result', { fullPage: true });
      await expectNoAxeViolations(page);
    });
  }, 60_000);
});
