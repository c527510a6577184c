import fs from 'node:fs';
import path from 'node:path';
import type { DistributorId } from '@keyfall/contracts';
import { setCollector } from '@keyfall/core/collecting';
import { BlobReader, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { approvePayBack, setBonusRules } from '@keyfall/core/wallet';
import { parseRate } from '@keyfall/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoAxeViolations,
  launchBrowser,
  takeScreenshot,
  withPage,
  type Browser,
  type Page,
} from '../src/browser.ts';
import { brokenInvariants } from '../src/testing/broken-invariants.ts';
import { ApiRefusal, HttpClient, callTrpc, postJson } from '../src/testing/http-client.ts';
import { Shopper, payAtSandbox } from '../src/testing/shopper.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';

const SKU = 'TVV-1MONTH';
const UNITS = 10_000;
const CLIENTS = 32;
const JOURNEY_MS = 150_000;
const STEP_MS = 60_000;
const LOOK = { viewport: 'desktop', scheme: 'light', locale: 'en' } as const;
const NIL = '00000000-0000-0000-0000-000000000000';

let browser: Browser;
let stack: TestStack;

beforeAll(async () => {
  browser = await launchBrowser();
  stack = await startTestStack({ codes: { [SKU]: UNITS + 40 }, withLogins: true });
  await setBonusRules(stack.tenant.owner, [{ amountFrom: 10_000_000n, currency: 'CNY', percent: parseRate('5') }]);
}, 180_000);

afterAll(async () => {
  await stack?.stop();
  await browser?.close();
}, 60_000);

function loginOf(who: string) {
  const login = stack.tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  return login;
}

async function signIn(page: Page): Promise<void> {
  const login = loginOf('level3');
  await page.goto(stack.urlOf('portal.localhost'));
  await page.locator('input[name=mail]').fill(login.mail);
  await page.locator('input[name=password]').fill(login.password);
  await page.locator('button[type=submit]').click();
  await page.locator('#main-content').waitFor();
}

async function prove(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.locator('input').first().fill(loginOf('level3').password);
  await dialog.locator('input').first().press('Enter');
  await dialog.waitFor({ state: 'hidden', timeout: STEP_MS });
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await takeScreenshot(page, `wallet-${name}`, { fullPage: true });
  await expectNoAxeViolations(page);
}

async function readArchive(file: string, password: string): Promise<readonly string[]> {
  const zip = new ZipReader(new BlobReader(new Blob([new Uint8Array(fs.readFileSync(file))])), {
    useWebWorkers: false,
  });
  const [entry] = (await zip.getEntries()) as FileEntry[];
  const text = await entry?.getData(new TextWriter(), { password, useWebWorkers: false });
  return (text ?? '').trimEnd().split('\r\n');
}

/** A merchant of the seller's own at the sandbox, as a provider gives one out. */
async function addMerchant() {
  const merchant = { id: 'seller-own', apiKey: 'key-of-the-seller', webhookSecret: 'secret-of-the-seller' };
  const token = fs.readFileSync(path.join(stack.stateDir, 'sandbox', 'admin-token'), 'utf8').trim();
  const answer = await fetch(`${stack.sandboxUrl}/admin/merchants/${merchant.id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Seller', api_key: merchant.apiKey, webhook_secret: merchant.webhookSecret }),
  });
  expect(answer.status).toBe(200);
  return merchant;
}

/** A text file whose download never came to its end goes on behind the part that is there. */
async function resumeText(page: Page): Promise<void> {
  await page.reload();
  await page.getByRole('button', { name: 'Download the codes' }).click();
  const panel = page.getByRole('dialog', { name: /^Download/ });
  await panel.getByText('Text', { exact: true }).click();
  await panel.getByLabel('As an archive with a password').uncheck();
  await panel.getByRole('button', { name: 'Prepare the download' }).click();
  const first = page.waitForEvent('download', { timeout: STEP_MS });
  await panel.getByRole('link', { name: /^Fetch/ }).click();
  const whole = fs.readFileSync(await (await first).path());
  await stack.sql('update delivery.code_export set finished_at = null');
  await page.reload();
  await page.getByRole('button', { name: 'Go on…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Go on with this download' });
  const part = (buffer: Buffer) => ({ name: 'broken.part', mimeType: 'text/plain', buffer });
  await dialog.locator('input[type=file]').setInputFiles(part(Buffer.from('something else')));
  await dialog.getByRole('button', { name: 'Fetch the rest' }).click();
  await dialog.getByText('This is no part of that file').waitFor({ timeout: STEP_MS });
  await look(page, '4-resumed');
  await dialog.locator('input[type=file]').setInputFiles(part(whole.subarray(0, 5_000)));
  const fetched = page.waitForEvent('download', { timeout: STEP_MS });
  await dialog.getByRole('button', { name: 'Fetch the rest' }).click();
  expect(fs.readFileSync(await (await fetched).path()).equals(whole)).toBe(true);
  await page.getByRole('button', { name: 'Go on…' }).waitFor({ state: 'detached', timeout: STEP_MS });
}

describe('a wholesale purchase', () => {
  it(
    'is topped up, bought, downloaded and opened with the password: ten thousand codes, each once',
    async () => {
      await withPage(browser, LOOK, async (page) => {
        await signIn(page);
        await page.goto(stack.urlOf('portal.localhost', '/wallet'));
        await page.getByRole('button', { name: 'Top up' }).click();
        const panel = page.getByRole('dialog', { name: 'Top up the wallet' });
        await panel.getByLabel('Amount').fill('300000');
        await look(page, '1-top-up');
        await panel.getByRole('button', { name: /^Pay / }).click();
        await page.waitForURL(/\/pay\/pay_/, { timeout: STEP_MS });
        await payAtSandbox(stack, new URL(page.url()).pathname.split('/').at(-1) ?? '');
        const [topUp] = await stack.sql<{ id: string }>('select id from wallet.top_up');
        await page.goto(stack.urlOf('portal.localhost', `/wallet?topUp=${topUp?.id ?? ''}`));
        await page.getByText('are in the wallet').waitFor({ timeout: STEP_MS });
        await look(page, '2-paid');

        await page.goto(stack.urlOf('portal.localhost', `/purchases/new?q=${SKU}`));
        await page.getByRole('button', { name: /^Add / }).click();
        await page.getByLabel(/^Quantity of/).fill(String(UNITS));
        const check = page.getByRole('button', { name: 'Check and buy' });
        await expect.poll(async () => await check.isEnabled(), { timeout: STEP_MS }).toBe(true);
        await look(page, '3-cart');
        await check.click();
        await page
          .getByRole('dialog', { name: 'Buy this stock?' })
          .getByRole('button', { name: /^Buy for/ })
          .click();
        await page.getByText('All codes are here.').waitFor({ timeout: STEP_MS });
        await look(page, '4-delivered');

        await page.getByRole('button', { name: 'Download the codes' }).click();
        const download = page.getByRole('dialog', { name: /^Download/ });
        await download.getByText('Text', { exact: true }).click();
        await download.getByRole('button', { name: 'Prepare the download' }).click();
        await prove(page);
        const password = (await download.locator('[data-password]').innerText()).trim();
        const fetched = page.waitForEvent('download', { timeout: STEP_MS });
        await download.getByRole('link', { name: /^Fetch/ }).click();
        const lines = await readArchive(await (await fetched).path(), password);
        expect(lines).toHaveLength(UNITS);
        expect(new Set(lines).size).toBe(UNITS);
        await resumeText(page);

        // What is not needed any more goes back through the gateway, when the wholesaler agrees.
        await page.goto(stack.urlOf('portal.localhost', '/wallet?view=payBacks'));
        await page.getByRole('button', { name: 'Pay back' }).click();
        const asking = page.getByRole('dialog', { name: 'Have wallet money paid back' });
        await asking.getByLabel('Which top-up').selectOption({ index: 1 });
        await asking.getByLabel('Amount').fill('500');
        await look(page, '5-pay-back');
        await asking.getByRole('button', { name: 'Look at it' }).click();
        await page.getByRole('button', { name: /^Ask for/ }).click();
        await page.getByText('Asked for. You see here').waitFor({ timeout: STEP_MS });
        const [asked] = await stack.sql<{ id: string }>(`select id from wallet.pay_back where state = 'requested'`);
        await approvePayBack(stack.tenant.owner, { payBackId: asked?.id ?? '' });
        const stateOf = async () =>
          (await stack.sql<{ state: string }>(`select state from payments.refund where kind = 'top_up'`))[0]?.state;
        await expect.poll(stateOf, { timeout: STEP_MS }).toBe('done');
        await page.reload();
        await page.getByText('Paid back', { exact: true }).last().waitFor({ timeout: STEP_MS });
        await look(page, '6-paid-back');
      });
      const [opened] = await stack.sql<{ n: string }>(
        `select count(distinct code_id)::text as n from inventory.reveal where channel = 'export'`,
      );
      expect(opened).toEqual({ n: String(UNITS) });
    },
    JOURNEY_MS,
  );

  it(
    'of a wallet carries a shop whose seller takes the money itself, as far as it reaches',
    async () => {
      const seller = stack.tenant.chain.distributors[2] as DistributorId;
      const merchant = await addMerchant();
      await setCollector(stack.tenant.owner, { distributorId: seller, allowed: true });
      await withPage(browser, LOOK, async (page) => {
        await signIn(page);
        await page.goto(stack.urlOf('portal.localhost', '/collecting'));
        await page.getByRole('button', { name: 'Add account' }).click();
        const form = page.getByRole('dialog', { name: 'Add account' });
        await form.getByLabel('Name').fill('My own gateway');
        await form.getByLabel('Merchant ID').fill(merchant.id);
        await form.getByLabel('API key').fill(merchant.apiKey);
        await form.getByLabel('Webhook secret').fill(merchant.webhookSecret);
        await form.getByRole('button', { name: 'Add account' }).click();
        const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
        const added = page.getByText('My own gateway').first();
        await proof.or(added).first().waitFor({ timeout: STEP_MS });
        if (await proof.isVisible()) await prove(page);
        await added.click();
        await page.getByRole('button', { name: 'Test' }).click();
        await page.getByText('The provider answers and takes the key.').waitFor({ timeout: STEP_MS });
        await look(page, '7-own-gateway');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Collect myself' }).first().click();
        await page.getByRole('dialog').getByRole('button', { name: 'Collect myself' }).click();
        await page.getByRole('button', { name: 'Hand over to the wholesaler' }).waitFor({ timeout: STEP_MS });

        const [account] = await stack.sql<{ id: string }>(
          'select id from payments.gateway_account where distributor_id = $1',
          [seller],
        );
        const shopper = new Shopper(stack, 77);
        await shopper.begin();
        const { orderNo } = await shopper.place(SKU);
        await payAtSandbox(stack, await shopper.beginPayment(orderNo, account?.id));
        await shopper.untilOrder(orderNo, ['delivered'], STEP_MS);
        await page.goto(stack.urlOf('portal.localhost', `/orders?open=${orderNo}`));
        await page.getByText('Taken from your wallet').waitFor({ timeout: STEP_MS });
        await look(page, '8-charged');

        // What the wallet paid for it is asked of the wholesaler, as any purchase is.
        await page.goto(stack.urlOf('portal.localhost', '/invoices?act=ask'));
        const request = page.getByRole('dialog', { name: 'Ask for an invoice' });
        await request
          .getByText('Goods of an order whose money you took yourself')
          .first()
          .waitFor({ timeout: STEP_MS });
        await request.getByLabel('Billed to').fill('Level Three Ltd');
        await look(page, '9-invoice');
        await request.getByRole('button', { name: /^Ask for/ }).click();
        await page.getByText('Asked for. You see here').waitFor({ timeout: STEP_MS });
        await page.getByText('Level Three Ltd').click();
        await page.getByText(`Goods of shop order ${orderNo}`).waitFor({ timeout: STEP_MS });
        const file = page.waitForEvent('download', { timeout: STEP_MS });
        await page.getByRole('link', { name: 'All orders (CSV)' }).click();
        expect(fs.readFileSync(await (await file).path(), 'utf8')).toContain(`\r\n${orderNo},charge,`);
      });
      expect(await brokenInvariants(stack)).toEqual([]);
      // Another wallet's turn follows: what this one has left stays out of the way.
      await setCollector(stack.tenant.owner, { distributorId: seller, allowed: false });
    },
    JOURNEY_MS,
  );

  it(
    'by thirty-two clients at once spends one wallet exactly, and no deadlock surfaces',
    async () => {
      const client = new HttpClient({ port: stack.port, host: 'portal.localhost', address: '10.9.9.8' });
      const { mail, password } = loginOf('level2');
      await postJson(client, '/auth/portal/login', { mail, password });
      const sku = stack.tenant.skus.get(SKU);
      const owner = stack.tenant.chain.distributors[1];
      const lines = [{ skuId: sku?.id, quantity: 1 }];
      const quote = await callTrpc<{ total: { amount: string; currency: 'CNY' } }>(
        client,
        'portal',
        'query',
        'purchases.quote',
        { lines },
      );
      const price = Number.parseInt(quote.total.amount.replace('.', ''), 10);
      // Twenty of thirty-two fit, and one unit more than that is left.
      await stack.sql(
        `select ledger.post($1, gen_random_uuid(), 'test:wallet', 'adjustment', 'CNY', array['3010', '2040'], array[$2, $3]::uuid[], array[$4::bigint, -$4::bigint])`,
        [stack.tenant.tenantId, NIL, owner, 20 * price + 1],
      );
      const results = await Promise.allSettled(
        Array.from({ length: CLIENTS }, (_, index) =>
          callTrpc<{ status: string }>(client, 'portal', 'mutation', 'purchases.place', {
            clientRef: `hammer-${index}-of-${CLIENTS}`,
            lines,
            expectedTotal: quote.total,
          }),
        ),
      );
      const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(refused.map((error) => (error instanceof ApiRefusal ? error.code : String(error)))).toEqual(
        Array.from({ length: CLIENTS - 20 }, () => 'insufficient_balance'),
      );
      const [wallet] = await stack.sql<{ left: string }>(
        `select (b.credits - b.debits)::text as left from ledger.balance b join ledger.account a on a.id = b.account_id where a.code = '2040' and a.owner_id = $1`,
        [owner],
      );
      expect(wallet).toEqual({ left: '1' });
      expect(await brokenInvariants(stack)).toEqual([]);
    },
    JOURNEY_MS,
  );
});
