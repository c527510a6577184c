import { postJson } from '@keyfall/web';
import type { LoginInput } from '@keyfall/web';

/** Tries to sign in; the answer sets the cookie. @throws HttpError second_factor_required when the account has one */
export async function signIn(input: LoginInput): Promise<void> {
  await postJson('/auth/login', input);
}

export async function signOut(): Promise<void> {
  await postJson('/auth/logout');
}

/** Proves the second factor anew for acts that ask for it. */
export async function stepUp(totp: string): Promise<void> {
  await postJson('/auth/step-up', { totp });
}
