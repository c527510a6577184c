import { readFile } from 'node:fs/promises';
import { expectNoAxeViolations, goWithin, launchBrowser, takeScreenshot, withPage } from '@keyfall/tooling/browser';
import type { Browser, Page, PageLook } from '@keyfall/tooling/browser';
import { mailedLink } from '@keyfall/tooling/testing/mailed-link';
import type { SeededLogin } from '@keyfall/tooling/testing/seed-tenant';
import { Shopper, payAtSandbox } from '@keyfall/tooling/testing/shopper';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import {
  confirmByPassword,
  joinByInvitation,
  setUpAuthenticator,
  settlePage,
  typeLogin,
} from '@keyfall/tooling/testing/staff-pages';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let stack: TestStack;
let browser: Browser;
let productId: string;
let orderNo: string;

beforeAll(async () => {
  stack = await startTestStack({ codes: { 'TVV-1MONTH': 20 }, withLogins: true });
  const [sku] = await stack.sql<{ product_id: string }>(`select product_id from catalog.sku where code = 'TVV-1MONTH'`);
  productId = sku?.product_id ?? '';
  orderNo = await buy();
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

/** A guest buys and pays; answers the number of the delivered order. */
async function buy(): Promise<string> {
  const shopper = new Shopper(stack, 1);
  await shopper.begin();
  const placed = await shopper.place('TVV-1MONTH');
  await payAtSandbox(stack, await shopper.beginPayment(placed.orderNo));
  await shopper.untilOrder(placed.orderNo, ['delivered']);
  return placed.orderNo;
}

/** Every pair of size, scheme and language occurs; how much each look sees: `isSeen`. */
const LOOKS: readonly { readonly look: PageLook; readonly sees: 'all' | 'half' | 'main' }[] = [
  { look: { viewport: 'desktop', scheme: 'light', locale: 'zh-CN' }, sees: 'all' },
  { look: { viewport: 'phone', scheme: 'dark', locale: 'en' }, sees: 'half' },
  { look: { viewport: 'desktop', scheme: 'dark', locale: 'en' }, sees: 'main' },
  { look: { viewport: 'phone', scheme: 'light', locale: 'zh-CN' }, sees: 'main' },
];

const MAIN: ReadonlySet<string> = new Set([
  'home',
  'orders',
  'catalog',
  'product',
  'inventory',
  'distributor',
  'ledger',
]);

/** Every screen; `:product` and `:shop` stand for rows of the seed. */
const SCREENS: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['alerts', '/alerts'],
  ['orders', '/orders'],
  ['order', '/orders/:order'],
  ['payments', '/payments'],
  ['suspense', '/payments?view=suspense'],
  ['ledger', '/ledger'],
  ['trial-balance', '/ledger?view=trial'],
  ['journals', '/ledger?view=journals'],
  ['refunds', '/payments?view=refunds'],
  ['webhooks', '/payments?view=webhooks'],
  ['gateway-accounts', '/payments?view=accounts'],
  ['invoices', '/invoices'],
  ['invoice-details', '/invoices?view=issuer'],
  ['statements', '/statements'],
  ['reports', '/reports?by=sku'],
  ['cash-flow', '/reports?view=cash'],
  ['stock-value', '/reports?view=stock'],
  ['reconciliation', '/reconciliation'],
  ['bills', '/reconciliation?view=bills'],
  ['withdrawals', '/withdrawals'],
  ['withdrawal-rules', '/withdrawals?view=rules'],
  ['debts', '/withdrawals?view=debts'],
  ['settlements-of-balances', '/withdrawals?view=closings'],
  ['wallets', '/wallets'],
  ['pay-backs', '/wallets?view=payBacks'],
  ['price-lists', '/price-lists'],
  ['income-rules', '/income-rules'],
  ['catalog', '/catalog'],
  ['catalog-import', '/catalog/import'],
  ['product', '/catalog/:product'],
  ['product-new', '/catalog/new'],
  ['categories', '/categories?open=new'],
  ['prices-shop', '/prices?view=shop&shop=:shop'],
  ['prices-costs', '/prices?distributor=:distributor'],
  ['inventory', '/inventory'],
  ['stock-requests', '/inventory/requests'],
  ['reveal-requests', '/inventory/requests?view=reveals'],
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

const SEEN = { all: 'every screen', half: 'every second screen and the main ones', main: 'its main screens' } as const;

/** Every screen on a desktop, every second one on a phone: each look costs its time, and parts are seen on their own. */
function isSeen(sees: keyof typeof SEEN, name: string): boolean {
  if (sees === 'all' || MAIN.has(name)) return true;
  return sees === 'half' && SCREENS.findIndex(([each]) => each === name) % 2 === 0;
}

const admin = (path = '/'): string => stack.urlOf('admin.localhost', path);

function pathOf(path: string): string {
  const { shop, chain } = stack.tenant;
  return path
    .replace(':shop', shop.id)
    .replace(':product', productId)
    .replace(':order', orderNo)
    .replace(':distributor', chain.distributors[0] ?? '');
}

function loginOf(who: string): SeededLogin {
  const login = stack.tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  return login;
}

async function signIn(page: Page, who = 'owner'): Promise<void> {
  await page.goto(admin());
  await typeLogin(page, loginOf(who));
  await page.locator('#main-content').waitFor();
  await settlePage(page);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} scrolls sideways`).toBe(0);
}

describe.each(LOOKS.filter(({ sees }) => sees !== 'main'))(
  'before one is signed in, on a $look.viewport in $look.locale, $look.scheme',
  ({ look }) => {
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
          await settlePage(page);
          await takeScreenshot(page, `admin-${name}`);
          await expectNoAxeViolations(page);
          await expectNoSidewaysScroll(page);
        }
      });
    });
  },
);

describe.each(LOOKS)('the back office on a $look.viewport in $look.locale, $look.scheme', ({ look, sees }) => {
  it(`shows ${SEEN[sees]} without an accessibility violation`, async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      for (const [name, path] of SCREENS) {
        if (!isSeen(sees, name)) continue;
        await goWithin(page, admin(pathOf(path)));
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
      await page
        .getByRole('option', { name: /Tencent Video VIP/ })
        .first()
        .click();
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

describe('an order that is refunded', () => {
  it('shows each step in words as it happens, and the money leaving without being asked again', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page, 'support');
      await page.goto(admin(`/orders/${orderNo}`));
      await page.getByRole('button', { name: 'Request a refund' }).click();
      const dialog = page.getByRole('dialog', { name: 'Request a refund' });
      await dialog.getByText('Chosen units').click();
      await dialog.getByLabel('Delivered units').fill('2');
      await dialog.getByText('More than can be refunded').waitFor();
      await dialog.getByLabel('Delivered units').fill('1');
      await dialog.getByLabel('Reason').fill('Bought twice');
      await dialog.getByRole('button', { name: 'Request a refund' }).click();
      await page.getByText('Refund requested; another person decides').waitFor();
    });
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(admin(`/orders/${orderNo}`));
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('dialog', { name: 'Approve the refund' }).getByRole('button', { name: 'Approve' }).click();
      await confirmByPassword(page, loginOf('owner').password);
      await page.getByText('Refund approved').first().waitFor();
      const timeline = page.getByRole('list', { name: 'Timeline' });
      await timeline.getByText('Refund paid out').waitFor();
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(await page.getByText('Requested', { exact: true }).count()).toBe(0);
      const told = (await timeline.textContent()) ?? '';
      expect(told).toMatch(/Refund approved.*Galaxy owner.*CN¥\d+\.\d\d/s);
      expect(told).toMatch(/Refund requested.*Galaxy support/s);
      expect(told).not.toMatch(/refund_id|[a-z]+_[a-z]+|amount:|[0-9a-f]{8}-[0-9a-f]{4}/);
      await takeScreenshot(page, 'admin-order-refunded', { fullPage: true });
      await expectNoAxeViolations(page);
    });
  }, 60_000);

  it('is in the file of the orders that the list shows', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(admin(`/orders?q=${orderNo}`));
      await settlePage(page);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Export' }).click(),
      ]);
      const text = await readFile(await download.path(), 'utf8');
      expect(text.trimEnd().split('\r\n')).toHaveLength(2);
      expect(text).toContain(orderNo);
    });
  });
});

describe('unsold codes', () => {
  it('leave as a file when a second person agrees, once', async () => {
    const act = async (page: Page, button: string, title: string, confirm: string): Promise<void> => {
      await page.getByRole('button', { name: button, exact: true }).first().click();
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.getByRole('button', { name: confirm }).click();
    };
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(admin('/inventory'));
      await page.getByText('TVV-1MONTH').first().click();
      await page.getByRole('button', { name: 'Export…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Ask for an export' });
      await dialog.getByLabel('Reason').fill('We leave this supplier');
      await dialog.getByRole('button', { name: 'Ask for an export' }).click();
      await confirmByPassword(page, loginOf('owner').password);
      await page.getByText('Asked. Somebody else has to agree.').waitFor();
    });
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page, 'finance');
      await page.goto(admin('/inventory/requests'));
      await act(page, 'Approve', 'Let these codes leave', 'Approve');
      await confirmByPassword(page, loginOf('finance').password);
      await page.getByText('Agreed').first().waitFor();
    });
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(admin('/inventory/requests'));
      const download = page.waitForEvent('download');
      await act(page, 'Download', 'Download the codes', 'Download');
      await confirmByPassword(page, loginOf('owner').password);
      const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n');
      const [left] = await stack.sql<{ exported: bigint }>('select exported from inventory.export_request');
      expect(lines).toHaveLength(1 + Number(left?.exported));
      expect(lines.length).toBeGreaterThan(10);
      await page.goto(admin('/inventory/requests'));
      await page.getByText('Downloaded').first().waitFor();
      expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0);
      await takeScreenshot(page, 'admin-export-done');
      await page.goto(admin('/audit'));
      await page.getByRole('button', { name: 'Check the chain' }).click();
      await page.getByText('The chain holds').waitFor();
      await takeScreenshot(page, 'admin-audit-chain');
    });
  }, 60_000);
});

describe('people', () => {
  it('come in by a mailed invitation, set up their second factor and sign in with it', async () => {
    const colleague = { mail: 'new.colleague@galaxy.example', password: 'seven green umbrellas' };
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(admin('/team?open=new'));
      const panel = page.getByRole('dialog', { name: 'Invite' });
      await panel.getByLabel('Name').fill('New Colleague');
      await panel.getByLabel('Email').fill(colleague.mail);
      await panel.getByLabel('Role').selectOption('finance');
      await panel.getByRole('button', { name: 'Send the invitation' }).click();
      await confirmByPassword(page, loginOf('owner').password);
      await page.getByText(colleague.mail).first().waitFor();
    });
    await withPage(browser, { locale: 'en' }, async (page) => {
      await joinByInvitation(page, await mailedLink(stack, colleague.mail, '/invitation'), colleague.password);
      await page.goto(admin('/account'));
      const nextCode = await setUpAuthenticator(page, colleague.password);
      await takeScreenshot(page, 'admin-account-totp');
      await page.context().clearCookies();
      await page.goto(admin());
      await typeLogin(page, colleague);
      await page.locator('input[name=totp]').fill(nextCode());
      await page.locator('#main-content').waitFor();
      await expect.poll(() => page.textContent('#main-content')).toContain('Good to see you, New Colleague.');
    });
  }, 90_000);

  it('who forgot their password set a new one by a mailed link', async () => {
    const { mail } = loginOf('support');
    const password = 'eleven quiet lighthouses';
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(admin('/forgot-password'));
      await page.locator('input[type=email], input[name=mail]').first().fill(mail);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByText('Look into your mailbox').waitFor();
      await page.goto(await mailedLink(stack, mail, '/password-reset'));
      await page.locator('input[type=password]').fill('Galaxy2026!!');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByRole('alert').waitFor();
      await page.locator('input[type=password]').fill(password);
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText('Your new password is set').waitFor();
      await page.goto(admin());
      await typeLogin(page, { mail, password });
      await page.locator('#main-content').waitFor();
      expect(await page.locator('input[name=password]').count()).toBe(0);
    });
  }, 60_000);
});
