import { DomainError } from '@keyfall/core';
import { keyOf } from '@keyfall/core/access';
import { identityTx, type Database, type IdentityTx } from '@keyfall/db';
import { sql } from 'kysely';

/** How often something may be tried. Beyond `free` attempts in a window each further one doubles the wait. */
export interface ThrottleRule {
  readonly name: string;
  readonly free: number;
  readonly windowSeconds: number;
  readonly firstWaitSeconds: number;
  readonly waitSecondsMax: number;
}

const MINUTES = 60;

/** Counted per account, whoever asks from wherever. */
export const LOGIN_BY_ACCOUNT: ThrottleRule = {
  name: 'login-account',
  free: 5,
  windowSeconds: 15 * MINUTES,
  firstWaitSeconds: 15,
  waitSecondsMax: 15 * MINUTES,
};
/** Counted per address: an office behind one address must still get in, a list of stolen passwords must not get far. */
export const LOGIN_BY_ADDRESS: ThrottleRule = {
  name: 'login-address',
  free: 30,
  windowSeconds: 15 * MINUTES,
  firstWaitSeconds: 15,
  waitSecondsMax: 15 * MINUTES,
};
export const SECOND_FACTOR: ThrottleRule = {
  name: 'second-factor',
  free: 5,
  windowSeconds: 15 * MINUTES,
  firstWaitSeconds: 30,
  waitSecondsMax: 30 * MINUTES,
};
/** Mails asked for by somebody who is not signed in: resets, registrations, find-my-order links. */
export const MAIL_BY_ACCOUNT: ThrottleRule = {
  name: 'mail-account',
  free: 3,
  windowSeconds: 60 * MINUTES,
  firstWaitSeconds: 5 * MINUTES,
  waitSecondsMax: 60 * MINUTES,
};
export const MAIL_BY_ADDRESS: ThrottleRule = {
  name: 'mail-address',
  free: 20,
  windowSeconds: 60 * MINUTES,
  firstWaitSeconds: 60,
  waitSecondsMax: 60 * MINUTES,
};
/** Applications over a public link. */
export const APPLY_BY_ADDRESS: ThrottleRule = {
  name: 'apply-address',
  free: 5,
  windowSeconds: 60 * MINUTES,
  firstWaitSeconds: 5 * MINUTES,
  waitSecondsMax: 60 * MINUTES,
};
export const TOKEN_BY_ADDRESS: ThrottleRule = {
  name: 'token-address',
  free: 30,
  windowSeconds: 15 * MINUTES,
  firstWaitSeconds: 15,
  waitSecondsMax: 15 * MINUTES,
};
export const GUEST_BY_ADDRESS: ThrottleRule = {
  name: 'guest-address',
  free: 60,
  windowSeconds: 60 * MINUTES,
  firstWaitSeconds: 30,
  waitSecondsMax: 60 * MINUTES,
};

/** Looking for an order by its number: guessing contacts or passwords of one order must stay hopeless. */
export const ORDER_BY_NUMBER: ThrottleRule = {
  name: 'order-number',
  free: 5,
  windowSeconds: 15 * MINUTES,
  firstWaitSeconds: 30,
  waitSecondsMax: 30 * MINUTES,
};
export const ORDER_BY_ADDRESS: ThrottleRule = {
  name: 'order-address',
  free: 20,
  windowSeconds: 15 * MINUTES,
  firstWaitSeconds: 30,
  waitSecondsMax: 30 * MINUTES,
};

/** One counter: a rule and whom it counts. */
export interface Attempt {
  readonly rule: ThrottleRule;
  /** An account's key or an address. */
  readonly who: string;
}

export const attempt = (rule: ThrottleRule, who: string | null): Attempt => ({ rule, who: who ?? 'unknown' });

export const throttleKey = ({ rule, who }: Attempt): string => keyOf(`throttle:${rule.name}:${who}`);

/**
 * Counts an attempt before it is judged, so that a thousand parallel guesses are a thousand attempts. What
 * {@link forgetAttempts} takes back is a success.
 *
 * @throws DomainError login_locked while one of the counters makes the caller wait
 */
export async function countAttempts(db: Database, attempts: readonly Attempt[]): Promise<void> {
  const keyed = inLockOrder(attempts);
  const waitSeconds = await identityTx(db, { presented: keyed.map(({ key }) => key) }, async (tx) => {
    let longest = 0;
    for (const { key, rule } of keyed) longest = Math.max(longest, await countOne(tx, key, rule));
    return longest;
  });
  if (waitSeconds > 0) throw new DomainError('login_locked', { retryAfterSeconds: waitSeconds });
}

/** Takes back an attempt that was right: the account's counter starts anew, an address gets this one attempt back. */
export async function forgetAttempts(db: Database, attempts: readonly Attempt[]): Promise<void> {
  const keyed = inLockOrder(attempts);
  await identityTx(db, { presented: keyed.map(({ key }) => key) }, async (tx) => {
    for (const { key, rule } of keyed) {
      if (rule === LOGIN_BY_ACCOUNT || rule === SECOND_FACTOR) {
        await tx.deleteFrom('identity.throttle').where('key', '=', key).execute();
      } else {
        await tx
          .updateTable('identity.throttle')
          .set({ hits: sql<number>`greatest(hits - 1, 0)` })
          .where('key', '=', key)
          .execute();
      }
    }
  });
}

// Two requests with the same account and address must take the rows in the same order.
function inLockOrder(attempts: readonly Attempt[]): { readonly key: string; readonly rule: ThrottleRule }[] {
  return attempts
    .map((each) => ({ key: throttleKey(each), rule: each.rule }))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1));
}

/** Counts unless the counter is closed; answers how long to wait in seconds, 0 when the attempt may go on. */
async function countOne(tx: IdentityTx, key: string, rule: ThrottleRule): Promise<number> {
  const windowEnds = sql<Date>`app.now() + make_interval(secs => ${rule.windowSeconds})`;
  const counted = await tx
    .insertInto('identity.throttle')
    .values({ key, hits: 1, window_ends: windowEnds })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          hits: sql<number>`case when throttle.window_ends <= app.now() then 1 else least(throttle.hits + 1, 1000000) end`,
          window_ends: sql<Date>`case when throttle.window_ends <= app.now() then excluded.window_ends else throttle.window_ends end`,
          blocked_until: sql<Date | null>`case when throttle.window_ends > app.now() and throttle.hits >= ${rule.free}
            then app.now() + make_interval(secs => least(${rule.firstWaitSeconds} * power(2, least(throttle.hits - ${rule.free}, 20)), ${rule.waitSecondsMax})::int) end`,
        })
        .where(sql<boolean>`throttle.blocked_until is null or throttle.blocked_until <= app.now()`),
    )
    .returning('key')
    .executeTakeFirst();
  if (counted !== undefined) return 0;
  const closed = await tx
    .selectFrom('identity.throttle')
    .select(sql<number>`ceil(extract(epoch from blocked_until - app.now()))::int`.as('wait_seconds'))
    .where('key', '=', key)
    .executeTakeFirst();
  return Math.max(1, closed?.wait_seconds ?? 1);
}
