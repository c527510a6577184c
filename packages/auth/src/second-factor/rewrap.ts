import { serviceTx, identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { findLoginByKey, replaceTotpSecret } from '../staff/login-queries.ts';
import { masterVersionOf, openTotpKey, sealTotpKey } from './sealed-totp-key.ts';

/**
 * Puts the second factors of a tenant's people under the present master key; part of a key rotation. Answers how many were
 * changed. A login of several tenants is done with the first of them.
 */
export async function rewrapSecondFactors(auth: Auth, tenantId: string): Promise<{ readonly done: number }> {
  const { db, ports } = auth.core;
  const current = await ports.vault.currentVersion();
  const keys = await serviceTx(db, { tenantId }, (tx) =>
    tx.selectFrom('identity.membership').select('login_key').distinct().execute(),
  );
  let done = 0;
  for (const { login_key: key } of keys) {
    const login = await identityTx(db, { presented: key }, (tx) => findLoginByKey(tx, key));
    const before = login?.totp_secret ?? undefined;
    if (login === undefined || before === undefined || masterVersionOf(before) === current) continue;
    const opened = await openTotpKey(ports.vault, login.id, before);
    const sealed = await sealTotpKey(ports.vault, login.id, opened);
    if (await identityTx(db, { presented: key }, (tx) => replaceTotpSecret(tx, key, before, sealed))) done += 1;
  }
  return { done };
}
