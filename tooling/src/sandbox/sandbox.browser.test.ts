import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderMail } from '@keyfall/core/notifications';
import { createSmtpMailer } from '@keyfall/integrations';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage } from '../browser.ts';
import type { Browser, PageLook } from '../browser.ts';
import { adapterFor, payBy, paymentRequest, startTestSandbox, testApi } from './testing/test-sandbox.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const LOOKS: readonly PageLook[] = [
  { viewport: 'phone', locale: 'zh-CN', scheme: 'light' },
  { viewport: 'phone', locale: 'en', scheme: 'dark' },
  { viewport: 'desktop', locale: 'en', scheme: 'light' },
  { viewport: 'desktop', locale: 'zh-CN', scheme: 'dark' },
];

/** The page a buyer comes back to. */
async function startShop(): Promise<string> {
  const shop = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><html lang="en"><title>Shop</title><h1>Order received</h1>');
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    shop.closeAllConnections();
    shop.close();
  });
  return `http://127.0.0.1:${(shop.address() as AddressInfo).port}/orders/1`;
}

describe.each(LOOKS)('on a $viewport in $locale, $scheme', (look) => {
  it('a buyer pays and is back in the shop', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef, payUrl } = await gateway.createPayment(
      paymentRequest({ locale: look.locale, returnUrl: await startShop() }),
    );
    await withPage(browser, look, async (page) => {
      await page.goto(payUrl);
      await expectNoAxeViolations(page);
      await takeScreenshot(page, 'sandbox-pay', { fullPage: true });
      await page
        .getByRole('button', { name: look.locale === 'en' ? 'Pay CN¥30.00' : '支付 ¥30.00', exact: true })
        .click();
      await page.getByRole('heading', { name: 'Order received' }).waitFor();
      await page.goto(payUrl);
      await page.getByRole('heading', { name: look.locale === 'en' ? 'Payment received' : '支付成功' }).waitFor();
      await expectNoAxeViolations(page);
      await takeScreenshot(page, 'sandbox-paid', { fullPage: true });
    });
    expect(await gateway.query({ providerRef })).toMatchObject({ state: 'captured' });
  });

  it('a declined buyer reads why and can pay again', async () => {
    const sandbox = await startTestSandbox();
    const { payUrl } = await adapterFor(sandbox).createPayment(paymentRequest({ locale: look.locale }));
    await withPage(browser, look, async (page) => {
      await page.goto(payUrl);
      await page.getByRole('button', { name: look.locale === 'en' ? 'Be declined' : '支付被拒' }).click();
      await page.getByRole('alert').waitFor();
      await expectNoAxeViolations(page);
      await takeScreenshot(page, 'sandbox-declined', { fullPage: true });
      expect(await page.locator('button[value="exact"]').count()).toBe(1);
    });
  });

  it('a developer finds payments, webhooks and mails', async () => {
    const sandbox = await startTestSandbox();
    const { providerRef } = await adapterFor(sandbox).createPayment(paymentRequest());
    await payBy(sandbox, providerRef);
    await testApi(sandbox, 'PUT', '/faults', { duplicates: 1 });
    const shop = await startShop();
    const mailer = createSmtpMailer({ host: '127.0.0.1', port: sandbox.smtpPort, encryption: 'none' });
    onTestFinished(() => mailer.close());
    const brand = { name: '青云小店', accent: '#0b7285', support: 'help@example.com' };
    const mail = renderMail(
      'order_delivered',
      { orderNumber: '7H2KQ9WXT4MB8RC3', lines: [{ name: '视频会员 1 个月', quantity: 2 }], url: shop },
      { locale: look.locale, timeZone: 'Asia/Shanghai', brand },
    );
    await mailer.send({
      id: 'n-1',
      from: { name: brand.name, address: 'shop@example.com' },
      to: 'buyer@example.net',
      subject: mail.subject,
      text: mail.text,
      html: `${mail.html}<script>document.title = 'hacked'</script>`,
    });
    const lang = `?lang=${look.locale}`;
    // The mail's own script is stopped, and the browser says so.
    await withPage(browser, { ...look, expectedErrors: [/sandboxed|Blocked script/] }, async (page, context) => {
      await page.goto(`${sandbox.url}/control${lang}`);
      await page.getByText('payment.captured').waitFor();
      await expectNoAxeViolations(page);
      await takeScreenshot(page, 'sandbox-control', { fullPage: true });
      await page.goto(`${sandbox.url}/mail${lang}`);
      await expectNoAxeViolations(page);
      await takeScreenshot(page, 'sandbox-mails', { fullPage: true });
      await page.getByRole('link', { name: /7H2KQ9WXT4MB8RC3/ }).click();
      const frame = page.frameLocator('iframe');
      const link = frame.getByRole('link', { name: look.locale === 'en' ? 'Open the order' : '查看订单' });
      await link.waitFor();
      await takeScreenshot(page, 'sandbox-mail', { fullPage: true });
      const opened = context.waitForEvent('page');
      await link.click();
      await (await opened).getByRole('heading', { name: 'Order received' }).waitFor();
      expect(page.url()).toContain('/mail/');
      // axe waits for ever for a frame that runs no script, so it judges the page around it.
      await page.locator('iframe').evaluate((element) => element.remove());
      await expectNoAxeViolations(page);
    });
  });
});
