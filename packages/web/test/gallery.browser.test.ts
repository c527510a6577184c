import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage } from '@keyfall/tooling/browser';
import type { Browser, Page, PageLook } from '@keyfall/tooling/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveGallery } from './serve-gallery.ts';
import type { ServedGallery } from './serve-gallery.ts';

let gallery: ServedGallery;
let browser: Browser;

beforeAll(async () => {
  [gallery, browser] = await Promise.all([serveGallery('dist/looks'), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gallery.close();
});

/** Both viewports, both schemes, both languages; the apps' own tests see the other pairs of them. */
const LOOKS: readonly PageLook[] = [
  { viewport: 'desktop', scheme: 'light', locale: 'zh-CN' },
  { viewport: 'phone', scheme: 'dark', locale: 'en' },
];

/** What is looked at: name, path, and whether the picture is of the whole length. */
const PICTURES: readonly (readonly [name: string, path: string, fullPage: boolean])[] = [
  ['office', '/', false],
  ['office-panel', '/?open=order-1', false],
  ['office-selection', '/?show=selection', false],
  ['office-loading', '/?show=loading', false],
  ['office-empty', '/?show=empty', false],
  ['office-error', '/?show=error', false],
  ['parts', '/parts', true],
  ['forms', '/forms', true],
  ['confirm', '/forms?show=confirm', false],
  ['login', '/login', false],
  ['shop', '/shop?accent=%230b7a5e', true],
  ['shop-order', '/shop/order?accent=%230b7a5e', false],
];

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${gallery.origin}${path}`);
  await page.locator('h1').first().waitFor();
  // The Chinese face comes after the first paint; a picture without it would be another one.
  await page.waitForFunction(() => [...document.fonts].some((face) => face.family.includes('Noto Sans SC')));
}

describe.each(LOOKS)('the gallery on a $viewport in $locale, $scheme', (look) => {
  // One page for all of them: a fresh context for each would compile every script anew.
  it('shows every part without an accessibility violation', { timeout: 180_000 }, async () => {
    await withPage(browser, look, async (page) => {
      for (const [name, path, fullPage] of PICTURES) {
        await open(page, path);
        await takeScreenshot(page, `gallery-${name}`, { fullPage });
        await expectNoAxeViolations(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${name} scrolls sideways`).toBe(0);
      }
    });
  });
});
