import type { Page } from '@keyfall/contracts';
import type { PortalAlertDto } from '@keyfall/contracts/alert-schemas';
import type { PortalAlertKind } from '@keyfall/contracts/alerts';
import { asDistributor, asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { presentAlert } from './present-alert.ts';
import { listPortalAlertRows } from './alert-queries.ts';
import { countUnseen, readSeenAt, writeSeen } from './seen-queries.ts';

export interface PortalAlertListInput {
  /** Left out: open and closed ones. */
  readonly isOpen?: boolean | undefined;
  readonly kinds?: readonly PortalAlertKind[] | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** The distributor's own alerts, newest first, each with whether this person has not seen it yet. @throws cursor_invalid */
export async function listPortalAlerts(
  ctx: Ctx<DistributorPrincipal>,
  input: PortalAlertListInput,
): Promise<Page<PortalAlertDto>> {
  const { cursor, limit, ...filter } = input;
  const { distributorId, loginId } = ctx.principal;
  const before = positionOf(cursor);
  return await asDistributor(ctx, async (tx) => {
    const seenAt = await readSeenAt(tx, { distributorId, loginId });
    const rows = await listPortalAlertRows(tx, distributorId, { ...filter, before, limit: limit + 1 });
    const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
    return {
      items: page.map((row) => ({
        ...presentAlert(row),
        isNew: seenAt === null || row.created_at > seenAt,
      })),
      nextCursor,
    };
  });
}

/** How many open alerts this person has not seen. */
export async function countUnseenAlerts(ctx: Ctx<DistributorPrincipal>): Promise<number> {
  const { distributorId, loginId } = ctx.principal;
  return await asDistributor(ctx, (tx) => countUnseen(tx, { distributorId, loginId }));
}

/** This person has looked at the list: what is there now is not new to it any more. Others have not. */
export async function markAlertsSeen(ctx: Ctx<DistributorPrincipal>): Promise<void> {
  const { distributorId, loginId } = ctx.principal;
  await asService(ctx, (tx) => writeSeen(tx, { distributorId, loginId }));
}
