import { can, type Page } from '@keyfall/contracts';
import type { AlertDto } from '@keyfall/contracts/alert-schemas';
import { ALERT_DECIDERS, ALERT_KINDS, type AlertKind } from '@keyfall/contracts/alerts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { closeAlertById, listAlertRows, type AlertReader } from './alert-queries.ts';
import { presentAlert } from './present-alert.ts';

export interface AlertListInput {
  /** Left out: open and closed ones. */
  readonly isOpen?: boolean | undefined;
  readonly kinds?: readonly AlertKind[] | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/**
 * The wholesaler's alerts, newest first; of those that ask for a decision the ones that the caller may take. Read as staff.
 *
 * @throws DomainError cursor_invalid
 */
export async function listAlerts(ctx: Ctx<StaffPrincipal>, input: AlertListInput): Promise<Page<AlertDto>> {
  const { cursor, limit, ...filter } = input;
  const before = positionOf(cursor);
  const rows = await asStaff(ctx, (tx) =>
    listAlertRows(tx, readerOf(ctx.principal), { ...filter, before, limit: limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
  return {
    items: page.map(presentAlert),
    nextCursor,
  };
}

/**
 * Closes an alert somebody has dealt with; closing it again changes nothing. One whose cause stays is opened again the next
 * day.
 *
 * @throws DomainError not_found
 */
export async function closeAlertByHand(ctx: Ctx<StaffPrincipal>, input: { readonly alertId: string }): Promise<void> {
  await asService(ctx, async (tx) => {
    const wasOpen = await closeAlertById(tx, input.alertId, readerOf(ctx.principal));
    if (wasOpen === undefined) throw new DomainError('not_found', { what: 'alert' });
    if (!wasOpen) return;
    await recordAudit(tx, ctx, { action: 'notifications.close_alert', subjectKind: 'alert', subjectId: input.alertId });
  });
}

function readerOf({ loginId, role }: StaffPrincipal): AlertReader {
  const hiddenKinds = ALERT_KINDS.filter((kind) => {
    const permission = ALERT_DECIDERS[kind];
    return permission !== undefined && !can({ audience: 'admin', role }, permission);
  });
  return { loginId, hiddenKinds };
}
