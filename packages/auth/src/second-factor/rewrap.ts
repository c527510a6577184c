import { PortError } from '@keyfall/core';
import { identityTx, serviceTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { findLoginByKey, replaceTotpSecret } from '../staff/login-queries.ts';
import { masterVersionOf, openTotpKey, sealTotpKey } from './sealed-totp-key.ts';

/**
 * Puts the second factors of a tenant's people under the present master key; part of a key rotation. Answers how many were
 * changed, and how many do not open (altered bytes): their owners set up a new one by a reset, the others go on. A login of
 * several tenants is done with the first of them.
 *
 * @throws PortError retryable when the vault does not answer
 */
export async function rewrapSecondFactors(
  auth: Auth,
  tenantId: string,
): Promise<{ readonly done: number; readonly failed: number }> {
  const { db, ports } = auth.core;
  const current = await ports.vault.currentVersion();
  const keys = await serviceTx(db, { tenantId }, (tx) =>
    tx.selectFrom('identity.membership').select('login_key').distinct().execute(),
  );
  const tally = { changed: 0, unchanged: 0, failed: 0 };
  for (const { login_key: key } of keys) tally[await rewrapOne(auth, key, current)] += 1;
  return { done: tally.changed, failed: tally.failed };
}

async function rewrapOne(auth: Auth, key: string, current: number): Promise<'changed' | 'unchanged' | 'failed'> {
  const { db, ports } = auth.core;
  const login = await identityTx(db, { presented: key }, (tx) => findLoginByKey(tx, key));
  const before = login?.totp_secret ?? undefined;
  if (login === undefined || before === undefined || masterVersionOf(before) === current) return 'unchanged';
  try {
    const opened = await openTotpKey(ports.vault, login.id, before);
    const sealed = await sealTotpKey(ports.vault, login.id, opened);
    const replaced = await identityTx(db, { presented: key }, (tx) => replaceTotpSecret(tx, key, before, sealed));
    return replaced ? 'changed' : 'unchanged';
  } catch (error) {
    if (error instanceof PortError && !error.retryable) return 'failed';
    throw error;
  }
}
