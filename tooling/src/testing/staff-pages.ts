import { totpCode, totpKeyOf } from '@keyfall/auth';
import type { Page, Request } from '../browser.ts';

/** The pages of a back office that both audiences share, driven in English as a person would. */

export async function settlePage(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

const QUIET_MS = 150;
const GIVE_UP_MS = 15_000;

/**
 * Goes to another page of the app that is open, as a click on a link does: nothing is loaded and compiled anew. Waits until
 * what the page asked for has been answered and painted.
 */
export async function goWithin(page: Page, url: string): Promise<void> {
  const open = new Set<Request>();
  let quietSince = Date.now();
  const begin = (request: Request): void => {
    // A stream of events never ends.
    if (request.resourceType() !== 'eventsource') open.add(request);
  };
  const end = (request: Request): void => {
    open.delete(request);
    quietSince = Date.now();
  };
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end);
  try {
    await page.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), { href, hidden: true });
      document.body.append(link);
      link.click();
      link.remove();
    }, url);
    await page.waitForURL(url);
    await painted(page);
    quietSince = Date.now();
    const giveUpAt = Date.now() + GIVE_UP_MS;
    while (open.size > 0 || Date.now() - quietSince < QUIET_MS) {
      if (Date.now() > giveUpAt)
        throw new Error(`${url} still waits for ${[...open].map((request) => request.url()).join(', ')}`);
      await page.waitForTimeout(QUIET_MS / 3);
    }
    await painted(page);
  } finally {
    page.off('request', begin).off('requestfinished', end).off('requestfailed', end);
  }
}

async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
}

/** Fills the login form that is shown and sends it. */
export async function typeLogin(
  page: Page,
  login: { readonly mail: string; readonly password: string },
): Promise<void> {
  await page.locator('input[name=mail]').fill(login.mail);
  await page.locator('input[name=password]').fill(login.password);
  await page.locator('button[type=submit]').click();
}

/** Opens a mailed invitation, chooses a password and lands in the app. */
export async function joinByInvitation(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByText('You are invited to').waitFor();
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.locator('#main-content').waitFor();
  await settlePage(page);
}

/**
 * Sets up a second factor on the account page that is shown, by the key beside the QR code. Answers what the authenticator
 * app would show for the next login.
 */
export async function setUpAuthenticator(page: Page, password: string): Promise<() => string> {
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.locator('input[type=password]').first().fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('img', { name: 'QR code with the key for your authenticator app' }).waitFor();
  const uri = await page.getByRole('link', { name: 'Open in an app on this device' }).getAttribute('href');
  const key = totpKeyOf(new URL(uri ?? '').searchParams.get('secret') ?? '');
  await page.locator('input[name=totp]').fill(totpCode(key));
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('button', { name: 'Move to another device' }).waitFor();
  // A step works once; the next one is near enough.
  return () => totpCode(key, 1n);
}

/** Types the password again where an act asks for a fresh proof. */
export async function confirmByPassword(page: Page, password: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.locator('input[type=password]').fill(password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
}
