import fs from 'node:fs';
import { totpCode, totpKeyOf } from '@keyfall/auth';
import type { Locator, Page } from '../../src/browser.ts';
import type { TestStack } from '../../src/testing/stack.ts';

export const STEP_MS = 30_000;

/** Somebody who signs in; with a second factor where one was set up. */
export interface Visitor {
  readonly mail: string;
  readonly password: string;
  readonly totpSecret?: string;
}

/** A person of the seed. @throws when the seed made no such login */
export function loginOf({ tenant }: TestStack, who: string): Visitor {
  const login = tenant.logins.get(who);
  if (login === undefined) throw new Error(`the seed made no login ${who}`);
  return login;
}

/** Signs in through the form of the host's app. */
export async function signIn(stack: TestStack, page: Page, host: string, who: Visitor): Promise<void> {
  await page.goto(stack.urlOf(host));
  await page.locator('input[name=mail]').fill(who.mail);
  await page.locator('input[name=password]').fill(who.password);
  await page.locator('button[type=submit]').click();
  if (who.totpSecret !== undefined) {
    const field = page.locator('input[autocomplete="one-time-code"]').first();
    await field.waitFor();
    await field.fill(totpCode(totpKeyOf(who.totpSecret), -1n));
    const next = page.locator('button[type=submit]');
    if (await next.isVisible()) await next.click({ timeout: 2_000 }).catch(() => undefined);
  }
  await page.locator('#main-content').waitFor();
}

/** The dialog that asks once more who one is, by the given answer. */
export async function prove(page: Page, answer: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.waitFor({ timeout: STEP_MS });
  await dialog.locator('input').first().fill(answer);
  await dialog.locator('input').first().press('Enter');
  await dialog.waitFor({ state: 'hidden', timeout: STEP_MS });
}

/** The rows of a table once it has them, each as its cells' texts. */
export async function rowsOf(page: Page, label: string): Promise<readonly (readonly string[])[]> {
  const table = tableOf(page, label);
  await table.waitFor({ timeout: STEP_MS });
  const rows = await table.locator('tbody tr').all();
  return await Promise.all(
    rows.map(async (row) => (await row.locator('td:not([aria-hidden])').allInnerTexts()).map((text) => text.trim())),
  );
}

/** A table that has come: not the grey lines that stand for it. */
export function tableOf(page: Page, label: string): Locator {
  return page.locator(`table[aria-label="${label}"][aria-busy="false"]`);
}

/** What a link downloads. */
export async function downloadOf(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: STEP_MS }),
    page.getByRole('link', { name, exact: true }).click(),
  ]);
  return fs.readFileSync(await download.path());
}

/** The decimal amounts of a text, without signs of currency and grouping. */
export function amountsOf(text: string): readonly string[] {
  return text.replaceAll(',', '').match(/\d+\.\d{2}/g) ?? [];
}
