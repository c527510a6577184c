import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { keyOf, newToken, unusedKey } from './keys.ts';

export type TokenPurpose = 'invitation' | 'password_reset' | 'verify_mail' | 'find_order' | 'application';

export interface NewOneTimeToken {
  readonly purpose: TokenPurpose;
  readonly tenantId: string;
  readonly validSeconds: number;
  readonly loginKey?: string;
  readonly shopId?: string;
  readonly buyerId?: string;
  readonly orderId?: string;
  /** What redeeming it needs to know; never a secret. */
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Makes the row of a one-time link. Nobody holds its token yet: the link is made by {@link mintToken} while its mail is
 * sent, so neither the database nor the queue of mails ever holds something that opens a door.
 */
export async function insertOneTimeToken(tx: ServiceTx, token: NewOneTimeToken): Promise<{ readonly id: string }> {
  const id = uuidv7();
  await tx
    .insertInto('identity.one_time_token')
    .values({
      key: unusedKey(),
      id,
      purpose: token.purpose,
      tenant_ref: token.tenantId,
      login_key: token.loginKey ?? null,
      shop_ref: token.shopId ?? null,
      buyer_ref: token.buyerId ?? null,
      order_ref: token.orderId ?? null,
      data: JSON.stringify(token.data ?? {}),
      expires_at: sql<Date>`app.now() + make_interval(secs => ${token.validSeconds})`,
    })
    .execute();
  return { id };
}

/**
 * Gives a one-time link its token: the row gets the token's hash as its key, so a link made earlier for the same row opens
 * nothing any more. Undefined when the row was used, has run out or is gone: then there is nothing to send.
 */
export async function mintToken(tx: ServiceTx, tokenId: string) {
  const token = newToken();
  const row = await tx
    .updateTable('identity.one_time_token')
    .set({ key: keyOf(token) })
    .where('id', '=', tokenId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`app.now()`)
    .returning(['purpose', 'shop_ref', 'data', 'expires_at'])
    .executeTakeFirst();
  return row === undefined ? undefined : { token, ...row };
}

/** Spends a token of this tenant; undefined when it is wrong, spent or has run out. Spending it twice fails once. */
export async function spendToken(tx: ServiceTx, token: string, purpose: TokenPurpose) {
  return await tx
    .updateTable('identity.one_time_token')
    .set({ used_at: sql<Date>`app.now()` })
    .where('key', '=', keyOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`app.now()`)
    .returning(['id', 'login_key', 'shop_ref', 'buyer_ref', 'order_ref', 'data'])
    .executeTakeFirst();
}

/** Removes what nobody can redeem any more: tokens and sessions that ended a while ago. Answers how many rows. */
export async function removeOldIdentityRows(tx: ServiceTx, limit: number): Promise<number> {
  const tokens = await tx
    .deleteFrom('identity.one_time_token')
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('identity.one_time_token')
        .select('key')
        .where('expires_at', '<', sql<Date>`app.now() - interval '7 days'`)
        .limit(limit),
    )
    .executeTakeFirst();
  const sessions = await tx
    .deleteFrom('identity.session')
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('identity.session')
        .select('key')
        .where((or) =>
          or.or([
            or('absolute_expires_at', '<', sql<Date>`app.now()`),
            or('expires_at', '<', sql<Date>`app.now() - interval '1 day'`),
          ]),
        )
        .limit(limit),
    )
    .executeTakeFirst();
  const throttles = await tx
    .deleteFrom('identity.throttle')
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('identity.throttle')
        .select('key')
        .where('window_ends', '<', sql<Date>`app.now() - interval '1 day'`)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(tokens.numDeletedRows + sessions.numDeletedRows + throttles.numDeletedRows);
}
