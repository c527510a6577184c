import type { TenantId } from '@keyfall/contracts';
import type { ApplyInput } from '@keyfall/contracts/application-schemas';
import { DomainError, asService, isDomainError, systemCtx } from '@keyfall/core';
import { insertMembership, keyOf, loginKeyOf, spendToken } from '@keyfall/core/access';
import { recordAudit } from '@keyfall/core/audit';
import {
  admitApplicant,
  applicationOf,
  nameOfPlace,
  openApplicationPlace,
  takeApplication,
  type ApplicationData,
} from '@keyfall/core/distributors';
import { identityTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import {
  APPLY_BY_ADDRESS,
  MAIL_BY_ACCOUNT,
  TOKEN_BY_ADDRESS,
  attempt,
  countAttempts,
  forgetAttempts,
} from '../throttle.ts';
import type { InvitationView } from './accept-invitation.ts';
import type { LoginStep, Origin } from './log-in.ts';
import { findApplicationAddress } from './login-queries.ts';
import { enterByLink, findLink, hasLogin, type FoundLink, type LinkAnswer } from './mailed-link.ts';
import { makeLogin } from './make-login.ts';

/** What the page of a public link shows. */
export interface ApplicationLinkView {
  /** Whose link it is: a distributor's, whose own upline stays out of sight, or the wholesaler's. */
  readonly name: string;
}

/** Whom a public link belongs to. @throws DomainError not_found (no such link, or it is shut), login_locked */
export async function viewApplicationLink(auth: Auth, token: string, origin: Origin): Promise<ApplicationLinkView> {
  const attempts = [attempt(TOKEN_BY_ADDRESS, origin.ip)];
  await countAttempts(auth.core.db, attempts);
  const { tenantId, distributorId } = await findAddress(auth, token);
  const place = await asService(systemCtx(auth.core, tenantId, 'operator', origin.requestId), (tx) =>
    openApplicationPlace(tx, distributorId),
  );
  await forgetAttempts(auth.core.db, attempts);
  return { name: nameOfPlace(place) };
}

/**
 * Applies over a public link: mails a link that proves the address, and makes nothing else. Counted by address and by mail, and
 * bounded by link. Says the same whether or not the address is known; the caller answers after a fixed time.
 *
 * @throws DomainError not_found (no such link, or it is shut), login_locked, rate_limited (too many under way over the link)
 */
export async function apply(auth: Auth, input: ApplyInput, origin: Origin): Promise<void> {
  const loginKey = loginKeyOf(input.mail);
  await countAttempts(auth.core.db, [attempt(APPLY_BY_ADDRESS, origin.ip), attempt(MAIL_BY_ACCOUNT, loginKey)]);
  const { tenantId, distributorId } = await findAddress(auth, input.token);
  const ctx = systemCtx(auth.core, tenantId, 'operator', origin.requestId);
  await asService(ctx, (tx) => takeApplication(tx, ctx, distributorId, input));
}

/** @throws DomainError invitation_invalid, login_locked */
export async function viewApplication(auth: Auth, token: string, origin: Origin): Promise<InvitationView> {
  const { tenantId, data, loginKey } = await findApplication(auth, token, origin);
  const place = await placeOf(auth, tenantId, data, origin);
  return {
    mail: data.mail,
    name: data.contactName,
    role: 'owner',
    tenantName: nameOfPlace(place),
    distributorName: data.name,
    hasLogin: await hasLogin(auth, loginKey),
  };
}

/**
 * Goes on with an application by the mailed link: from now on the applicant stands in the tree as somebody invited, and is signed
 * in to hand in its data. Somebody who has a login gets a place more and signs in as usual.
 *
 * @throws DomainError invitation_invalid (also where the public link was shut meanwhile), depth_exceeded, password_too_weak,
 *   validation_failed (no password), login_locked
 */
export async function acceptApplication(
  auth: Auth,
  input: LinkAnswer,
  origin: Origin,
): Promise<LoginStep | { readonly next: 'log_in' }> {
  const { tenantId, data, loginKey } = await findApplication(auth, input.token, origin);
  await placeOf(auth, tenantId, data, origin);
  const places = [{ id: '', tenantId, distributorId: null, role: 'owner' as const }];
  const name = input.name ?? data.contactName;
  const isNew = await makeLogin(auth, loginKey, { mail: data.mail, name, places }, input);
  const ctx = systemCtx(auth.core, tenantId, 'operator', origin.requestId);
  await asService(ctx, async (tx) => {
    if ((await spendToken(tx, input.token, 'application')) === undefined) throw new DomainError('invitation_invalid');
    const { id: distributorId } = await admitApplicant(tx, ctx, data);
    const id = uuidv7();
    const place = { audience: 'portal', distributorId } as const;
    await insertMembership(tx, { id, tenantId, loginKey, place, role: 'owner' });
    await recordAudit(tx, ctx, {
      action: 'access.accept_application',
      subjectKind: 'membership',
      subjectId: id,
      data: { role: 'owner', ...place },
    });
  });
  return await enterByLink(auth, 'portal', { loginKey, isNew }, origin);
}

async function findAddress(
  auth: Auth,
  token: string,
): Promise<{ readonly tenantId: TenantId; readonly distributorId: string }> {
  const key = keyOf(token);
  const row = await identityTx(auth.core.db, { presented: key }, (tx) => findApplicationAddress(tx, key));
  if (row === undefined) throw new DomainError('not_found', { what: 'application_link' });
  return { tenantId: row.tenant_ref as TenantId, distributorId: row.distributor_ref };
}

const findApplication = async (auth: Auth, token: string, origin: Origin): Promise<FoundLink<ApplicationData>> =>
  await findLink(auth, { token, purpose: 'application', read: applicationOf }, origin);

/** Where the application leads. @throws DomainError invitation_invalid when the public link is shut by now */
async function placeOf(auth: Auth, tenantId: TenantId, data: ApplicationData, origin: Origin) {
  const ctx = systemCtx(auth.core, tenantId, 'operator', origin.requestId);
  try {
    return await asService(ctx, (tx) => openApplicationPlace(tx, data.parentId));
  } catch (error) {
    throw isDomainError(error, 'not_found') ? new DomainError('invitation_invalid', {}, { cause: error }) : error;
  }
}
