import type { AuditEntry } from '@keyfall/contracts/tenancy-schemas';
import type { readAudit } from '@keyfall/core/tenants';

type Row = Awaited<ReturnType<typeof readAudit>>['items'][number];

/** A line of the trail. Its data was written by us as JSON; anything else shows as nothing. */
export function presentAudit(row: Row): AuditEntry {
  const isObject = typeof row.data === 'object' && row.data !== null && !Array.isArray(row.data);
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    data: isObject ? (row.data as AuditEntry['data']) : {},
    requestId: row.request_id,
    ip: row.ip,
  };
}
