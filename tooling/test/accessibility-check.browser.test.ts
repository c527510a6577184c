import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNoAxeViolations, launchBrowser, withPage } from '../src/browser.ts';
import type { Browser } from '../src/browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>Check</title></head><body><main><h1>Check</h1>${body}</main></body></html>`;

it('passes a page that anybody can use', async () => {
  await withPage(browser, {}, async (tab) => {
    await tab.setContent(page('<p>Fine</p>'));
    await expect(expectNoAxeViolations(tab)).resolves.toBeUndefined();
  });
});

it.each([
  [
    'a picture without words',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9" height="9">',
    'image-alt',
  ],
  ['grey on grey', '<p style="color:#999;background:#aaa">Hard to read</p>', 'color-contrast'],
  ['a field without a label', '<input type="text">', 'label'],
  [
    'a fault in a frame',
    '<iframe title="In" srcdoc="<html lang=en><title>In</title><button></button></html>"></iframe>',
    'button-name',
  ],
])('finds %s', async (_what, body, rule) => {
  await withPage(browser, {}, async (tab) => {
    await tab.setContent(page(body));
    await expect(expectNoAxeViolations(tab)).rejects.toThrow(rule);
  });
});
