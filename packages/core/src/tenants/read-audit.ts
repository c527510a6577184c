import { namesOfLogins } from '../access/index.ts';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { listAudit } from './queries.ts';

export interface AuditFilter {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
  /** Beginning of an action's name, e.g. `shops.`. */
  readonly action?: string | null | undefined;
  readonly actorId?: string | null | undefined;
  readonly subjectId?: string | null | undefined;
}

/** A page of the trail, newest first: the whole tenant's for staff, its own for a distributor. */
export async function readAudit(ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>, filter: AuditFilter) {
  const query = {
    before: positionOf(filter.cursor),
    action: filter.action ?? undefined,
    actorId: filter.actorId ?? undefined,
    subjectId: filter.subjectId ?? undefined,
    limit: filter.limit + 1,
  };
  const rows =
    ctx.principal.kind === 'staff'
      ? await asStaff(ctx as Ctx<StaffPrincipal>, (tx) => listAudit(tx, query))
      : await asDistributor(ctx as Ctx<DistributorPrincipal>, (tx) => listAudit(tx, query));
  const { page: items, nextCursor } = pageOf(rows, filter.limit, (last) => [last.created_at_text, last.id]);
  const actors = items.map((row) => row.actor_id);
  const names = await namesOfLogins(ctx, actors);
  return {
    items: items.map((row) => ({
      ...row,
      actor_name: row.actor_id === null ? null : (names.get(row.actor_id) ?? null),
    })),
    nextCursor,
  };
}
