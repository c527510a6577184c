import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage } from '@keyfall/tooling/browser';
import type { Browser, Page, PageLook } from '@keyfall/tooling/browser';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack({ codes: { 'TVV-1MONTH': 20 }, withLogins: true });
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

/** The main screens: name, path (`:shop` is the first shop), and whether the picture is of the whole length. */
const SCREENS: readonly (readonly [name: string, path: string, fullPage: boolean])[] = [
  ['dashboard', '/', true],
  ['prices', '/prices', false],
  ['shops', '/shops', false],
  ['shop-new', '/shops?open=new', false],
  ['shop-look', '/shops/:shop', true],
  ['shop-texts', '/shops/:shop?tab=texts', false],
  ['shop-domains', '/shops/:shop?tab=domains', false],
  ['team', '/team', false],
  ['audit', '/audit', false],
  ['account', '/account', true],
];

const portal = (path = '/'): string => stack.urlOf('portal.localhost', path);

async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

async function signIn(page: Page, who = 'level3'): Promise<void> {
  const login = stack.tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  await page.goto(portal());
  await page.locator('input[name=mail]').fill(login.mail);
  await page.locator('input[name=password]').fill(login.password);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor({ state: 'attached' });
  await settle(page);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'the page scrolls sideways').toBe(0);
}

describe.each(LOOKS)('the portal on a $viewport in $locale, $scheme', (look) => {
  it('shows login and forgotten password', async () => {
    await withPage(browser, look, async (page) => {
      for (const [name, path] of [
        ['login', '/'],
        ['forgot', '/forgot-password'],
        ['invitation-broken', '/invitation'],
      ] as const) {
        await page.goto(portal(path));
        await settle(page);
        await takeScreenshot(page, `portal-${name}`);
        await expectNoAxeViolations(page);
        await expectNoSidewaysScroll(page);
      }
    });
  });

  it('shows every main screen without an accessibility violation', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      for (const [name, path, fullPage] of SCREENS) {
        await page.goto(portal(path.replace(':shop', stack.tenant.shop.id)));
        await settle(page);
        await takeScreenshot(page, `portal-${name}`, { fullPage });
        await expectNoAxeViolations(page);
        await expectNoSidewaysScroll(page);
      }
    });
  }, 120_000);
});
