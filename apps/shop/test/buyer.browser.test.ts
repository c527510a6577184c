import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage } from '@keyfall/tooling/browser';
import type { Browser, Page, PageLook } from '@keyfall/tooling/browser';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { follow, look, mailedLink, mailsTo, payAtGateway } from './steps.ts';

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

const PHONE: PageLook = { viewport: 'phone', scheme: 'light', locale: 'en' };
const DESKTOP: PageLook = { viewport: 'desktop', scheme: 'dark', locale: 'zh-CN' };
const PRODUCT = '/p/tencent-video-vip';

const shopUrl = (path = '/'): string => stack.urlOf(stack.tenant.shop.host, path);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const orderNoOf = (page: Page): string => /\/orders\/([0-9A-Z]{16})/.exec(page.url())?.[1] ?? 'no order';

/** From the product page to the delivered order, as a guest or as whoever is signed in. */
async function buy(page: Page, contact: { readonly mail?: string; readonly password?: string } = {}): Promise<string> {
  await page.goto(shopUrl(PRODUCT));
  await button(page, 'Buy now').click();
  const pay = button(page, /^Pay /);
  await pay.waitFor();
  if (contact.mail !== undefined) await page.getByLabel('Email', { exact: true }).fill(contact.mail);
  if (contact.password !== undefined) {
    await page.getByText('Set a query password').click();
    await page.getByLabel('Query password', { exact: true }).fill(contact.password);
  }
  await pay.click();
  await payAtGateway(page);
  await heading(page, 'Here it is').waitFor({ timeout: 30_000 });
  return orderNoOf(page);
}

async function signIn(page: Page, mail: string, password: string): Promise<void> {
  await page.goto(shopUrl('/login'));
  await page.locator('input[name=mail]').fill(mail);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').last().click();
}

describe('an account', () => {
  const mail = 'member@example.com';
  const first = 'kestrel-harbour-42';
  const second = 'meadow-lantern-77';
  let lastMail = 0;
  let orderNo = '';

  it('begins with a confirmed address, and shows what is bought with it', { timeout: 120_000 }, async () => {
    await withPage(browser, PHONE, async (page) => {
      await page.goto(shopUrl('/register'));
      await page.locator('input[type=email]').fill(mail);
      await button(page, 'Create the account').click();
      await page.getByText(`We have sent a link to ${mail}.`).waitFor();
      const { link, id } = await mailedLink(stack, mail);
      lastMail = id;
      await follow(page, link);
      await look(page, 'account-verify');
      await page.locator('input[name=password]').fill(first);
      await button(page, 'Create the account').click();
      await page.waitForURL(/\/account\/orders$/);
      await page.getByText('No orders yet').waitFor();

      orderNo = await buy(page);
      await page.goto(shopUrl('/account/orders'));
      await page.locator(`a[href="/orders/${orderNo}"]`).waitFor();
      await look(page, 'account-orders');
      await page.goto(shopUrl('/account/inbox'));
      const news = page.getByRole('link', { name: /Your goods are here/ });
      await news.waitFor({ timeout: 20_000 });
      await look(page, 'account-inbox');
      await news.click();
      await heading(page, 'Here it is').waitFor();
      await page.goto(shopUrl('/account/profile'));
      await page.getByText(mail).first().waitFor();
      await look(page, 'account-profile');
      expect(orderNo).toHaveLength(16);
    });
  });

  it('lets in with its password only, and gets a new one by mail', { timeout: 120_000 }, async () => {
    await withPage(browser, PHONE, async (page) => {
      await signIn(page, mail, 'not-the-password-9');
      await page.getByRole('alert').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/login');
      await look(page, 'login-refused');

      await page.goto(shopUrl('/forgot-password'));
      await page.locator('input[type=email]').fill(mail);
      await button(page, 'Send me a link').click();
      await page.getByText('Look into your mail').waitFor();
      // Goods of the first order may have been told in between: the link wanted is the one to a new password.
      await expect
        .poll(
          async () => (await mailsTo(stack, mail, lastMail)).some(({ text }) => text.includes('/password-reset#')),
          {
            timeout: 20_000,
          },
        )
        .toBe(true);
      const text = (await mailsTo(stack, mail, lastMail)).find((each) => each.text.includes('/password-reset#'))?.text;
      const link = /https?:\/\/\S+\/password-reset#\S+/.exec(text ?? '')?.[0] ?? '';
      await follow(page, link);
      await page.locator('input[name=password]').fill(second);
      await button(page, 'Save the password').click();
      await page.getByText('The password is changed').waitFor();
      await follow(page, link);
      await page.locator('input[name=password]').fill(second);
      await button(page, 'Save the password').click();
      await page.getByText('This link has been used or is too old').waitFor();

      await signIn(page, mail, first);
      await page.getByRole('alert').first().waitFor();
      await signIn(page, mail, second);
      await page.waitForURL(/\/account\/orders$/);
      await page.locator(`a[href="/orders/${orderNo}"]`).waitFor();
    });
  });

  it('shows where it is signed in, and ends a session elsewhere at once', { timeout: 120_000 }, async () => {
    await withPage(browser, PHONE, async (elsewhere) => {
      await signIn(elsewhere, mail, second);
      await elsewhere.waitForURL(/\/account\/orders$/);
      await withPage(browser, DESKTOP, async (page) => {
        await signIn(page, mail, second);
        await page.waitForURL(/\/account\/orders$/);
        await page.locator(`a[href="/orders/${orderNo}"]`).waitFor();
        await look(page, 'account-orders');
        for (const place of ['inbox', 'profile', 'sessions']) {
          await page.goto(shopUrl(`/account/${place}`));
          await page.waitForLoadState('networkidle');
          await look(page, `account-${place}`);
        }
        const others = button(page, '让它退出');
        for (let left = await others.count(); left > 0; left -= 1) {
          await others.first().click();
          await expect.poll(() => others.count()).toBe(left - 1);
        }
      });
      await elsewhere.goto(shopUrl('/account/orders'));
      await elsewhere.getByText('Sign in to see this').waitFor();
    });
  });
});

describe('a guest', () => {
  const mail = 'guest@example.com';
  const queryPassword = 'tide-7731';
  let orderNo = '';
  let link = '';

  it('keeps its order within reach of this browser, also by the mailed link twice', { timeout: 120_000 }, async () => {
    await withPage(browser, PHONE, async (page) => {
      orderNo = await buy(page, { mail, password: queryPassword });
      const mailed = await mailedLink(stack, mail);
      expect(mailed.link).toContain(`.${orderNo}`);
      link = mailed.link;
      for (let visit = 1; visit <= 2; visit += 1) {
        await follow(page, link);
        await heading(page, 'Here it is').waitFor();
        expect(page.url()).toBe(shopUrl(`/orders/${orderNo}`));
      }
    });
  });

  it(
    'finds it on another device by number and contact, the spent link leading the way',
    { timeout: 120_000 },
    async () => {
      await withPage(browser, PHONE, async (page) => {
        await page.goto(shopUrl(`/orders/${orderNo}`));
        await heading(page, 'This order cannot be opened here').waitFor({ state: 'attached' });
        await follow(page, link);
        await heading(page, 'This link has been used or is too old').waitFor();
        expect(await page.getByLabel('Order number').inputValue()).toBe(orderNo);
        await look(page, 'link-over');
        const before = (await mailsTo(stack, mail)).at(-1)?.id ?? 0;
        await page.getByLabel('Email or phone number').fill(mail);
        await button(page, 'Send me the link').click();
        await page.getByText('Look into your mail').waitFor();
        await follow(page, (await mailedLink(stack, mail, before)).link);
        await heading(page, 'Here it is').waitFor();
      });
    },
  );

  it('opens it by its query password, and by no other', { timeout: 60_000 }, async () => {
    await withPage(browser, DESKTOP, async (page) => {
      await page.goto(shopUrl('/find-order'));
      await button(page, '我设置过查询密码').click();
      await page.getByLabel('订单号').fill(orderNo);
      await page.locator('input[name=password]').fill('wrong-password');
      await button(page, '打开订单').click();
      await page.getByRole('alert').first().waitFor();
      await page.locator('input[name=password]').fill(queryPassword);
      await button(page, '打开订单').click();
      await heading(page, '已发货').waitFor();
      expect(orderNoOf(page)).toBe(orderNo);
      await look(page, 'delivered-found');
    });
  });
});

describe('a delivery at a set time', () => {
  it('is chosen on the shop’s clocks and told on the order’s page', { timeout: 90_000 }, async () => {
    await withPage(browser, PHONE, async (page) => {
      await page.goto(shopUrl(`${PRODUCT}?r=blog-1`));
      await button(page, 'Buy now').click();
      expect(page.url()).not.toContain('blog-1');
      await page.getByLabel('Email', { exact: true }).fill('planner@example.com');
      await page.getByText('At a set time').click();
      const field = page.getByLabel(/^Day and time \(China Standard Time\)/);
      await field.fill('2020-01-01T10:00');
      await button(page, /^Pay /).click();
      await page.getByText('This time has passed. Please choose a later one.').waitFor();
      const inTwoDays = new Date(Date.now() + 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 11);
      await field.fill(`${inTwoDays}09:30`);
      await page.getByText(/Will be delivered on .* 09:30 GMT\+8/).waitFor();
      await look(page, 'checkout-planned');
      const placed = page.waitForRequest((request) => request.url().includes('checkout.place'));
      await button(page, /^Pay /).click();
      expect((await placed).postData()).toContain('"referral":"blog-1"');
      await payAtGateway(page);
      await heading(page, 'Paid. Your delivery is planned').waitFor({ timeout: 30_000 });
      await page
        .getByText(/will be delivered on .* 09:30 GMT\+8/)
        .first()
        .waitFor();
      expect(await button(page, 'Show the code').count()).toBe(0);
      await look(page, 'planned');
      const [mail] = await mailsTo(stack, 'planner@example.com');
      expect(mail?.text).toMatch(/It will be delivered on .* at 09:30 AM GMT\+8/);
    });
  });
});

describe('pictures of a product', () => {
  /** A picture as somebody might upload it. */
  async function drawn(page: Page, hue: number): Promise<Buffer> {
    const url = await page.evaluate((colour) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [960, 600];
      const context = canvas.getContext('2d');
      if (context === null) return '';
      context.fillStyle = `hsl(${colour} 60% 45%)`;
      context.fillRect(0, 0, 960, 600);
      context.fillStyle = `hsl(${colour} 70% 75%)`;
      context.fillRect(120, 120, 480, 300);
      return canvas.toDataURL('image/png');
    }, hue);
    return Buffer.from(url.split(',')[1] ?? '', 'base64');
  }

  /** Uploads pictures in the product's editor, moves the first behind the second, drops the last; answers what stands. */
  async function uploadAndTurn(page: Page, files: readonly Buffer[]): Promise<readonly string[]> {
    const [owner] = stack.tenant.logins.values();
    await page.goto(stack.urlOf('admin.localhost', '/catalog'));
    await page.locator('input[name=mail]').fill(owner?.mail ?? '');
    await page.locator('input[name=password]').fill(owner?.password ?? '');
    await page.locator('form button[type=submit]').last().click();
    await page.getByText('Tencent Video VIP').first().click();
    const pictures = page.getByRole('list', { name: 'Pictures' }).locator('img');
    await page
      .locator('input[type=file]')
      .setInputFiles(files.map((buffer, index) => ({ name: `${index}.png`, mimeType: 'image/png', buffer })));
    await expect.poll(() => pictures.count()).toBe(files.length);
    await button(page, 'Move picture 1 back').click();
    await button(page, `Remove picture ${files.length}`).click();
    const sources = await pictures.evaluateAll((images) => images.map((image) => image.getAttribute('src') ?? ''));
    await expectNoAxeViolations(page);
    await takeScreenshot(page, 'admin-product-pictures');
    const saved = page.waitForResponse((answer) => answer.url().includes('catalog.saveProduct'));
    await button(page, 'Save').last().click();
    expect((await saved).status()).toBe(200);
    return sources;
  }

  it(
    'are put in order in the editor, walked with thumbs and keys, and seen in cart and order',
    { timeout: 120_000 },
    async () => {
      const sources = await withPage(browser, { viewport: 'desktop', locale: 'en' }, async (page) => {
        await page.goto(shopUrl('/legal/terms'));
        const files = [await drawn(page, 200), await drawn(page, 20), await drawn(page, 120), await drawn(page, 300)];
        return await uploadAndTurn(page, files);
      });
      expect(sources).toHaveLength(3);
      await withPage(browser, PHONE, async (page) => {
        await page.goto(shopUrl(PRODUCT));
        const shown = page.locator('[role=tabpanel] img');
        const src = (): Promise<string | null> => shown.getAttribute('src');
        await shown.waitFor();
        expect(await src()).toBe(sources[0]);
        await page.getByRole('tab', { name: 'Picture 2 of 3' }).click();
        expect(await src()).toBe(sources[1]);
        await page.keyboard.press('ArrowRight');
        expect(await src()).toBe(sources[2]);
        await page.keyboard.press('ArrowRight');
        expect(await src()).toBe(sources[0]);
        await page.keyboard.press('End');
        expect(await page.getByRole('tab', { selected: true }).getAttribute('aria-label')).toBe('Picture 3 of 3');
        await look(page, 'gallery');
        await button(page, 'Add to cart').click();
        await page.goto(shopUrl('/cart'));
        await page.locator(`main img[src="${sources[0]}"]`).waitFor();
        await look(page, 'cart-picture');
        await buy(page, { mail: 'pictures@example.com' });
        await page.locator(`main img[src="${sources[0]}"]`).waitFor();
      });
    },
  );
});

describe('an installed shop', () => {
  it(
    'can be installed, keeps its files and nothing of a buyer, and says so when it is offline',
    { timeout: 120_000 },
    async () => {
      const expectedErrors = [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|network/i];
      await withPage(browser, { ...PHONE, expectedErrors }, async (page, context) => {
        await page.goto(shopUrl());
        await page.evaluate(async () => {
          await navigator.serviceWorker.ready;
        });
        const devtools = await context.newCDPSession(page);
        const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
        expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

        const manifest = await devtools.send('Page.getAppManifest');
        expect(manifest.errors).toEqual([]);
        expect(manifest.data).toContain('icon-maskable-512.png');

        const orderNo = await buy(page, { mail: 'installed@example.com' });
        await button(page, 'Show the code').click();
        await page.locator('[data-size=display]').first().waitFor();
        const code = (await page.locator('[data-size=display]').allTextContents()).map((text) =>
          text.replaceAll(/[^A-Z0-9]/g, ''),
        );
        expect(code.length).toBeGreaterThan(0);
        // Once more under the worker's control, so that all it would keep is kept.
        await page.reload();
        await button(page, 'Show the code').waitFor();
        const kept = await page.evaluate(async () => {
          const found: { url: string; text: string }[] = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const answer = await cache.match(request);
              found.push({ url: new URL(request.url).pathname, text: (await answer?.text()) ?? '' });
            }
          }
          return found;
        });
        expect(kept.map(({ url }) => url).filter((url) => !url.startsWith('/assets/'))).toEqual(['/offline']);
        expect(kept.filter(({ url }) => url.endsWith('.js')).length).toBeGreaterThan(3);
        const all = kept.map(({ text }) => text).join('\n');
        for (const hidden of [orderNo, 'installed@example.com', ...code]) expect(all).not.toContain(hidden);

        await context.setOffline(true);
        await page.goto(shopUrl(`/orders/${orderNo}`)).catch(() => undefined);
        await page.getByRole('heading', { name: '网络未连接' }).waitFor();
        await page.getByText('You are offline.').waitFor();
        await look(page, 'offline');
        await context.setOffline(false);
        await page.getByRole('link', { name: 'Try again' }).click();
        await heading(page, 'Here it is').waitFor();
      });
    },
  );
});
