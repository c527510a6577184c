import { launchBrowser, withPage } from '@keyfall/tooling/browser';
import type { Browser, BrowserContext, Page } from '@keyfall/tooling/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveGallery } from './serve-gallery.ts';
import type { ServedGallery } from './serve-gallery.ts';

let gallery: ServedGallery;
let browser: Browser;

beforeAll(async () => {
  [gallery, browser] = await Promise.all([serveGallery('dist/behaviour'), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gallery.close();
});

/** Opens a path of the gallery in English on a desktop. */
async function on(path: string, work: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  await withPage(browser, { locale: 'en' }, async (page, context) => {
    await page.goto(`${gallery.origin}${path}`);
    await page.locator('h1').first().waitFor();
    await work(page, context);
  });
}

/** A busy machine may take its time; what never happens still fails. */
const SOON = { timeout: 10_000 };

const focusedText = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

describe('the back-office frame', () => {
  it('opens the palette with mod+K, finds by keyword, goes with enter', async () => {
    await on('/', async (page) => {
      await page.keyboard.press('Control+k');
      const field = page.getByRole('combobox', { name: 'Search and commands' });
      await field.fill('xinj');
      await expect
        .poll(() => page.getByRole('dialog').getByRole('option').allTextContents(), SOON)
        .toEqual(['New product']);
      await field.fill('ledg');
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).pathname, SOON).toBe('/ledger');
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  it('focuses the page search with a slash, but lets one type it', async () => {
    await on('/', async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('7F/3');
      await expect.poll(() => new URL(page.url()).search, SOON).toBe('?q=7F%2F3');
      await page.keyboard.press('Escape');
      await expect.poll(() => new URL(page.url()).search, SOON).toBe('');
    });
  });

  it('has a skip link first', async () => {
    await on('/', async (page) => {
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe('Skip to content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main-content');
    });
  });

  it('switches the language of everything and remembers it', async () => {
    await on('/', async (page) => {
      await page.getByRole('button', { name: 'Language' }).click();
      await page.getByRole('menuitem', { name: '简体中文' }).click();
      await page.getByRole('button', { name: '语言' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
      await page.reload();
      await page.getByRole('button', { name: '语言' }).waitFor();
    });
  });

  it('switches the scheme and remembers it before the first paint', async () => {
    await on('/', async (page) => {
      await page.getByRole('button', { name: 'Colour scheme' }).click();
      await page.getByRole('menuitem', { name: 'Dark' }).click();
      const scheme = (): Promise<string | undefined> =>
        page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
      expect(await scheme()).toBe('dark');
      await page.reload();
      await page.locator('h1').first().waitFor();
      expect(await scheme()).toBe('dark');
    });
  });
});

describe('a table', () => {
  it('moves between rows by arrow keys, opens a detail, gives the focus back', async () => {
    await on('/', async (page) => {
      const first = page.getByRole('button', { name: '7F3K00Q9XW2M8AC' });
      await first.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      const panel = page.getByRole('dialog', { name: '7F3K01Q9XW2M8BC' });
      await panel.waitFor();
      expect(new URL(page.url()).searchParams.get('open')).toBe('order-1');
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      expect(await focusedText(page)).toBe('7F3K01Q9XW2M8BC');
    });
  });

  it('closes the detail with the back button', async () => {
    await on('/', async (page) => {
      await page.getByRole('cell', { name: 'Nova Cards' }).first().click();
      await page.getByRole('dialog').waitFor();
      await page.goBack();
      await expect.poll(() => page.getByRole('dialog').count(), SOON).toBe(0);
    });
  });

  it('sorts by amount exactly, descending first, and says so', async () => {
    await on('/', async (page) => {
      await page.getByRole('columnheader', { name: 'Amount' }).getByRole('button').click();
      expect(await page.getByRole('columnheader', { name: 'Amount' }).getAttribute('aria-sort')).toBe('descending');
      const amounts = await page.locator('tbody tr td:nth-child(5)').allTextContents();
      const values = amounts.map((text) => Number(text.replace(/[^\d.]/g, '')));
      expect(values).toEqual([...values].sort((a, b) => b - a));
    });
  });

  it('remembers hidden columns', async () => {
    await on('/', async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('checkbox', { name: 'Margin' }).uncheck();
      await page.keyboard.press('Escape');
      await page.reload();
      await page.getByRole('columnheader', { name: 'Amount' }).waitFor();
      expect(await page.getByRole('columnheader', { name: 'Margin' }).count()).toBe(0);
    });
  });

  it('selects a range with shift and offers what can be done with it', async () => {
    await on('/', async (page) => {
      await page.getByRole('checkbox', { name: 'Select 7F3K01Q9XW2M8BC' }).click();
      await page.getByRole('checkbox', { name: 'Select 7F3K04Q9XW2M8EC' }).click({ modifiers: ['Shift'] });
      await page.getByRole('region', { name: '4 selected' }).getByRole('button', { name: 'Send again' }).waitFor();
      await page.getByRole('button', { name: 'Clear the selection' }).click();
      expect(await page.getByRole('region', { name: 'selected' }).count()).toBe(0);
    });
  });
});

describe('a form', () => {
  it('gathers what is wrong, takes the focus there and leads to the field', async () => {
    await on('/forms', async (page) => {
      await page.getByRole('button', { name: 'Save' }).click();
      const summary = page.getByRole('alert').filter({ hasText: '3 fields need a correction' });
      await summary.waitFor();
      expect(await focusedText(page)).toContain('3 fields need a correction');
      await summary.getByRole('button', { name: /^Name/ }).click();
      await page.keyboard.type('Video VIP');
      await page.keyboard.press('Tab');
      await expect.poll(() => page.getByRole('alert').first().textContent(), SOON).toContain('2 fields');
    });
  });

  it('confirms money only with a reason and six digits', async () => {
    await on('/forms?show=confirm', async (page) => {
      const confirm = page.getByRole('button', { name: 'Refund ¥30.00' });
      expect(await confirm.isDisabled()).toBe(true);
      await page.keyboard.type('Dead code');
      expect(await confirm.isDisabled()).toBe(true);
      await page
        .getByRole('dialog')
        .getByRole('textbox', { name: /authenticator/ })
        .fill('１２３ 456');
      await confirm.click();
      await expect.poll(() => page.getByRole('dialog').count(), SOON).toBe(0);
    });
  });

  it('shows the login error with its request number', async () => {
    await on('/login', async (page) => {
      await page.getByRole('textbox', { name: 'Email' }).fill('lin@example.com');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect.poll(() => page.getByRole('alert').textContent(), SOON).toContain('Email or password is wrong.');
      expect(await page.getByRole('alert').textContent()).toContain('req_01JD4W9K2M');
    });
  });
});

describe('a code', () => {
  it('is copied whole, whatever the grouping shows', async () => {
    await withPage(browser, { locale: 'en' }, async (page, context) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: gallery.origin });
      await page.goto(`${gallery.origin}/parts`);
      await page.getByRole('button', { name: 'Copy: Number' }).click();
      await page.getByText('Copied').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('8613527788996021');
    });
  });
});

describe('the small router', () => {
  it('begins a new page at its top with the focus on its title, and comes back to where one was', async () => {
    await on('/long/1', async (page) => {
      await page.getByRole('link', { name: 'Page 2' }).click();
      await page.getByRole('heading', { name: 'Page 2' }).waitFor();
      await expect.poll(() => page.evaluate(() => window.scrollY), SOON).toBe(0);
      expect(await focusedText(page)).toBe('Page 2');
      await page.goBack();
      await page.getByRole('heading', { name: 'Page 1' }).waitFor();
      await expect.poll(() => page.evaluate(() => window.scrollY), SOON).toBeGreaterThan(1_000);
    });
  });
});

describe('live events', () => {
  const tick = (page: Page): Promise<string> =>
    page
      .getByTestId('tick')
      .textContent()
      .then((text) => text ?? '');
  const opened = (page: Page): Promise<string[]> =>
    page.evaluate(() => JSON.parse(localStorage.getItem('opened') ?? '[]') as string[]);

  it('come over one stream for all tabs, and go on when the tab that held it closes', async () => {
    await on('/live?topic=a', async (leader, context) => {
      await expect.poll(() => tick(leader), SOON).toMatch(/^a\d+$/);
      const other = await context.newPage();
      await other.goto(`${gallery.origin}/live?topic=b`);
      await expect.poll(() => tick(other), SOON).toMatch(/^b\d+$/);
      expect(await tick(leader)).toMatch(/^a\d+$/);
      expect((await opened(other)).map((text) => text.split('@')[0])).toEqual(['a', 'a,b']);
      const before = Number((await tick(other)).slice(1));
      await leader.close();
      await expect.poll(async () => (await opened(other)).length, SOON).toBe(3);
      await expect.poll(async () => Number((await tick(other)).slice(1)), SOON).toBeGreaterThan(before + 2);
      const [, resumedAfter] = (await opened(other)).at(-1)?.split('@') ?? [];
      expect(Number(resumedAfter)).toBeGreaterThanOrEqual(before);
    });
  });
});
