import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Ctx, Principal } from '../context.ts';
import type { WorkKind } from '../jobs/index.ts';

export interface AuditRecord {
  /** `module.verb`, e.g. `catalog.publish_product`. */
  readonly action: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  /** Ids and figures; never a secret, a code or a password. */
  readonly data?: Readonly<Record<string, unknown>>;
}

const ACTOR_KIND = {
  staff: 'staff',
  distributor: 'distributor',
  buyer: 'buyer',
  visitor: 'buyer',
  system: 'system',
} as const satisfies Record<Principal['kind'], string>;

/** Entries of these seconds are sealed together. */
const SEAL_AFTER_SECONDS = 5;

/**
 * Writes what was done, by whom and from where, in the transaction that does it, with the wake-up of the job that seals it.
 */
export async function recordAudit(tx: ServiceTx, ctx: Ctx, record: AuditRecord): Promise<void> {
  const { principal } = ctx;
  const isOperator = principal.kind === 'system' && principal.actor === 'operator';
  await tx
    .with('woken', (db) =>
      db.insertInto('ops.due_work').values({
        tenant_ref: principal.tenantId,
        kind: 'audit.seal' satisfies WorkKind,
        due_at: sql<Date>`app.now() + make_interval(secs => ${SEAL_AFTER_SECONDS})`,
      }),
    )
    .insertInto('audit.entry')
    .values({
      id: uuidv7(),
      actor_kind: isOperator ? 'operator' : ACTOR_KIND[principal.kind],
      actor_id: actorOf(principal),
      distributor_id: principal.kind === 'distributor' ? principal.distributorId : null,
      action: record.action,
      subject_kind: record.subjectKind ?? null,
      subject_id: record.subjectId ?? null,
      data: JSON.stringify(record.data ?? {}),
      request_id: ctx.requestId,
      ip: ctx.ip,
    })
    .execute();
}

function actorOf(principal: Principal): string | null {
  switch (principal.kind) {
    case 'staff':
    case 'distributor':
      return principal.loginId;
    case 'buyer':
      return principal.buyerId;
    case 'visitor':
    case 'system':
      return null;
  }
}
