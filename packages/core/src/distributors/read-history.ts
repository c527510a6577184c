import type { DistributorId } from '@keyfall/contracts';
import type { DistributorEvent } from '@keyfall/contracts/distributor-schemas';
import { namesOfLogins } from '../access/index.ts';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { listEvents } from './history-queries.ts';
import { findNode } from './queries.ts';

/** What happened to a distributor, newest first: who, when, from, to, why. @throws DomainError not_found */
export async function readHistory(ctx: Ctx<StaffPrincipal>, id: DistributorId): Promise<readonly DistributorEvent[]> {
  const events = await asStaff(ctx, async (tx) => {
    if ((await findNode(tx, id)) === undefined) throw new DomainError('not_found', { what: 'distributor' });
    return await listEvents(tx, id);
  });
  const actors = events.map((event) => event.actor_id);
  const names = await namesOfLogins(ctx, actors);
  return events.map((event) => ({
    id: event.id,
    at: event.created_at.toISOString(),
    kind: event.kind,
    fromName: event.from_name,
    toName: event.to_name,
    reason: event.reason,
    actor: event.actor_id === null ? null : (names.get(event.actor_id) ?? null),
  }));
}
