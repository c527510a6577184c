import { totpCode, totpKeyOf } from '@keyfall/auth';
import type { Page } from '../browser.ts';

/** The pages of a back office that both audiences share, driven in English as a person would. */

export async function settlePage(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
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
