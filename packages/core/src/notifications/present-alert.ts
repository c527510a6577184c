import type { AlertDto } from '@keyfall/contracts/alert-schemas';
import type { AlertRow } from './alert-queries.ts';

/** An alert as back office and portal show it. */
export function presentAlert(row: AlertRow): AlertDto {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    params: typeof row.params === 'object' && row.params !== null ? { ...row.params } : {},
    createdAt: row.created_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
