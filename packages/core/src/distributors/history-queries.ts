import type { DISTRIBUTOR_EVENT_KINDS } from '@keyfall/contracts/distributor-schemas';
import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Ctx, DistributorPrincipal, StaffPrincipal, SystemPrincipal } from '../context.ts';

export interface NewEvent {
  readonly distributorId: string;
  readonly kind: (typeof DISTRIBUTOR_EVENT_KINDS)[number];
  /** Level or parent before and after, as they are called now. */
  readonly from?: { readonly id: string; readonly name: string } | null | undefined;
  readonly to?: { readonly id: string; readonly name: string } | null | undefined;
  readonly reason?: string | undefined;
}

/** Writes into a distributor's history what was done, by whom and why, in the transaction that does it. */
export async function insertEvent(
  tx: ServiceTx,
  { principal }: Ctx<StaffPrincipal | DistributorPrincipal | SystemPrincipal>,
  event: NewEvent,
): Promise<void> {
  await tx
    .insertInto('tenancy.distributor_event')
    .values({
      id: uuidv7(),
      distributor_id: event.distributorId,
      kind: event.kind,
      from_id: event.from?.id ?? null,
      to_id: event.to?.id ?? null,
      from_name: event.from?.name ?? null,
      to_name: event.to?.name ?? null,
      reason: event.reason ?? null,
      actor_kind: principal.kind,
      actor_id: principal.kind === 'system' ? null : principal.loginId,
    })
    .execute();
}

const EVENTS_MAX = 200;

/** A distributor's history, newest first. */
export async function listEvents(tx: ReadTx<'admin'>, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor_event')
    .select(['id', 'kind', 'from_name', 'to_name', 'reason', 'actor_id', 'created_at'])
    .where('distributor_id', '=', distributorId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(EVENTS_MAX)
    .execute();
}

/** When a distributor last handed its application in, and why it was last sent back. */
export async function findLatestEvent(
  tx: AnyTenantTx,
  distributorId: string,
  kind: 'submitted' | 'sent_back' | 'frozen',
) {
  return await tx
    .selectFrom('tenancy.distributor_event')
    .select(['reason', 'created_at'])
    .where('distributor_id', '=', distributorId)
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Names of levels by id, as they are called now. */
export async function findLevel(tx: AnyTenantTx, id: string | null) {
  if (id === null) return null;
  return (await tx.selectFrom('tenancy.level').select(['id', 'name']).where('id', '=', id).executeTakeFirst()) ?? null;
}
