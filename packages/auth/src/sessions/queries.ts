import type { Audience, SessionId } from '@keyfall/contracts';
import type { StaffRole } from '@keyfall/core/access';
import type { IdentityTx } from '@keyfall/db';
import { sql } from 'kysely';
import { STEP_UP_SECONDS, type SessionKind } from './lifetimes.ts';

/** What a session says about its holder, fixed when it is opened. */
export interface SessionFacts {
  readonly id: SessionId;
  readonly audience: Audience;
  readonly kind: SessionKind;
  readonly tenantId: string;
  readonly distributorId: string | null;
  readonly shopId: string | null;
  readonly loginKey: string | null;
  readonly loginId: string | null;
  readonly membershipId: string | null;
  readonly buyerId: string | null;
  readonly role: StaffRole | null;
  readonly secondFactorMissing: boolean;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export type SessionRow = Awaited<ReturnType<typeof findSession>> & object;

/** The live session of a key: neither idle for too long nor past its absolute end, by the database's clock. */
export async function findSession(tx: IdentityTx, key: string) {
  return await tx
    .selectFrom('identity.session')
    .select([
      'id',
      'audience',
      'kind',
      'tenant_ref',
      'distributor_ref',
      'shop_ref',
      'login_key',
      'login_ref',
      'membership_ref',
      'buyer_ref',
      'role',
      'second_factor_missing',
      sql<number>`extract(epoch from expires_at - app.now())::float8`.as('seconds_left'),
      sql<number>`extract(epoch from app.now() - seen_at)::float8`.as('seconds_unseen'),
      sql<boolean>`coalesce(step_up_at > app.now() - make_interval(secs => ${STEP_UP_SECONDS}), false)`.as(
        'stepped_up',
      ),
    ])
    .where('key', '=', key)
    .where('expires_at', '>', sql<Date>`app.now()`)
    .where('absolute_expires_at', '>', sql<Date>`app.now()`)
    .executeTakeFirst();
}

export async function insertSession(
  tx: IdentityTx,
  key: string,
  facts: SessionFacts,
  lifetime: { readonly idleSeconds: number; readonly absoluteSeconds: number },
  steppedUp: boolean,
): Promise<void> {
  const after = (seconds: number) => sql<Date>`app.now() + make_interval(secs => ${seconds})`;
  await tx
    .insertInto('identity.session')
    .values({
      key,
      id: facts.id,
      audience: facts.audience,
      kind: facts.kind,
      tenant_ref: facts.tenantId,
      distributor_ref: facts.distributorId,
      shop_ref: facts.shopId,
      login_key: facts.loginKey,
      login_ref: facts.loginId,
      membership_ref: facts.membershipId,
      buyer_ref: facts.buyerId,
      role: facts.role,
      second_factor_missing: facts.secondFactorMissing,
      expires_at: after(lifetime.idleSeconds),
      absolute_expires_at: after(lifetime.absoluteSeconds),
      step_up_at: steppedUp ? sql<Date>`app.now()` : null,
      ip: facts.ip?.slice(0, 64) ?? null,
      user_agent: facts.userAgent?.slice(0, 300) ?? null,
    })
    .execute();
}

/** Moves the idle end, never beyond the absolute one. */
export async function renewSession(tx: IdentityTx, key: string, idleSeconds: number): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({
      seen_at: sql<Date>`app.now()`,
      expires_at: sql<Date>`least(app.now() + make_interval(secs => ${idleSeconds}), absolute_expires_at)`,
    })
    .where('key', '=', key)
    .execute();
}

/** Notes that a session is used, unless somebody did so within these seconds. */
export async function noteSessionSeen(tx: IdentityTx, key: string, everySeconds: number): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({ seen_at: sql<Date>`app.now()` })
    .where('key', '=', key)
    .where('seen_at', '<=', sql<Date>`app.now() - make_interval(secs => ${everySeconds})`)
    .execute();
}

/** Gives a session a new key, so that its old token opens nothing any more; its absolute end stays. */
export async function rekeySession(
  tx: IdentityTx,
  oldKey: string,
  newKey: string,
  change: { readonly steppedUp?: boolean; readonly secondFactorMissing?: boolean },
): Promise<boolean> {
  const result = await tx
    .updateTable('identity.session')
    .set({
      key: newKey,
      seen_at: sql<Date>`app.now()`,
      ...(change.steppedUp === true ? { step_up_at: sql<Date>`app.now()` } : {}),
      ...(change.secondFactorMissing === undefined ? {} : { second_factor_missing: change.secondFactorMissing }),
    })
    .where('key', '=', oldKey)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteSession(tx: IdentityTx, key: string): Promise<void> {
  await tx.deleteFrom('identity.session').where('key', '=', key).execute();
}

/** Ends the sessions of a login, except one. Answers how many there were. */
export async function deleteSessionsOfLogin(tx: IdentityTx, loginKey: string, exceptKey?: string): Promise<number> {
  const query = tx.deleteFrom('identity.session').where('login_key', '=', loginKey);
  const result = await (exceptKey === undefined ? query : query.where('key', '<>', exceptKey)).executeTakeFirst();
  return Number(result.numDeletedRows);
}
