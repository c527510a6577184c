import { expectNoAxeViolations, takeScreenshot } from '@keyfall/tooling/browser';
import type { Page } from '@keyfall/tooling/browser';
import type { TestStack } from '@keyfall/tooling/testing/stack';
import { expect } from 'vitest';

async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(250);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
}

/** Looks at a page: accessible, not wider than its screen, kept as a picture. */
export async function look(page: Page, name: string): Promise<void> {
  await settle(page);
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);
  await takeScreenshot(page, `shop-${name}`);
}

/** Pays at the gateway as its test page offers. */
export async function payAtGateway(page: Page): Promise<void> {
  await page.waitForURL(/\/pay\//);
  await page.locator('button').first().click();
  await page.waitForURL(/\/orders\//);
}

interface Mail {
  readonly id: number;
  readonly subject: string;
  readonly text: string;
  readonly links: readonly string[];
}

/** The mails of an address since the one with the given id, oldest first; waits for the first. */
export async function mailsTo(stack: TestStack, to: string, after = 0): Promise<readonly Mail[]> {
  const query = new URLSearchParams({ to, after: String(after), wait_ms: '20000' });
  const answer = await fetch(`${stack.sandboxUrl}/mail/api/messages?${query}`);
  const { messages } = (await answer.json()) as { messages: Mail[] };
  return messages.toSorted((a, b) => a.id - b.id);
}

/** The link in the newest mail to an address; waits until there is one newer than `after`. */
export async function mailedLink(stack: TestStack, to: string, after = 0): Promise<{ link: string; id: number }> {
  const mail = (await mailsTo(stack, to, after)).at(-1);
  const link = /https?:\/\/\S+/.exec(mail?.text ?? '')?.[0];
  if (mail === undefined || link === undefined) throw new Error(`no mail with a link came to ${to}`);
  return { link, id: mail.id };
}

/** Goes to an address as from a mail: a page of its own, not another fragment of the present one. */
export async function follow(page: Page, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link);
}
