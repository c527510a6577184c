import { decodeCursor, encodeCursor, isUuid } from '@keyfall/contracts';
import {
  asDistributor,
  asService,
  asStaff,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { listAudit, namesOfLogins } from './queries.ts';

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
    before: startOf(filter.cursor),
    action: filter.action ?? undefined,
    actorId: filter.actorId ?? undefined,
    subjectId: filter.subjectId ?? undefined,
    limit: filter.limit + 1,
  };
  const rows =
    ctx.principal.kind === 'staff'
      ? await asStaff(ctx as Ctx<StaffPrincipal>, (tx) => listAudit(tx, query))
      : await asDistributor(ctx as Ctx<DistributorPrincipal>, (tx) => listAudit(tx, query));
  const items = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? items.at(-1) : undefined;
  const actors = [...new Set(items.flatMap((row) => (row.actor_id === null ? [] : [row.actor_id])))];
  const names = await asService(ctx, (tx) => namesOfLogins(tx, actors));
  return {
    items: items.map((row) => ({
      ...row,
      actor_name: row.actor_id === null ? null : (names.get(row.actor_id) ?? null),
    })),
    nextCursor: last === undefined ? null : encodeCursor([last.created_at_text, last.id]),
  };
}

function startOf(cursor: string | null | undefined): { readonly at: string; readonly id: string } | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  if (typeof at !== 'string' || typeof id !== 'string' || !isUuid(id) || !INSTANT.test(at)) {
    throw new DomainError('cursor_invalid');
  }
  return { at, id };
}

/** A timestamp as the database prints it. */
const INSTANT = /^\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/;
