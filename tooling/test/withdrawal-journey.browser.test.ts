import { createStaffLogin, totpCode, totpKeyOf } from '@keyfall/auth';
import type { DistributorId } from '@keyfall/contracts';
import { secret, systemCtx } from '@keyfall/core';
import { sweepRelease } from '@keyfall/core/orders';
import { advanceDemoClock } from '@keyfall/core/tenants';
import { createPayoutAccount } from '@keyfall/core/withdrawals';
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
import { payAtSandbox, Shopper } from '../src/testing/shopper.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';
import { amountsOf, loginOf, prove, signIn, STEP_MS, type Visitor } from './support/office-pages.ts';
import { seeBillDecided, seeReports, seeStatement, settleBill } from './support/money-screens.ts';

const SKU = 'TVV-1MONTH';
const HOLDER = '小鹿数码有限公司';
const MAIL = 'boss@level3.example';
const PASSWORD = 'correct horse battery staple';
const JOURNEY_MS = 120_000;
const LOOK = { viewport: 'desktop', scheme: 'light', locale: 'en' } as const;

let browser: Browser;
let stack: TestStack;
let totpSecret = '';
/** The owner of the seller's portal, with a second factor. */
const boss = (): Visitor => ({ mail: MAIL, password: PASSWORD, totpSecret });

beforeAll(async () => {
  browser = await launchBrowser();
  stack = await startTestStack({ codes: { [SKU]: 4 }, withLogins: true });
  const { tenantId, shop, merchant } = stack.tenant;
  const made = await createStaffLogin(
    stack.auth,
    {
      tenantId,
      distributorId: shop.distributorId,
      mail: MAIL,
      name: 'Boss of level 3',
      role: 'owner',
      locale: 'en',
      password: PASSWORD,
      withTotp: true,
    },
    'test',
  );
  totpSecret = made.totpSecret ?? '';
  await createPayoutAccount(systemCtx(stack.core, tenantId, 'operator', 'test'), {
    provider: 'sandbox',
    name: 'Payout rail',
    config: { merchantId: merchant.id, baseUrl: stack.sandboxUrl },
    apiKey: secret(merchant.api_key),
  });
  await stack.sql(
    `insert into tenancy.distributor_profile (tenant_id, distributor_id, legal_name) values ($1, $2, $3)
       on conflict (tenant_id, distributor_id) do update set legal_name = excluded.legal_name`,
    [tenantId, shop.distributorId, HOLDER],
  );
  await stack.sql('insert into withdrawals.policy (tenant_id, fee_fixed, second_above) values ($1, 10, 0)', [tenantId]);
}, 180_000);

afterAll(async () => {
  await stack?.stop();
  await browser?.close();
}, 60_000);

async function approveAs(role: 'owner' | 'finance', withdrawalNo: string): Promise<void> {
  const login = loginOf(stack, role);
  await withPage(browser, LOOK, async (page) => {
    await signIn(stack, page, 'admin.localhost', login);
    await page.goto(stack.urlOf('admin.localhost', '/withdrawals'));
    await page.getByText(withdrawalNo).first().click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Approve / })
      .click();
    await prove(page, login.password);
    await page.getByText('Approved.').first().waitFor({ timeout: STEP_MS });
    if (role === 'owner') return;
    await takeScreenshot(page, 'withdrawal-4-approved', { fullPage: true });
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    const sending = page.getByRole('dialog', { name: 'Submit 1 withdrawal' });
    await sending.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('1 withdrawal submitted.').first().waitFor({ timeout: STEP_MS });
  });
}

describe('income on its way out', () => {
  let withdrawalNo = '';
  let firstOrder = '';

  it('is earned by a sale and available when its hold is over', { timeout: JOURNEY_MS }, async () => {
    const { tenantId, shop } = stack.tenant;
    firstOrder = await sell(1);
    await sweepRelease(stack.core, tenantId, 'test');
    expect(await balanceOf('2020', shop.distributorId)).toBe(0n);
    await advanceDemoClock(stack.core.db, '8 days');
    await sweepRelease(stack.core, tenantId, 'test');
    expect(await balanceOf('2020', shop.distributorId)).toBeGreaterThan(100n);
  });

  it('gets a payee in the portal, usable after its waiting period', { timeout: JOURNEY_MS }, async () => {
    await withPage(browser, LOOK, async (page) => {
      await signIn(stack, page, 'portal.localhost', boss());
      await page.goto(stack.urlOf('portal.localhost', '/withdrawals?view=payees&act=add'));
      await page.getByLabel('Account number').fill('6222 0212 3456 7890');
      await page.getByRole('textbox', { name: 'Bank', exact: true }).fill('招商银行');
      await takeScreenshot(page, 'withdrawal-1-payee', { fullPage: true });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Waiting period').first().waitFor({ timeout: STEP_MS });
      await expectNoAxeViolations(page);
    });
    const [payee] = await stack.sql('select state, verified_how from withdrawals.payee');
    expect(payee).toEqual({ state: 'verified', verified_how: 'own_name' });
    await advanceDemoClock(stack.core.db, '25 hours');
  });

  it('comes through once of eight parallel requests over HTTP', { timeout: JOURNEY_MS }, async () => {
    const { tenantId, shop } = stack.tenant;
    const login = stack.tenant.logins.get('level3');
    const client = new HttpClient({ port: stack.port, host: 'portal.localhost', address: '10.9.9.9' });
    await postJson(client, '/auth/portal/login', login);
    await postJson(client, '/auth/portal/step-up', { password: login?.password });
    const [payee] = await callTrpc<readonly { id: string }[]>(client, 'portal', 'query', 'payees.list');
    const desk = await callTrpc<{ available: { amount: string; currency: 'CNY' } }>(
      client,
      'portal',
      'query',
      'withdrawals.desk',
    );
    const wish = { amount: desk.available, payeeId: payee?.id };
    const shown = await callTrpc<Record<string, unknown>>(client, 'portal', 'query', 'withdrawals.preview', wish);
    const { fee, taxWithheld, net } = shown;
    const endings = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const input = { ...wish, clientRef: `parallel-${index}`, signed: { fee, taxWithheld, net } };
        try {
          const made = await callTrpc<{ withdrawalId: string }>(
            client,
            'portal',
            'mutation',
            'withdrawals.request',
            input,
          );
          return made.withdrawalId;
        } catch (error) {
          if (error instanceof ApiRefusal) return error.code;
          throw error;
        }
      }),
    );
    const refused = endings.filter((ending) => ending === 'insufficient_available');
    expect(refused).toHaveLength(7);
    expect(await balanceOf('2020', shop.distributorId)).toBe(0n);
    const [withdrawalId] = endings.filter((ending) => ending !== 'insufficient_available');
    await callTrpc(client, 'portal', 'mutation', 'withdrawals.cancel', { withdrawalId });
    const [row] = await stack.sql<{ n: number }>(
      `select count(*)::integer as n from withdrawals.withdrawal where tenant_id = $1 and state = 'cancelled'`,
      [tenantId],
    );
    expect(row?.n).toBe(1);
  });

  it('is asked for with a second factor over exactly what is signed', { timeout: JOURNEY_MS }, async () => {
    await allowTotpAgain();
    await withPage(browser, LOOK, async (page) => {
      await signIn(stack, page, 'portal.localhost', boss());
      // Whoever signed in a while ago proves it again at the moment of the act.
      await stack.sql('update identity.session set step_up_at = null');
      await page.goto(stack.urlOf('portal.localhost', '/withdrawals'));
      await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
      await page.getByRole('combobox', { name: 'Payee' }).selectOption({ index: 1 });
      await page.getByRole('button', { name: 'Look at the figures' }).click();
      const dialog = page.getByRole('dialog', { name: 'Sign this withdrawal' });
      await dialog.getByText('You receive').waitFor({ timeout: STEP_MS });
      await dialog.getByText('2 people approve it.').waitFor();
      await takeScreenshot(page, 'withdrawal-2-sign', { fullPage: true });
      await expectNoAxeViolations(page);
      await dialog.getByRole('button', { name: /^Withdraw / }).click();
      await prove(page, totpCode(totpKeyOf(totpSecret)));
      await page.getByText('Asked for. The owners are told when it is paid.').first().waitFor({ timeout: STEP_MS });
      await takeScreenshot(page, 'withdrawal-3-requested', { fullPage: true });
    });
    const [row] = await stack.sql<{ withdrawal_no: string }>(
      `select withdrawal_no from withdrawals.withdrawal where state = 'requested'`,
    );
    withdrawalNo = row?.withdrawal_no ?? '';
    expect(withdrawalNo).not.toBe('');
  });

  it('is approved by two people, submitted and paid by the rail', { timeout: JOURNEY_MS }, async () => {
    await approveAs('owner', withdrawalNo);
    await approveAs('finance', withdrawalNo);
    await expect.poll(() => stateOf(withdrawalNo), { timeout: STEP_MS }).toBe('paid');
    const [payout] = await payoutsOfSandbox();
    const [row] = await stack.sql<{ id: string; net: string }>(
      'select id, (amount - fee - tax_withheld)::text as net from withdrawals.withdrawal where withdrawal_no = $1',
      [withdrawalNo],
    );
    expect(payout).toMatchObject({ state: 'paid', reference: row?.id, amount: row?.net });
    await withPage(browser, { ...LOOK, viewport: 'phone', scheme: 'dark' }, async (page) => {
      await allowTotpAgain();
      await signIn(stack, page, 'portal.localhost', boss());
      await page.goto(stack.urlOf('portal.localhost', '/withdrawals'));
      await page.getByText(withdrawalNo).first().click();
      await page.getByText('Handed to the bank').waitFor({ timeout: STEP_MS });
      await expectNoAxeViolations(page);
      await takeScreenshot(page, 'withdrawal-5-paid-phone', { fullPage: true });
    });
    expect(await brokenInvariants(stack)).toEqual([]);
  });

  it('refunded after it has left is debt, which the next release repays', { timeout: JOURNEY_MS }, async () => {
    const { tenantId, shop } = stack.tenant;
    await withPage(browser, LOOK, async (page) => {
      await signIn(stack, page, 'admin.localhost', loginOf(stack, 'support'));
      await page.goto(stack.urlOf('admin.localhost', `/orders/${firstOrder}`));
      await page.getByRole('button', { name: 'Request a refund' }).click();
      const dialog = page.getByRole('dialog', { name: 'Request a refund' });
      await dialog.getByLabel('Reason').fill('Bought by mistake.');
      await dialog.getByRole('button', { name: 'Request a refund' }).click();
      await page.getByText('Refund requested; another person decides').first().waitFor({ timeout: STEP_MS });
    });
    await withPage(browser, LOOK, async (page) => {
      const owner = loginOf(stack, 'owner');
      await signIn(stack, page, 'admin.localhost', owner);
      await page.goto(stack.urlOf('admin.localhost', `/orders/${firstOrder}`));
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
      await prove(page, owner.password);
      await expect.poll(() => balanceOf('1210', shop.distributorId), { timeout: STEP_MS }).toBeLessThan(0n);
      await page.goto(stack.urlOf('admin.localhost', '/withdrawals?view=debts'));
      await page
        .locator('table[aria-busy="false"] [data-row-opener], table[aria-busy="false"] tbody td')
        .first()
        .waitFor();
    });
    const debt = -(await balanceOf('1210', shop.distributorId));
    await seeDesk(async (page) => {
      await page.getByText('Repaid first by what becomes available.').waitFor({ timeout: STEP_MS });
      expect(amountsOf(await page.locator('#main-content').innerText())).toContain(decimal(debt));
      await takeScreenshot(page, 'withdrawal-6-debt', { fullPage: true });
    });
    // The fee that the seller bore stays with it, so one sale more than the first is what repays all.
    await Promise.all([sell(2), sell(3)]);
    await advanceDemoClock(stack.core.db, '8 days');
    await sweepRelease(stack.core, tenantId, 'test');
    await expect.poll(() => balanceOf('1210', shop.distributorId), { timeout: STEP_MS }).toBe(0n);
    await seeDesk(async (page) => {
      await page.getByRole('button', { name: 'Withdraw', exact: true }).waitFor({ timeout: STEP_MS });
      expect(await page.getByText('Repaid first by what becomes available.').count()).toBe(0);
    });
    // The clock went eight days on: what that made due, a worker that starts does at once, and not in a minute.
    stack.killProgram('worker');
    await stack.untilUp();
    await expect.poll(() => brokenInvariants(stack), { timeout: STEP_MS }).toEqual([]);
  });
});

describe('what the offices show of it', () => {
  it('is a statement whose screen, CSV and PDFs say the same', { timeout: JOURNEY_MS }, async () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      await withPage(browser, { ...LOOK, locale }, async (page) => {
        await allowTotpAgain();
        await signIn(stack, page, 'portal.localhost', boss());
        // Income, what may be withdrawn, what was on its way and what was owed.
        expect(await seeStatement(stack, page, locale)).toBeGreaterThan(3);
      });
    }
  });

  it('is a report that counts what lies beneath it, on screen and in files', { timeout: JOURNEY_MS }, async () => {
    await withPage(browser, LOOK, async (page) => {
      await signIn(stack, page, 'admin.localhost', loginOf(stack, 'finance'));
      expect(await seeReports(stack, page)).toContain('Withdrawal paid');
    });
  });

  it(
    'is a bill whose difference is decided, and whose money is booked by two people',
    { timeout: JOURNEY_MS },
    async () => {
      await withPage(browser, LOOK, async (page) => {
        await signIn(stack, page, 'admin.localhost', loginOf(stack, 'finance'));
        await seeBillDecided(stack, page);
        await settleBill.declare(stack, page);
      });
      await withPage(browser, LOOK, async (page) => {
        const owner = loginOf(stack, 'owner');
        await signIn(stack, page, 'admin.localhost', owner);
        await settleBill.agree(stack, page, owner);
      });
      expect(await brokenInvariants(stack)).toEqual([]);
    },
  );
});

/** Buys one in the seller's shop and pays; the order's number. */
async function sell(index: number): Promise<string> {
  const shopper = new Shopper(stack, index);
  await shopper.begin();
  const { orderNo } = await shopper.place(SKU);
  await payAtSandbox(stack, await shopper.beginPayment(orderNo), {});
  await shopper.untilOrder(orderNo, ['delivered']);
  return orderNo;
}

/** The seller's page of withdrawals, as its owner. */
async function seeDesk(look: (page: Page) => Promise<void>): Promise<void> {
  await withPage(browser, LOOK, async (page) => {
    await allowTotpAgain();
    await signIn(stack, page, 'portal.localhost', boss());
    await page.goto(stack.urlOf('portal.localhost', '/withdrawals'));
    await look(page);
  });
}

/** A code is good once; the same half minute asks for it several times here. */
async function allowTotpAgain(): Promise<void> {
  await stack.sql('update identity.login set totp_last_step = 0 where mail = $1', [MAIL]);
}

function decimal(minor: bigint): string {
  return `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`;
}

async function balanceOf(code: string, owner: DistributorId): Promise<bigint> {
  const [row] = await stack.sql<{ amount: string }>(
    'select coalesce(-sum(amount), 0)::text as amount from ledger.account_balance where code = $1 and owner_id = $2',
    [code, owner],
  );
  return BigInt(row?.amount ?? '0');
}

async function stateOf(withdrawalNo: string): Promise<string> {
  const [row] = await stack.sql<{ state: string }>(
    'select state from withdrawals.withdrawal where withdrawal_no = $1',
    [withdrawalNo],
  );
  return row?.state ?? 'missing';
}

async function payoutsOfSandbox(): Promise<readonly Record<string, unknown>[]> {
  const response = await fetch(`${stack.sandboxUrl}/api/test/payouts`);
  return ((await response.json()) as { payouts: readonly Record<string, unknown>[] }).payouts;
}
