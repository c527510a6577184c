import type { LevelId } from '@keyfall/contracts';
import { changeLevel, saveLevel } from '@keyfall/core/distributors';
import { setCostPrices } from '@keyfall/core/pricing';
import { expectNoAxeViolations, launchBrowser, takeScreenshot, withPage } from '@keyfall/tooling/browser';
import type { Browser, Page } from '@keyfall/tooling/browser';
import { startTestStack } from '@keyfall/tooling/testing/stack';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { settlePage, typeLogin } from '@keyfall/tooling/testing/staff-pages';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SKU = 'TVV-1MONTH';
const LOOK = { viewport: 'desktop', scheme: 'light', locale: 'en' } as const;

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack({ codes: { [SKU]: 1 }, withLogins: true });
  const { owner, chain, skus } = stack.tenant;
  const { id } = await saveLevel(owner, null, { name: 'Gold', rank: 1 });
  await changeLevel(owner, chain.distributors[0]!, { levelId: id as LevelId, reason: 'Yearly review' });
  // Nothing is written down for the first level any more: a list is to say it.
  const changes = [{ skuId: skus.get(SKU)!.id, unitPrice: null }];
  await setCostPrices(owner, { distributorId: chain.distributors[0]!, changes });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

async function signIn(page: Page, app: 'admin' | 'portal', who: string, path: string): Promise<void> {
  await page.goto(`http://${app}.localhost:${stack.port}${path}`);
  await typeLogin(page, stack.tenant.logins.get(who)!);
  await page.locator('#main-content').waitFor();
  await settlePage(page);
}

async function costOf(level: number): Promise<string | undefined> {
  const [row] = await stack.sql<{ unit_price: string }>(
    `select trim_scale(c.unit_price)::text as unit_price from pricing.cost_price c join catalog.sku s on s.id = c.sku_id
      where s.code = $1 and c.distributor_id = $2 and c.min_quantity = 1`,
    [SKU, stack.tenant.chain.distributors[level]],
  );
  return row?.unit_price;
}

it('sets a price for a level, lifts whoever lies below it, and lets them reprice', async () => {
  const below = Number(await costOf(1));
  await withPage(browser, LOOK, async (page) => {
    await signIn(page, 'admin', 'owner', '/price-lists');
    await page.getByRole('button', { name: 'New price list' }).click();
    await page.getByLabel('Name').fill('Gold prices');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Gold prices' }).waitFor();
    await page.getByLabel('Search SKUs').fill(SKU);
    const cell = page.getByRole('textbox', { name: /, Gold prices$/ });
    await expect.poll(() => cell.count()).toBe(1);
    await cell.fill('10: 1');
    await page.getByText('From 1 upwards, never rising').waitFor();
    await cell.press('Escape');
    expect(await cell.inputValue()).toBe('');
    await cell.fill(`${(below + 0.1).toFixed(2)}; 10: ${below.toFixed(2)}`);
    await page.getByRole('button', { name: 'See what changes' }).click();
    const dialog = page.getByRole('dialog', { name: 'What changes for whom' });
    // The first level is offered it, and with it the second and third; the second is lifted at once.
    await dialog.getByText(/1 distributor is lifted/).waitFor();
    await expectNoAxeViolations(page);
    await takeScreenshot(page, 'admin/price-preview');
    await dialog.getByRole('button', { name: 'Save prices' }).click();
    await page.getByText('Prices saved').waitFor();
  });
  await withPage(browser, LOOK, async (page) => {
    await signIn(page, 'portal', 'level1', '/prices');
    await page
      .getByRole('button', { name: new RegExp('^Why this cost') })
      .first()
      .waitFor();
    await page.goto(`http://portal.localhost:${stack.port}/prices?q=${SKU}`);
    await page.getByRole('button', { name: new RegExp('^Why this cost') }).click();
    await page.getByText('Price list “Gold prices” of your level').waitFor();
    await page.getByRole('list', { name: 'By quantity' }).getByText('from 10').waitFor();
    // The worker has looked who is lifted.
    await expect
      .poll(async () => await stack.sql('select 1 from pricing.lifted_link'), { timeout: 20_000 })
      .toHaveLength(1);
    await page.goto(`http://portal.localhost:${stack.port}/downline-prices?view=lifted`);
    await page.getByText(SKU).first().waitFor();
    await expectNoAxeViolations(page);
    await page.goto(`http://portal.localhost:${stack.port}/downline-prices?view=children&q=${SKU}`);
    const cell = page.locator('[data-cell]').first();
    await cell.waitFor();
    await takeScreenshot(page, 'portal/downline-prices');
    await cell.fill((below - 0.5).toFixed(2));
    await page.getByText('Below the own cost').waitFor();
    await cell.fill((below + 0.4).toFixed(2));
    // From when until when it holds, by the keyboard alone.
    await cell.press('Alt+ArrowDown');
    const dates = page.getByRole('dialog', { name: /^When it holds/ });
    await dates.getByLabel('Valid to').fill('2090-01-31T09:30');
    await expectNoAxeViolations(page);
    await page.keyboard.press('Escape');
    await page.getByText(/^until .*2090/).waitFor();
    await takeScreenshot(page, 'portal/dated-price');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save prices' }).click();
    await page.getByText('Prices saved').waitFor();
  });
  expect(await costOf(1)).toBe(String(Number((below + 0.4).toFixed(2))));
  const ends = await stack.sql<{ valid_to: Date }>(
    'select distinct valid_to from pricing.cost_price where valid_to is not null',
  );
  expect(ends.map((row) => row.valid_to.toISOString())).toEqual(['2090-01-31T01:30:00.000Z']);
});
