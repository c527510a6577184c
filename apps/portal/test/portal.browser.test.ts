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
let orderNo: string;

beforeAll(async () => {
  stack = await startTestStack({ codes: { 'TVV-1MONTH': 20 }, withLogins: true });
  for (const index of [1, 2, 3]) orderNo = await buy(index);
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

/** A guest buys and pays in the shop of the last level; answers the number of the delivered order. */
async function buy(index: number, shopper = new Shopper(stack, index)): Promise<string> {
  await shopper.begin();
  const placed = await shopper.place('TVV-1MONTH');
  await payAtSandbox(stack, await shopper.beginPayment(placed.orderNo));
  await shopper.untilOrder(placed.orderNo, ['delivered']);
  return placed.orderNo;
}

/** Eight by eight points of one colour. */
const LOGO_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mPgL8vDihiGlgQApWE8wYpLEGkAAAAASUVORK5CYII=';

/** Every pair of size, scheme and language occurs; how much each look sees: `isSeen`. */
const LOOKS: readonly { readonly look: PageLook; readonly sees: 'all' | 'half' | 'main' }[] = [
  { look: { viewport: 'desktop', scheme: 'light', locale: 'zh-CN' }, sees: 'all' },
  { look: { viewport: 'phone', scheme: 'dark', locale: 'en' }, sees: 'half' },
  { look: { viewport: 'desktop', scheme: 'dark', locale: 'en' }, sees: 'main' },
  { look: { viewport: 'phone', scheme: 'light', locale: 'zh-CN' }, sees: 'main' },
];

const MAIN: ReadonlySet<string> = new Set(['dashboard', 'order', 'prices', 'shop-look']);

/** Every screen: name, path (`:shop` is the first shop), and whether the picture is of the whole length. */
const SCREENS: readonly (readonly [name: string, path: string, fullPage: boolean])[] = [
  ['dashboard', '/', true],
  ['orders', '/orders', false],
  ['order', '/orders?open=:order', false],
  ['income', '/income', false],
  ['income-why', '/income?open=:order-1', false],
  ['referrals', '/referrals', false],
  ['statements', '/statements', false],
  ['reports', '/reports?by=sku', false],
  ['alerts', '/alerts', false],
  ['wallet', '/wallet', false],
  ['wallet-pay-back', '/wallet?view=payBacks&panel=pay-back', false],
  ['purchases', '/purchases', false],
  ['purchase-new', '/purchases/new', false],
  ['withdrawals', '/withdrawals', false],
  ['downline', '/downline', false],
  ['downline-prices', '/downline-prices', false],
  ['prices', '/prices', false],
  ['shops', '/shops', false],
  ['shop-new', '/shops?open=new', false],
  ['shop-look', '/shops/:shop', true],
  ['shop-texts', '/shops/:shop?tab=texts', false],
  ['shop-domains', '/shops/:shop?tab=domains', false],
  ['invoices', '/invoices', false],
  ['invoice-ask', '/invoices?act=ask', false],
  ['invoice-details', '/invoices?view=issuer', false],
  ['team', '/team', false],
  ['audit', '/audit', false],
  ['account', '/account', true],
];

const SEEN = { all: 'every screen', half: 'every second screen and the main ones', main: 'its main screens' } as const;

/** Every screen on a desktop, every second one on a phone: each look costs its time, and parts are seen on their own. */
function isSeen(sees: keyof typeof SEEN, name: string): boolean {
  if (sees === 'all' || MAIN.has(name)) return true;
  return sees === 'half' && SCREENS.findIndex(([each]) => each === name) % 2 === 0;
}

const portal = (path = '/'): string => stack.urlOf('portal.localhost', path);

function loginOf(who: string): SeededLogin {
  const login = stack.tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  return login;
}

async function signIn(page: Page, who = 'level3'): Promise<void> {
  await page.goto(portal());
  await typeLogin(page, loginOf(who));
  await page.locator('nav').first().waitFor({ state: 'attached' });
  await settlePage(page);
}

async function sidewaysScroll(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.each(LOOKS.filter(({ sees }) => sees !== 'main'))(
  'before one is signed in, on a $look.viewport in $look.locale, $look.scheme',
  ({ look }) => {
    it('shows login and forgotten password', async () => {
      await withPage(browser, look, async (page) => {
        for (const [name, path] of [
          ['login', '/'],
          ['forgot', '/forgot-password'],
          ['invitation-broken', '/invitation'],
        ] as const) {
          await page.goto(portal(path));
          await settlePage(page);
          await takeScreenshot(page, `portal-${name}`);
          await expectNoAxeViolations(page);
          expect(await sidewaysScroll(page), `${name} scrolls sideways`).toBe(0);
        }
      });
    });
  },
);

describe.each(LOOKS)('the portal on a $look.viewport in $look.locale, $look.scheme', ({ look, sees }) => {
  it(`shows ${SEEN[sees]} without an accessibility violation`, async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      for (const [name, path, fullPage] of SCREENS) {
        if (!isSeen(sees, name)) continue;
        await goWithin(page, portal(path.replace(':shop', stack.tenant.shop.id).replace(':order', orderNo)));
        await takeScreenshot(page, `portal-${name}`, { fullPage });
        await expectNoAxeViolations(page);
        expect(await sidewaysScroll(page), `${name} scrolls sideways`).toBe(0);
      }
    });
  }, 180_000);
});

describe('what a distributor does in the portal', () => {
  const look: PageLook = { viewport: 'desktop', locale: 'en', scheme: 'light' };

  it('sees its margin while it types a price, is told what is wrong, and saves what is right', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      await page.goto(portal('/prices?q=TVV-1MONTH'));
      const row = page.locator('tbody tr').first();
      const field = row.locator('[data-price-field]');
      await field.fill('1');
      await expect.poll(() => row.textContent()).toContain('Below your cost');
      expect(await page.getByRole('button', { name: 'Save 1 price' }).isDisabled()).toBe(true);
      await field.fill('26');
      await expect.poll(() => row.locator('output').textContent()).toMatch(/%$/);
      await page.getByRole('button', { name: 'Save 1 price' }).click();
      await page.getByText('1 price saved').waitFor();
    });
    const [saved] = await stack.sql<{ unit_price: string }>(
      `select p.unit_price::text from pricing.shop_price p join catalog.sku s on s.tenant_id = p.tenant_id and s.id = p.sku_id
        where p.shop_id = $1 and s.code = 'TVV-1MONTH'`,
      [stack.tenant.shop.id],
    );
    expect(Number(saved?.unit_price)).toBe(26);
  });

  it('prices many SKUs by one rule after seeing each price', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      await page.goto(portal('/prices'));
      await page.getByRole('button', { name: 'Set by rule' }).click();
      const panel = page.getByRole('dialog');
      await panel.getByLabel('Cost plus percent').fill('8');
      await panel.locator('tbody tr').nth(5).waitFor();
      await takeScreenshot(page, 'portal-bulk-rule');
      await expectNoAxeViolations(page);
      await panel.getByRole('button', { name: /^Save \d+ prices$/ }).click();
      await page.getByText(/\d+ prices saved/).waitFor();
    });
    const [saved] = await stack.sql<{ count: number }>(
      'select count(*)::integer as count from pricing.shop_price where shop_id = $1 and unit_price is not null',
      [stack.tenant.shop.id],
    );
    expect(saved?.count).toBeGreaterThan(20);
  });

  it('says in whose name it issues, issues what a buyer asks for, and makes it void', { timeout: 60_000 }, async () => {
    const shopper = new Shopper(stack, 9);
    await shopper.askForInvoice(await buy(9, shopper), '王小明');
    await withPage(browser, look, async (page) => {
      await signIn(page);
      await page.goto(portal('/invoices?view=issuer'));
      await page.getByLabel('Legal name').fill('Fawn Members Ltd');
      await page.getByLabel('Tax number').fill('91330106MA2KXL000X');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved').waitFor();
      await page.goto(portal('/invoices?view=sales'));
      await page.getByText('王小明').click();
      await page.getByRole('button', { name: 'Issue', exact: true }).click();
      await page.getByRole('button', { name: /^Issue \S*\d/ }).click();
      await page.getByText('The invoice is issued').waitFor();
      const link = page.getByRole('link', { name: 'Download PDF' });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      expect(download.suggestedFilename()).toMatch(/^invoice-\d{4}-000001\.pdf$/);
      await takeScreenshot(page, 'portal-invoice');
      await expectNoAxeViolations(page);
      await page.getByRole('button', { name: 'Make void' }).click();
      await page.getByLabel('Reason').fill('Wrong title');
      await page.getByRole('button', { name: 'Make void' }).last().click();
      await page.getByText('The invoice is void').waitFor();
    });
  });

  it('is told which colour can be seen, and saves its look', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      await page.goto(portal(`/shops/${stack.tenant.shop.id}`));
      await page.locator('input[name="brand.accent"]').fill('#fff3b0');
      const advice = page.getByText(/the accent fades into the page/);
      await advice.waitFor();
      await takeScreenshot(page, 'portal-contrast', { fullPage: true });
      await expectNoAxeViolations(page);
      await page.getByRole('button', { name: /^Use #/ }).click();
      await advice.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved').waitFor();
    });
    const [shop] = await stack.sql<{ accent: string }>(
      `select brand->>'accent' as accent from tenancy.shop where id = $1`,
      [stack.tenant.shop.id],
    );
    expect(shop?.accent).toMatch(/^#[0-9a-f]{6}$/);
    expect(shop?.accent).not.toBe('#0f766e');
  });

  it('wears a logo of its own and shows its legal texts as the shop will', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      await page.goto(portal(`/shops/${stack.tenant.shop.id}`));
      await page.locator('input[type=file]').setInputFiles({
        name: 'logo.png',
        mimeType: 'image/png',
        buffer: Buffer.from(LOGO_PNG, 'base64'),
      });
      const preview = page.getByRole('complementary', { name: 'Preview' });
      await preview.locator('img[src^="/img/"]').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved').waitFor();
      await page.goto(portal(`/shops/${stack.tenant.shop.id}?tab=texts`));
      await page.getByText('English', { exact: true }).first().click();
      await page
        .getByRole('textbox', { name: 'Terms' })
        .fill('# Who we are\n\n**Nobody** else. <script>alert(1)</script>');
      await page.getByText('Preview', { exact: true }).first().click();
      const terms = page.getByRole('region', { name: 'Terms' });
      await terms.getByRole('heading', { name: 'Who we are' }).waitFor();
      expect(await terms.locator('strong').textContent()).toBe('Nobody');
      expect(await terms.textContent()).toContain('<script>alert(1)</script>');
      await takeScreenshot(page, 'portal-legal-preview');
      await expectNoAxeViolations(page);
    });
    const [shop] = await stack.sql<{ logo: string | null }>(
      `select brand->>'logoImageId' as logo from tenancy.shop where id = $1`,
      [stack.tenant.shop.id],
    );
    expect(shop?.logo).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('asks for a refund of one unit of an own order', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page);
      await page.goto(portal(`/orders?open=${orderNo}`));
      await page.getByRole('button', { name: 'Ask for a refund' }).click();
      const dialog = page.getByRole('dialog', { name: 'Ask for a refund' });
      await dialog.locator('textarea').fill('The buyer ordered twice.');
      await dialog.getByText('Chosen units').click();
      expect(await dialog.getByRole('button', { name: 'Send the request' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Delivered units').fill('1');
      await takeScreenshot(page, 'portal-refund-units');
      await expectNoAxeViolations(page);
      await dialog.getByRole('button', { name: 'Send the request' }).click();
      await page.getByText(/^Asked for/).waitFor();
    });
    const refunds = await stack.sql<{ state: string; units: number }>(
      `select r.state, l.delivered_units as units from payments.refund r
         join payments.refund_line l on l.tenant_id = r.tenant_id and l.refund_id = r.id`,
    );
    expect(refunds).toEqual([{ state: 'requested', units: 1 }]);
  });

  it('never sees an order of another distributor', async () => {
    await withPage(browser, look, async (page) => {
      await signIn(page, 'level1');
      await page.goto(portal(`/orders?open=${orderNo}`));
      const panel = page.getByRole('dialog');
      await expect.poll(() => panel.textContent()).toMatch(/not found|does not exist|no such order/i);
      expect(await page.locator('tbody').first().textContent()).not.toContain(orderNo);
    });
  });
});

describe('people of a distributor', () => {
  it('come in by a mailed invitation, set up their second factor and sign in with it', async () => {
    const colleague = { mail: 'seller@galaxy.example', password: 'seven green umbrellas' };
    await withPage(browser, { locale: 'en' }, async (page) => {
      await signIn(page);
      await page.goto(portal('/team?open=new'));
      const panel = page.getByRole('dialog', { name: 'Invite' });
      await panel.getByLabel('Name').fill('New Seller');
      await panel.getByLabel('Email').fill(colleague.mail);
      await panel.getByRole('button', { name: 'Send the invitation' }).click();
      await confirmByPassword(page, loginOf('level3').password);
      await page.getByText(colleague.mail).first().waitFor();
    });
    await withPage(browser, { locale: 'en' }, async (page) => {
      await joinByInvitation(page, await mailedLink(stack, colleague.mail, '/invitation'), colleague.password);
      await page.goto(portal('/account'));
      const nextCode = await setUpAuthenticator(page, colleague.password);
      await page.context().clearCookies();
      await page.goto(portal());
      await typeLogin(page, colleague);
      await page.locator('input[name=totp]').fill(nextCode());
      await page.locator('#main-content').waitFor();
      await expect.poll(() => page.textContent('body')).toContain('New Seller');
    });
  }, 90_000);
});
