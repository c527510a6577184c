import { schedulerTx, type Database } from '@keyfall/db';
import { sql } from 'kysely';
import type { WorkKind } from './queries.ts';

/** A wake-up: some tenant may have work of this kind. */
export interface DueWork {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: WorkKind;
}

const ROWS_MAX = 5000;

/** The wake-ups whose time has come, oldest first, of the kinds that somebody here can do. */
export async function readDueWork(db: Database, kinds: readonly WorkKind[]): Promise<DueWork[]> {
  if (kinds.length === 0) return [];
  const rows = await schedulerTx(db, (tx) =>
    tx
      .selectFrom('ops.due_work')
      .select(['id', 'tenant_ref', 'kind'])
      .where('due_at', '<=', sql<Date>`app.now()`)
      .where('kind', 'in', kinds)
      .orderBy('due_at')
      .limit(ROWS_MAX)
      .execute(),
  );
  return rows.map((row) => ({ id: row.id.toString(), tenantId: row.tenant_ref, kind: row.kind as WorkKind }));
}

/** Deletes wake-ups that were answered. */
export async function forgetDueWork(db: Database, ids: readonly string[]): Promise<void> {
  await schedulerTx(db, (tx) =>
    tx
      .deleteFrom('ops.due_work')
      .where('id', '=', sql<bigint>`any (${ids}::bigint[])`)
      .execute(),
  );
}

/** Every tenant of the installation, for the round that needs no wake-up. */
export async function listTenants(db: Database): Promise<string[]> {
  const rows = await schedulerTx(db, (tx) => tx.selectFrom('ops.tenant_ref').select('tenant_ref').execute());
  return rows.map((row) => row.tenant_ref);
}
