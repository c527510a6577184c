import { changeMayRecruit, changeTenantRecruiting } from '@keyfall/core/distributors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoAxeViolations,
  launchBrowser,
  takeScreenshot,
  withPage,
  type Browser,
  type Page,
  type PageLook,
} from '../src/browser.ts';
import { mailedLink } from '../src/testing/mailed-link.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';

const STEP_MS = 60_000;
const NEWCOMER = {
  company: 'Bamboo Cards',
  mail: 'bamboo@newcomer.example',
  person: 'Bai',
  password: 'nine green panda-7',
};
const OFFICE: PageLook = { viewport: 'desktop', scheme: 'light', locale: 'en' };
const PHONE: PageLook = { viewport: 'phone', scheme: 'dark', locale: 'zh-CN' };

let stack: TestStack;
let browser: Browser;
let reached = 0;

beforeAll(async () => {
  stack = await startTestStack({ codes: {}, withLogins: true });
  const { owner, chain } = stack.tenant;
  const [first] = chain.distributors;
  if (first === undefined) throw new Error('the seed made no first level');
  await changeTenantRecruiting(owner, true);
  await changeMayRecruit(owner, first, true);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

/** A step stands on the ones before it: without them it fails at once instead of waiting for what cannot come. */
function standOn(step: number): void {
  if (reached < step) throw new Error(`step ${step} of the journey failed`);
}

async function signIn(page: Page, host: string, person: { readonly mail: string; readonly password: string }) {
  await page.goto(stack.urlOf(host));
  await page.locator('input[name=mail]').fill(person.mail);
  await page.locator('input[name=password]').fill(person.password);
  await page.locator('button[type=submit]').click();
  await page.locator('#main-content').waitFor();
}

function loginOf(who: string) {
  const login = stack.tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  return login;
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await takeScreenshot(page, `distributor-${name}`);
  await expectNoAxeViolations(page);
}

/** The newcomer's panel in the back office. */
async function openNewcomer(page: Page): Promise<void> {
  await page.goto(stack.urlOf('admin.localhost', '/distributors'));
  await page.getByRole('treeitem', { name: NEWCOMER.company }).click();
  await page.getByRole('dialog', { name: NEWCOMER.company }).waitFor();
}

async function statusOf(): Promise<{ readonly status: string; readonly depth: number }> {
  const [row] = await stack.sql<{ status: string; depth: number }>(
    'select status, depth from tenancy.distributor where name = $1',
    [NEWCOMER.company],
  );
  if (row === undefined) throw new Error('the newcomer is nowhere');
  return row;
}

describe('a distributor, from its invitation to its freeze', () => {
  it('is invited by another, fills in its data, and waits', { timeout: STEP_MS }, async () => {
    await withPage(browser, OFFICE, async (page) => {
      await signIn(page, 'portal.localhost', loginOf('level1'));
      await page.goto(stack.urlOf('portal.localhost', '/downline'));
      await page.getByRole('button', { name: 'Invite a distributor' }).click();
      const panel = page.getByRole('dialog', { name: 'Invite a distributor' });
      await panel.getByLabel('Name of the company').fill(NEWCOMER.company);
      await panel.getByLabel(/^Its owner/).fill(NEWCOMER.person);
      await panel.getByLabel('Email of its owner').fill(NEWCOMER.mail);
      await look(page, 'invite');
      await panel.getByRole('button', { name: 'Send the invitation' }).click();
      await page.getByRole('treeitem', { name: NEWCOMER.company }).waitFor();
    });
    await withPage(browser, PHONE, async (page) => {
      await page.goto(await mailedLink(stack, NEWCOMER.mail, '/invitation'));
      await page.locator('input[autocomplete=new-password]').fill(NEWCOMER.password);
      await page.getByRole('button', { name: '加入', exact: true }).click();
      await page.getByLabel('公司名称').fill('Bamboo Cards Ltd');
      await look(page, 'application');
      await page.getByRole('button', { name: '提交资料' }).click();
      await page.getByText('资料审核中').waitFor();
    });
    expect(await statusOf()).toEqual({ status: 'pending', depth: 2 });
    reached = 1;
  });

  it('is let in by the wholesaler, and can act', { timeout: STEP_MS }, async () => {
    standOn(1);
    await withPage(browser, OFFICE, async (page) => {
      await signIn(page, 'admin.localhost', loginOf('owner'));
      await page.goto(stack.urlOf('admin.localhost', '/distributors'));
      await page.getByRole('button', { name: 'Look at them' }).click();
      await page.getByText(NEWCOMER.company).click();
      await page.getByText('Bamboo Cards Ltd').waitFor();
      await look(page, 'pending');
      await page.getByRole('button', { name: 'Let it in' }).click();
      await page.getByRole('dialog', { name: 'Let it in' }).getByRole('button', { name: 'Let it in' }).click();
      await expect.poll(async () => (await statusOf()).status).toBe('active');
    });
    await withPage(browser, PHONE, async (page) => {
      await signIn(page, 'portal.localhost', NEWCOMER);
      await page.goto(stack.urlOf('portal.localhost', '/shops?open=new'));
      await page.getByRole('dialog').waitFor();
      await page.goto(stack.urlOf('portal.localhost', '/downline'));
      // Of its upline it learns the name.
      await page.getByText('华东总代 East China').waitFor();
    });
    reached = 2;
  });

  it(
    'is moved after a look at what that changes, and frozen: it may look and not act',
    { timeout: STEP_MS },
    async () => {
      standOn(2);
      await withPage(browser, OFFICE, async (page) => {
        await signIn(page, 'admin.localhost', loginOf('owner'));
        await openNewcomer(page);
        await page.getByRole('button', { name: 'Move', exact: true }).click();
        await page.getByRole('combobox', { name: 'New place: below' }).click();
        await page.getByRole('option', { name: /HOUSE/ }).click();
        await page.getByText('1 of at most 3').waitFor();
        await page.getByRole('button', { name: 'Move', exact: true }).click();
        const dialog = page.getByRole('dialog', { name: `Move ${NEWCOMER.company}` });
        await dialog.getByLabel('Reason').fill('works with us directly');
        await look(page, 'move');
        await dialog.getByRole('button', { name: 'Move', exact: true }).click();
        await page.getByText('Moved: 华东总代 East China → 星河数字 Galaxy Digital').waitFor();
        await page.getByRole('button', { name: 'Freeze', exact: true }).click();
        const freeze = page.getByRole('dialog', { name: 'Freeze' });
        await freeze.getByLabel('Reason').fill('papers are missing');
        await freeze.getByRole('button', { name: 'Freeze', exact: true }).click();
        await expect.poll(statusOf).toEqual({ status: 'frozen', depth: 1 });
      });
      await withPage(browser, PHONE, async (page) => {
        await signIn(page, 'portal.localhost', NEWCOMER);
        await page.getByText('账号已冻结').waitFor();
        await look(page, 'frozen');
      });
    },
  );

  it(
    'stays in what it earned its former upline, which takes applications over a public link',
    { timeout: STEP_MS },
    async () => {
      standOn(2);
      const applicant = { company: 'Corner Cards', mail: 'corner@newcomer.example', password: 'seven blue lantern-3' };
      let link = '';
      await withPage(browser, { ...OFFICE, scheme: 'dark' }, async (page) => {
        await signIn(page, 'portal.localhost', loginOf('level1'));
        await page.goto(stack.urlOf('portal.localhost', '/downline'));
        await page.getByRole('list', { name: 'Former' }).getByText(NEWCOMER.company).waitFor();
        await page.getByRole('button', { name: 'Make a link' }).click();
        link = await page.getByLabel('Address', { exact: true }).inputValue();
        await page.getByRole('img', { name: 'QR code of the application link' }).waitFor();
        await look(page, 'public-link');
      });
      await withPage(browser, { ...PHONE, scheme: 'light' }, async (page) => {
        await page.goto(link);
        await page.getByText('您正在向“华东总代 East China”提出申请').waitFor();
        await look(page, 'apply');
        await page.getByLabel('公司或店铺名称').fill(applicant.company);
        await page.getByLabel('您的姓名').fill('Lin');
        await page.getByLabel('邮箱').fill(applicant.mail);
        await page.getByRole('button', { name: '提交申请' }).click();
        await page.getByText('请查收邮件').waitFor();
        await page.goto(await mailedLink(stack, applicant.mail, '/application'));
        await page.locator('input[autocomplete=new-password]').fill(applicant.password);
        await look(page, 'apply-confirm');
        await page.getByRole('button', { name: '继续', exact: true }).click();
        await page.getByLabel('公司名称').waitFor();
        expect(await page.getByLabel('对外名称').inputValue()).toBe(applicant.company);
      });
    },
  );
});
