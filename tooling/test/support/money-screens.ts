import type { GatewayAccountId } from '@keyfall/contracts';
import { openGateway } from '@keyfall/core/payments';
import { reconcileDay } from '@keyfall/core/reconciliation';
import ExcelJS from 'exceljs';
import { expect } from 'vitest';
import { expectNoAxeViolations, takeScreenshot, type Page } from '../../src/browser.ts';
import { pdfText } from '../../src/testing/pdf-text.ts';
import { payAtSandbox } from '../../src/testing/shopper.ts';
import type { TestStack } from '../../src/testing/stack.ts';
import { amountsOf, downloadOf, prove, rowsOf, STEP_MS, tableOf, type Visitor } from './office-pages.ts';

const DAY_MS = 86_400_000;
const BILL_OFFSET_MS = 8 * 3_600_000;
const UNTOLD = 'untold-by-the-provider';

const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
/** Covers what happened while the clock was moved on, twice over a week. */
const PERIOD = `from=${dayAfter(-2)}&until=${dayAfter(40)}`;

const STATEMENT_WORDS = {
  en: { title: 'Statement of account', csv: 'Export CSV', pdf: 'Export PDF', closing: 'Closing balance', time: 'Time' },
  'zh-CN': { title: '对账单', csv: '导出 CSV', pdf: '导出 PDF', closing: '期末余额', time: '时间' },
} as const;

/** The seller's statement: its figures are in both files, and an account's entries are as many as it says. Its accounts. */
export async function seeStatement(stack: TestStack, page: Page, locale: 'en' | 'zh-CN'): Promise<number> {
  const words = STATEMENT_WORDS[locale];
  await page.goto(stack.urlOf('portal.localhost', `/statements?${PERIOD}`));
  const accounts = await rowsOf(page, words.title);
  const paper = pdfText(await downloadOf(page, words.pdf));
  expect(paper).toContain(words.closing);
  const onPaper = new Set(amountsOf(paper));
  for (const account of accounts) {
    const [opening, , , closing] = account.slice(2).map((cell) => amountsOf(cell)[0] ?? '?');
    expect([account[0], onPaper.has(opening ?? '?'), onPaper.has(closing ?? '?')]).toEqual([account[0], true, true]);
  }
  const entries = accounts.reduce((sum, account) => sum + Number.parseInt(account[1] ?? '', 10), 0);
  const csv = (await downloadOf(page, words.csv)).toString('utf8').trim().split('\r\n');
  const lines = csv.filter((line) => /,[A-Z]{3},-?[\d.]+,/.test(line));
  expect(lines.length).toBeGreaterThanOrEqual(entries);
  await tableOf(page, words.title).locator('[data-row-opener]').first().click();
  const heading = page.locator('#entries-heading');
  await heading.waitFor({ timeout: STEP_MS });
  const beneath = page.locator('section[aria-labelledby="entries-heading"] table[aria-busy="false"] tbody tr');
  await beneath.first().waitFor({ timeout: STEP_MS });
  expect(await beneath.count()).toBe(Number.parseInt(accounts[0]?.[1] ?? '', 10));
  await expectNoAxeViolations(page);
  await takeScreenshot(page, 'statement', { fullPage: true });
  return accounts.length;
}

/** Sales by SKU: the figure leads to as many orders as it says, and both files hold what the screen holds. The kinds of its cash flow. */
export async function seeReports(stack: TestStack, page: Page): Promise<readonly (string | undefined)[]> {
  await page.goto(stack.urlOf('admin.localhost', `/reports?by=sku&${PERIOD}`));
  const rows = await rowsOf(page, 'Sales and profit');
  expect(rows).toHaveLength(1);
  await expectNoAxeViolations(page);
  await takeScreenshot(page, 'report-sales', { fullPage: true });
  const csv = (await downloadOf(page, 'Export CSV')).toString('utf8').trim().split('\r\n');
  const workbook = new ExcelJS.Workbook();
  const bytes = await downloadOf(page, 'Export Excel');
  await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  expect(workbook.worksheets[0]?.rowCount).toBe(csv.length);
  // What the screen shows of each row stands in its line of the file.
  const [shown] = rows;
  for (const amount of amountsOf(shown?.slice(3).join(' ') ?? '')) expect(amountsOf(csv.join('\n'))).toContain(amount);
  await tableOf(page, 'Sales and profit').locator('[data-row-opener]').first().click();
  await page.waitForURL(/\/orders\?/);
  expect(await rowsOf(page, 'Orders')).toHaveLength(Number.parseInt(shown?.[1] ?? '', 10));
  await page.goto(stack.urlOf('admin.localhost', `/reports?view=cash&${PERIOD}`));
  const kinds = await rowsOf(page, 'Cash flow');
  const paid = kinds.findIndex(([kind]) => kind === 'Withdrawal paid');
  await tableOf(page, 'Cash flow').locator('[data-row-opener]').nth(paid).click();
  expect(await rowsOf(page, 'Entries')).toHaveLength(Number.parseInt(kinds[paid]?.[1] ?? '', 10));
  await expectNoAxeViolations(page);
  await takeScreenshot(page, 'report-cash', { fullPage: true });
  return kinds.map(([kind]) => kind);
}

/** A payment the provider took and never told of stands on its bill: a ticket, ended with a reason. */
export async function seeBillDecided(stack: TestStack, page: Page): Promise<void> {
  const { core, tenant } = stack;
  const accountId: GatewayAccountId = tenant.accountId;
  const { gateway } = await openGateway(core, tenant.tenantId, accountId);
  const { payUrl } = await gateway.createPayment({
    reference: UNTOLD,
    amount: 1_900n,
    currency: 'CNY',
    subject: 'Of another shop',
    returnUrl: stack.urlOf(tenant.shop.host),
    notifyUrl: tenant.hookUrl,
    expiresAt: new Date(Date.now() + DAY_MS),
    locale: 'en',
  });
  await payAtSandbox(stack, new URL(payUrl).pathname.split('/').at(-1) ?? '', { faults: { delivery: 'drop_all' } });
  const day = new Date(Date.now() + BILL_OFFSET_MS).toISOString().slice(0, 10);
  const compared = await reconcileDay(core, { tenantId: tenant.tenantId, accountId, day, requestId: 'test' });
  expect(compared?.opened).toBe(1);
  await page.goto(stack.urlOf('admin.localhost', '/reconciliation'));
  expect(await rowsOf(page, 'Differences')).toHaveLength(1);
  await tableOf(page, 'Differences').locator('[data-row-opener]').first().click();
  await takeScreenshot(page, 'reconciliation-ticket', { fullPage: true });
  await page.getByRole('button', { name: 'Explain and end' }).click();
  const dialog = page.getByRole('dialog', { name: 'Explain and end' });
  await dialog.getByRole('textbox').fill('Of another shop that shares the account.');
  await dialog.getByRole('button', { name: 'Explain and end' }).click();
  await page.getByText('The difference is ended').first().waitFor({ timeout: STEP_MS });
  await page.getByText('No differences').waitFor({ timeout: STEP_MS });
}

/** The bill's money at the bank, five short: declared by one, booked by another, the rest a difference of its own. */
export const settleBill = {
  async declare(stack: TestStack, page: Page): Promise<void> {
    await stack.sql(
      `insert into wallet.bank_account (tenant_id, id, bank, holder, number, currency) values ($1, gen_random_uuid(), 'Test Bank', 'Galaxy', '62220001', 'CNY')`,
      [stack.tenant.tenantId],
    );
    await page.goto(stack.urlOf('admin.localhost', '/reconciliation?view=settlements'));
    const [owing] = await rowsOf(page, 'Not settled yet');
    expect(owing?.[1]).toBe('1');
    await page.getByRole('button', { name: 'Declare money at the bank' }).click();
    const panel = page.getByRole('dialog', { name: 'Declare money at the bank' });
    await panel.getByRole('checkbox').first().check();
    const [sum = '0.00'] = amountsOf(await panel.locator('[aria-live=polite]').first().innerText());
    const short = (Number.parseInt(sum.replace('.', ''), 10) - 500).toString();
    await panel
      .getByLabel('Arrived', { exact: false })
      .first()
      .fill(`${short.slice(0, -2)}.${short.slice(-2)}`);
    await panel.getByLabel('Bank line').fill('20261123-000042');
    await panel.getByLabel('Arrived on').fill(dayAfter(0));
    await expectNoAxeViolations(page);
    await takeScreenshot(page, 'settlement-declare', { fullPage: true });
    await panel.getByRole('button', { name: 'Declare money at the bank' }).click();
    await page.getByText('Declared. Another person has to agree.').first().waitFor({ timeout: STEP_MS });
  },

  async agree(stack: TestStack, page: Page, who: Visitor): Promise<void> {
    await page.goto(stack.urlOf('admin.localhost', '/reconciliation?view=settlements'));
    await tableOf(page, 'Settlements').locator('[data-row-opener]').first().click();
    await page.getByRole('button', { name: 'Book it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Book it' });
    await dialog.getByText('becomes a difference to decide').waitFor({ timeout: STEP_MS });
    await dialog.getByRole('button', { name: 'Book it' }).click();
    await prove(page, who.password);
    await page.getByText('The money moved from clearing to the bank.').waitFor({ timeout: STEP_MS });
    await expectNoAxeViolations(page);
    await takeScreenshot(page, 'settlement-booked', { fullPage: true });
    await page.goto(stack.urlOf('admin.localhost', '/reconciliation'));
    await tableOf(page, 'Differences').getByText('Another amount at the bank').waitFor({ timeout: STEP_MS });
    const [row] = await stack.sql<{ left: string }>(
      `select (sum(amount))::text as left from ledger.account_balance where code = '1010'
          and owner_id in (select id from wallet.bank_account)`,
    );
    expect(row?.left).not.toBe('0');
  },
};
