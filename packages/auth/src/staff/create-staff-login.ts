import type { DistributorId, Locale, TenantId } from '@keyfall/contracts';
import { DomainError, asService, systemCtx } from '@keyfall/core';
import {
  hasMember,
  insertMembership,
  loginKeyOf,
  normaliseMail,
  type StaffRole,
  type TeamPlace,
} from '@keyfall/core/access';
import { recordAudit } from '@keyfall/core/audit';
import { identityTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import { assertPassword } from '../passwords/password-rules.ts';
import { hashPassword } from '../passwords/passwords.ts';
import { newRecoveryCodes, recoveryCodeHash } from '../second-factor/recovery-codes.ts';
import { sealTotpKey } from '../second-factor/sealed-totp-key.ts';
import { newTotpKey, totpKeyText } from '../second-factor/totp.ts';
import { enableTotp, findLoginByKey, insertLogin, replaceRecoveryCodes } from './login-queries.ts';

export interface StaffLoginInput {
  readonly tenantId: TenantId;
  /** Whose portal; null is the wholesaler's back office. */
  readonly distributorId: DistributorId | null;
  readonly mail: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly locale: Locale;
  /** For a mail address without a login. One that has a login keeps its password. */
  readonly password: string;
  /** Sets a second factor up at once and answers its secret. Only for a login made by this call. */
  readonly withTotp: boolean;
}

/**
 * Makes a login and lets it into a team without an invitation: for the operator's command line and demo data.
 *
 * @throws DomainError password_too_weak, already_exists (a member already)
 */
export async function createStaffLogin(
  auth: Auth,
  input: StaffLoginInput,
  requestId: string,
): Promise<{ readonly loginId: string; readonly membershipId: string; readonly totpSecret: string | undefined }> {
  const { db, ports } = auth.core;
  const mail = normaliseMail(input.mail);
  const key = loginKeyOf(mail);
  const present = await identityTx(db, { presented: key }, (tx) => findLoginByKey(tx, key));
  const loginId = present?.id ?? uuidv7();
  let totpSecret: string | undefined;
  if (present === undefined) {
    assertPassword(input.password, [mail, input.name]);
    const passwordHash = await hashPassword(input.password);
    const totpKey = input.withTotp ? newTotpKey() : undefined;
    const sealed = totpKey === undefined ? undefined : await sealTotpKey(ports.vault, loginId, totpKey);
    const recoveryCodes = newRecoveryCodes();
    await identityTx(db, { presented: key }, async (tx) => {
      await insertLogin(tx, { key, id: loginId, mail, name: input.name, locale: input.locale, passwordHash });
      if (sealed === undefined) return;
      await enableTotp(tx, key, sealed, 0n);
      await replaceRecoveryCodes(
        tx,
        key,
        recoveryCodes.map((each) => recoveryCodeHash(key, each)),
      );
    });
    if (totpKey !== undefined) totpSecret = totpKeyText(totpKey);
  }
  const membershipId = uuidv7();
  const place: TeamPlace =
    input.distributorId === null
      ? { audience: 'admin', distributorId: null }
      : { audience: 'portal', distributorId: input.distributorId };
  const ctx = systemCtx(auth.core, input.tenantId, 'operator', requestId);
  await asService(ctx, async (tx) => {
    if (await hasMember(tx, key, place)) throw new DomainError('already_exists', { what: 'member', field: 'mail' });
    await insertMembership(tx, { id: membershipId, tenantId: input.tenantId, loginKey: key, place, role: input.role });
    await recordAudit(tx, ctx, {
      action: 'access.create_member',
      subjectKind: 'membership',
      subjectId: membershipId,
      data: { role: input.role, ...place },
    });
  });
  return { loginId, membershipId, totpSecret };
}
