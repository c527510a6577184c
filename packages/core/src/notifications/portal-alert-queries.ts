import type { PortalAlertKind } from '@keyfall/contracts/alerts';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { AlertRow } from './alert-queries.ts';

export interface PortalAlertFilter {
  readonly isOpen?: boolean | undefined;
  readonly kinds?: readonly PortalAlertKind[] | undefined;
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** A distributor's own alerts, newest first. */
export async function listPortalAlertRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: PortalAlertFilter,
): Promise<AlertRow[]> {
  const { isOpen, kinds, before } = filter;
  let query = tx
    .selectFrom('notify.alert')
    .select(['id', 'kind', 'subject', 'params', 'created_at', 'closed_at'])
    .select(sql<string>`created_at::text`.as('position'))
    .where('distributor_id', '=', distributorId);
  if (isOpen !== undefined) query = query.where('closed_at', isOpen ? 'is' : 'is not', null);
  if (kinds !== undefined && kinds.length > 0) query = query.where('kind', 'in', [...kinds]);
  if (before !== undefined)
    query = query.where(sql<boolean>`(created_at, id) < (${before.position}::timestamptz, ${before.id}::uuid)`);
  return await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute();
}

interface Reader {
  readonly distributorId: string;
  readonly loginId: string;
}

/** Until when this person has looked at its distributor's alerts; null: never. */
export async function readSeenAt(tx: ReadTx<'portal'>, { distributorId, loginId }: Reader): Promise<Date | null> {
  const row = await tx
    .selectFrom('notify.alert_seen')
    .select('seen_at')
    .where('distributor_id', '=', distributorId)
    .where('login_id', '=', loginId)
    .executeTakeFirst();
  return row?.seen_at ?? null;
}

/** Open alerts that were raised since this person last looked. */
export async function countUnseen(tx: ReadTx<'portal'>, reader: Reader): Promise<number> {
  const seenAt = await readSeenAt(tx, reader);
  let query = tx
    .selectFrom('notify.alert')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('distributor_id', '=', reader.distributorId)
    .where('closed_at', 'is', null);
  if (seenAt !== null) query = query.where('created_at', '>', seenAt);
  return (await query.executeTakeFirstOrThrow()).n;
}

/** This person has looked at everything there is now. */
export async function writeSeen(tx: ServiceTx, { distributorId, loginId }: Reader): Promise<void> {
  const now = sql<Date>`app.now()`;
  await tx
    .insertInto('notify.alert_seen')
    .values({ distributor_id: distributorId, login_id: loginId, seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id', 'login_id']).doUpdateSet({ seen_at: now }),
    )
    .execute();
}
