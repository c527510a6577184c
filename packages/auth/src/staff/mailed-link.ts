import type { Locale, TenantId } from '@keyfall/contracts';
import { DomainError } from '@keyfall/core';
import { keyOf, loginKeyOf } from '@keyfall/core/access';
import { identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { TOKEN_BY_ADDRESS, attempt, countAttempts, forgetAttempts } from '../throttle.ts';
import { enter, readLogin, type LoginStep, type Origin } from './log-in.ts';
import { findLoginByKey, findToken } from './login-queries.ts';
import type { StaffAudience } from './memberships.ts';

/** What somebody new sends with a mailed link's token; whoever has a login keeps its own. */
export interface LinkAnswer {
  readonly token: string;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly locale: Locale;
}

/** What a mailed link's row says, and of which tenant and login. */
export interface FoundLink<Data> {
  readonly tenantId: TenantId;
  readonly data: Data;
  readonly loginKey: string;
}

/**
 * The row behind a mailed link that makes a login; `read` answers undefined for one that is none of its kind. Wrong ones are
 * counted by address.
 *
 * @throws DomainError invitation_invalid, login_locked
 */
export async function findLink<Data extends { readonly mail: string }>(
  auth: Auth,
  link: {
    readonly token: string;
    readonly purpose: 'invitation' | 'application';
    readonly read: (data: unknown) => Data | undefined;
  },
  origin: Origin,
): Promise<FoundLink<Data>> {
  const { db } = auth.core;
  const attempts = [attempt(TOKEN_BY_ADDRESS, origin.ip)];
  await countAttempts(db, attempts);
  const key = keyOf(link.token);
  const row = await identityTx(db, { presented: key }, (tx) => findToken(tx, key, link.purpose));
  const data = link.read(row?.data);
  if (typeof row?.tenant_ref !== 'string' || data === undefined) throw new DomainError('invitation_invalid');
  await forgetAttempts(db, attempts);
  return { tenantId: row.tenant_ref as TenantId, data, loginKey: loginKeyOf(data.mail) };
}

/** Whether the person of a link has a login already. */
export async function hasLogin(auth: Auth, loginKey: string): Promise<boolean> {
  return (await identityTx(auth.core.db, { presented: loginKey }, (tx) => findLoginByKey(tx, loginKey))) !== undefined;
}

/**
 * Signs in whoever has just chosen a password; whoever had a login signs in as usual, since a link in a mail must not stand in for
 * a password and a second factor.
 */
export async function enterByLink(
  auth: Auth,
  audience: StaffAudience,
  person: { readonly loginKey: string; readonly isNew: boolean },
  origin: Origin,
): Promise<LoginStep | { readonly next: 'log_in' }> {
  if (!person.isNew) return { next: 'log_in' };
  const { login, memberships } = await readLogin(auth, audience, person.loginKey);
  return await enter(auth, audience, login, memberships, { proved: false, origin });
}
