import type { Locale } from '@keyfall/contracts';
import { DomainError } from '@keyfall/core';
import { identityTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import { assertPassword } from '../passwords/password-rules.ts';
import { hashPassword } from '../passwords/passwords.ts';
import { findLoginByKey, insertLogin } from './login-queries.ts';
import { houseNames, type Membership } from './memberships.ts';

export interface NewLogin {
  readonly mail: string;
  readonly name: string;
  /** What the login is to enter: a password must not be made of their names. */
  readonly places: readonly Membership[];
}

/**
 * Makes the login of somebody whose mail address a link has proved. True when it was made by this call: then the password is the
 * person's own choice. Somebody who has a login keeps it.
 *
 * @throws DomainError validation_failed (no password), password_too_weak
 */
export async function makeLogin(
  auth: Auth,
  key: string,
  { mail, name, places }: NewLogin,
  choice: { readonly password?: string | undefined; readonly locale: Locale },
): Promise<boolean> {
  const present = await identityTx(auth.core.db, { presented: key }, (tx) => findLoginByKey(tx, key));
  if (present !== undefined) return false;
  if (choice.password === undefined) {
    throw new DomainError('validation_failed', {}, { fields: [{ pointer: '/password', code: 'required' }] });
  }
  assertPassword(choice.password, [mail, name, ...(await houseNames(auth, places))]);
  const passwordHash = await hashPassword(choice.password);
  return await identityTx(auth.core.db, { presented: key }, (tx) =>
    insertLogin(tx, { key, id: uuidv7(), mail, name, locale: choice.locale, passwordHash }),
  );
}
