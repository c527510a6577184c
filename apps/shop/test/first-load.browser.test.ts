import fs from 'node:fs';
import path from 'node:path';
import { launchBrowser, withPage } from '@keyfall/tooling/browser';
import type { Browser } from '@keyfall/tooling/browser';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DIST = path.join(import.meta.dirname, '../dist');
/** What a first visit may cost in script, compressed (decision 44). */
const SCRIPT_BYTES_MAX = 160 * 1024;
const STYLE_BYTES_MAX = 24 * 1024;

/** Words that only these libraries contain: none of them belongs on the first page. */
const HEAVY = ['[DecimalError]', 'ZodError', 'createRootRoute', 'FloatingFocusManager', 'useFloating'];

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack({ codes: { 'TVV-1MONTH': 3 } });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

describe('the first page of a shop', () => {
  it('costs at most 160 kB of script, compressed, until it can be used', async () => {
    const files = await withPage(browser, { viewport: 'phone' }, async (page) => {
      await page.goto(stack.urlOf(stack.tenant.shop.host));
      await page.locator('a[href^="/p/"]').first().waitFor();
      await page.waitForLoadState('networkidle');
      return await page.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((entry) => ({
          path: new URL(entry.name).pathname,
          bytes: entry.encodedBodySize,
        })),
      );
    });
    const sizeOf = (ending: string): number =>
      files.filter((file) => file.path.endsWith(ending)).reduce((sum, file) => sum + file.bytes, 0);
    const scripts = sizeOf('.js');
    // The list of the Chinese font's slices comes after the first paint and is no part of it.
    const fontLists = files
      .filter((file) => file.path.includes('chinese-font'))
      .reduce((sum, file) => sum + file.bytes, 0);
    const styles = sizeOf('.css') - fontLists;
    console.log(`first load: ${(scripts / 1024).toFixed(1)} KiB script, ${(styles / 1024).toFixed(1)} KiB style`);
    // A page that fetched no script would pass for the wrong reason.
    expect(scripts).toBeGreaterThan(60 * 1024);
    expect(scripts).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
    expect(styles).toBeLessThanOrEqual(STYLE_BYTES_MAX);
    const texts = files
      .filter((file) => file.path.endsWith('.js'))
      .map((file) => fs.readFileSync(path.join(DIST, file.path), 'utf8'));
    expect(HEAVY.filter((mark) => texts.some((text) => text.includes(mark)))).toEqual([]);
  });
});
