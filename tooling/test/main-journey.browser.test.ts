import fs from 'node:fs';
import type { DistributorId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, takeScreenshot, withPage, type Browser, type Page, type PageLook } from '../src/browser.ts';
import { inRoot } from '../src/run/root.ts';
import { brokenInvariants } from '../src/testing/broken-invariants.ts';
import { findPlaintext } from '../src/testing/find-plaintext.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';

const CODE_FILE = inRoot('samples/codes/02-number-secret-gbk.txt');
const SKU_CODE = 'TVV-1MONTH';
const PRODUCT = '/p/tencent-video-vip';
const JOURNEY_MS = 180_000;
const STEP_MS = 30_000;

const WORDS = {
  'zh-CN': {
    product: '商品',
    sku: '规格',
    skuName: /月卡/,
    next: '下一步',
    upload: '上传并预览',
    importCodes: /^导入 .*个卡密$/,
    imported: '结果会一直保留在这里。',
    buyNow: '立即购买',
    mail: '邮箱',
    pay: /^支付/,
    delivered: '已发货',
    show: '查看卡密',
    copy: '复制',
    askRefund: '申请退款',
    asked: '已提交退款申请，等待他人审批',
    reason: '原因',
    approve: '通过',
    stepUp: '请确认是您本人',
    refundTitle: '退款',
  },
  en: {
    product: 'Product',
    sku: 'SKU',
    skuName: /1 month/i,
    next: 'Next',
    upload: 'Upload and preview',
    importCodes: /^Import .*codes?$/,
    imported: 'This result stays here.',
    buyNow: 'Buy now',
    mail: 'Email',
    pay: /^Pay /,
    delivered: 'Here it is',
    show: 'Show the code',
    copy: 'Copy',
    askRefund: 'Request a refund',
    asked: 'Refund requested; another person decides',
    reason: 'Reason',
    approve: 'Approve',
    stepUp: 'Confirm that it is you',
    refundTitle: 'Refund',
  },
} as const;
type Words = (typeof WORDS)[keyof typeof WORDS];

/** Number and secret of each line of the supplier's file, as a person would read them. */
function readCodeFile(): ReadonlyMap<string, string> {
  const lines = new TextDecoder('gb18030').decode(fs.readFileSync(CODE_FILE)).split(/\r?\n/).slice(1);
  const pairs = lines.map((line) => line.split('----')).filter((parts) => parts.length === 2);
  return new Map(pairs.map(([number = '', secret = '']) => [number.trim(), secret.trim()]));
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
});

describe.each(['zh-CN', 'en'] as const)('from a supplier’s file to a refund, in %s', (locale) => {
  const words: Words = WORDS[locale];
  const office: PageLook = { viewport: 'desktop', scheme: 'light', locale };
  const phone: PageLook = { viewport: 'phone', scheme: 'light', locale };
  const codes = readCodeFile();
  let stack: TestStack;
  let orderNo = '';
  let reached = 0;

  /** A step stands on the ones before it: without them it fails at once instead of waiting for what cannot come. */
  function standOn(step: number): void {
    if (reached < step) throw new Error(`step ${step} of the journey failed`);
  }

  beforeAll(async () => {
    stack = await startTestStack({ codes: {}, withLogins: true });
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  }, 60_000);

  async function signIn(page: Page, host: string, who: string): Promise<void> {
    const login = stack.tenant.logins.get(who);
    if (login === undefined) throw new Error(`the seed made no login ${who}`);
    await page.goto(stack.urlOf(host));
    await page.locator('input[name=mail]').fill(login.mail);
    await page.locator('input[name=password]').fill(login.password);
    await page.locator('button[type=submit]').click();
    await page.locator('#main-content').waitFor();
  }

  it('the wholesaler imports the file', { timeout: JOURNEY_MS }, async () => {
    await withPage(browser, office, async (page) => {
      await signIn(page, 'admin.localhost', 'owner');
      await page.goto(stack.urlOf('admin.localhost', '/imports/new'));
      await page.getByRole('combobox', { name: words.product }).fill('tvv');
      await page
        .getByRole('option', { name: /腾讯视频|Tencent Video/ })
        .first()
        .click();
      const sku = page.getByRole('combobox', { name: words.sku, exact: true });
      const wanted = await sku.locator('option').filter({ hasText: words.skuName }).first().getAttribute('value');
      await sku.selectOption(wanted);
      await page.getByRole('button', { name: words.next }).click();
      await page.locator('input[type=file]').setInputFiles(CODE_FILE);
      await page.getByRole('button', { name: words.upload }).click();
      const start = page.getByRole('button', { name: words.importCodes });
      await start.waitFor({ timeout: STEP_MS });
      await takeScreenshot(page, 'journey-1-preview', { fullPage: true });
      await start.click();
      await page.getByText(words.imported).waitFor({ timeout: STEP_MS });
      await takeScreenshot(page, 'journey-2-imported', { fullPage: true });
    });
    const [stock] = await stack.sql(
      `select count(*)::integer as count from inventory.card_code c join catalog.sku s on s.tenant_id = c.tenant_id and s.id = c.sku_id
        where s.code = $1 and c.state = 'available'`,
      [SKU_CODE],
    );
    expect(stock?.['count']).toBe(new Set(codes.values()).size);
    reached = 1;
  });

  it('a consumer buys, pays and holds a code of the file', { timeout: JOURNEY_MS }, async () => {
    standOn(1);
    await withPage(browser, phone, async (page, context) => {
      const shop = stack.urlOf(stack.tenant.shop.host);
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.replace(/\/$/, '') });
      await page.goto(shop);
      await page.locator(`a[href="${PRODUCT}"]`).first().click();
      await page.getByRole('button', { name: words.buyNow }).waitFor({ timeout: STEP_MS });
      await takeScreenshot(page, 'journey-3-product');
      await page.getByRole('button', { name: words.buyNow }).click();
      await page.getByLabel(words.mail, { exact: true }).fill('consumer@example.com');
      await page.getByRole('button', { name: words.pay }).click();
      await page.waitForURL(/\/pay\//);
      await takeScreenshot(page, 'journey-4-gateway');
      await page.getByRole('button').first().click();
      await page.waitForURL(/\/orders\//);
      orderNo = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      // Nobody reloads: the page turns into the goods by itself.
      await page.getByRole('heading', { level: 1, name: words.delivered }).waitFor({ timeout: STEP_MS });
      await takeScreenshot(page, 'journey-5-delivered');
      await page.getByRole('button', { name: words.show }).click();
      const copy = page.getByRole('button', { name: words.copy, exact: true });
      await copy.waitFor();
      await takeScreenshot(page, 'journey-6-code');
      await copy.click();
      const [number = '', secret = ''] = (await page.evaluate(() => navigator.clipboard.readText())).split(' ');
      expect(codes.get(number)).toBe(secret);
    });
    reached = 2;
  });

  it('the books show what each level earned', { timeout: JOURNEY_MS }, async () => {
    standOn(2);
    for (const [index, distributorId] of stack.tenant.chain.distributors.entries()) {
      const earned = await earnedBy(stack, orderNo, distributorId);
      expect(Number(earned.net)).toBeGreaterThan(0);
      await withPage(browser, office, async (page) => {
        await signIn(page, 'portal.localhost', `level${index + 1}`);
        await page.goto(stack.urlOf('portal.localhost', '/income'));
        const row = page.getByRole('row').filter({ hasText: orderNo });
        await row.waitFor({ timeout: STEP_MS });
        expect(await row.textContent()).toContain(earned.gross);
        // The only sale so far: what is held is what it earned, the seller's part of the gateway's fee taken off.
        await page.getByText(earned.net).first().waitFor();
        await takeScreenshot(page, `journey-7-income-level${index + 1}`);
      });
    }
    await withPage(browser, office, async (page) => {
      await signIn(page, 'admin.localhost', 'owner');
      await page.goto(stack.urlOf('admin.localhost', `/orders/${orderNo}`));
      await page.getByText(orderNo).first().waitFor({ timeout: STEP_MS });
      await takeScreenshot(page, 'journey-8-order', { fullPage: true });
    });
  });

  it('one person asks for a refund, another approves, the money goes back', { timeout: JOURNEY_MS }, async () => {
    standOn(2);
    await withPage(browser, office, async (page) => {
      await signIn(page, 'admin.localhost', 'support');
      await page.goto(stack.urlOf('admin.localhost', `/orders/${orderNo}`));
      await page.getByRole('button', { name: words.askRefund }).click();
      const dialog = page.getByRole('dialog', { name: words.askRefund });
      await dialog.getByLabel(words.reason).fill('The code was bought by mistake.');
      await dialog.getByRole('button', { name: words.askRefund }).click();
      await page.getByText(words.asked).first().waitFor({ timeout: STEP_MS });
    });
    await withPage(browser, office, async (page) => {
      await signIn(page, 'admin.localhost', 'owner');
      await page.goto(stack.urlOf('admin.localhost', `/orders/${orderNo}`));
      await page.getByRole('button', { name: words.approve, exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: words.approve, exact: true }).click();
      await proveItIsYou(page);
      await takeScreenshot(page, 'journey-9-refunded', { fullPage: true });
    });
    await expect.poll(() => refundState(stack), { timeout: STEP_MS }).toBe('done');
    expect(await brokenInvariants(stack)).toEqual([]);
  });

  /** The dialog that asks for the password once more, when the act needs it. */
  async function proveItIsYou(page: Page): Promise<void> {
    const dialog = page.getByRole('dialog', { name: words.stepUp });
    const asked = dialog.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (!(await asked)) return;
    await dialog.locator('input').fill(stack.tenant.logins.get('owner')?.password ?? '');
    await dialog.locator('input').press('Enter');
    await dialog.waitFor({ state: 'hidden', timeout: STEP_MS });
  }

  it('left no code in the clear anywhere, and the search would have found one', { timeout: JOURNEY_MS }, async () => {
    standOn(2);
    const secrets = new Set(codes.values());
    expect(await findPlaintext(stack, secrets)).toEqual([]);
    const planted = [...secrets].slice(0, 3);
    await stack.sql(
      `create table public.planted as select $1::text as note, convert_to($2, 'UTF8') as bytes`,
      planted.slice(0, 2),
    );
    fs.appendFileSync(stack.logFile, `{"msg":"${planted[2] ?? ''}"}\n`);
    const found = await findPlaintext(stack, secrets);
    expect(new Set(found.map((leak) => leak.secret))).toEqual(new Set(planted));
    expect(found.map((leak) => leak.where)).toEqual(
      expect.arrayContaining(['table planted', 'bytes in table planted', stack.logFile]),
    );
  });
});

interface Earned {
  readonly gross: string;
  readonly net: string;
}

/** What a distributor earned of an order, with and without its part of the gateway's fee, as it reads on a page. */
async function earnedBy(stack: TestStack, orderNo: string, earner: DistributorId): Promise<Earned> {
  const [row] = await stack.sql<Earned>(
    `select to_char(amount / 100.0, 'FM999990.00') as gross, to_char((amount - fee_borne) / 100.0, 'FM999990.00') as net
       from orders.commission_line where order_no = $1 and earner_id = $2`,
    [orderNo, earner],
  );
  if (row === undefined) throw new Error(`${earner} earned nothing of ${orderNo}`);
  return row;
}

async function refundState(stack: TestStack): Promise<string> {
  const [row] = await stack.sql<{ state: string }>(
    'select state from payments.refund order by created_at desc limit 1',
  );
  return row?.state ?? 'none';
}
