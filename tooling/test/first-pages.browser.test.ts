import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage, type Browser } from '../src/browser.ts';
import { startTestServer, type TestServer } from '../src/test-server.ts';

let browser: Browser;
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  [browser, database] = await Promise.all([launchBrowser(), createTestDatabase()]);
  server = await startTestServer(database.db);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.close();
});

describe('each app on its own host', () => {
  const apps = [
    { app: 'admin', host: 'admin.localhost' },
    { app: 'portal', host: 'portal.localhost' },
    { app: 'shop', host: 'demo.localhost' },
  ];
  const looks = [
    { viewport: 'phone', scheme: 'dark', locale: 'zh-CN' },
    { viewport: 'desktop', scheme: 'light', locale: 'en' },
  ] as const;

  for (const { app, host } of apps) {
    for (const look of looks) {
      it(`${app} shows its first page on a ${look.viewport}, in ${look.locale}, ${look.scheme}`, async () => {
        await withPage(browser, look, async (page) => {
          await page.goto(server.urlOf(host));
          await page.getByRole('heading', { level: 1 }).first().waitFor();
          expect(await page.title()).not.toBe('');
          await expectNoAxeViolations(page);
          await takeScreenshot(page, `first-page-${app}`);
        });
      });
    }
  }

  it('an address without a name leads to the apps', async () => {
    await withPage(browser, { viewport: 'desktop' }, async (page) => {
      await page.goto(server.urlOf('127.0.0.1'));
      const links = page.getByRole('link');
      expect(await links.count()).toBeGreaterThanOrEqual(2);
      await links.first().click();
      await page.waitForURL(server.urlOf('admin.localhost'));
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    });
  });
});

describe('the watch over pages', () => {
  it('fails a test whose page violates the content security policy', async () => {
    const visit = withPage(browser, {}, async (page) => {
      await page.goto(server.urlOf('demo.localhost'));
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "inline script ran"';
        document.head.append(script);
      });
      expect(await page.title()).not.toBe('inline script ran');
    });
    await expect(visit).rejects.toThrow(/Content Security Policy/);
  });
});
