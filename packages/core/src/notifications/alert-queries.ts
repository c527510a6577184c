import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

/** What a back office should look at. One is open per kind and subject; raising it again changes nothing. */
export interface Alert {
  /** `area.what`, e.g. `refund.failed`; both languages name each kind. */
  readonly kind: string;
  /** What it is about: an id or a code, at most 120 characters. */
  readonly subject: string;
  readonly params?: Readonly<Record<string, string | number | boolean | null>>;
  /** Whose it is; left out: the wholesaler's. */
  readonly distributorId?: string | null;
}

/** Opens an alert unless the same is open. Answers whether it is new. */
export async function raiseAlert(tx: ServiceTx, alert: Alert): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into notify.alert (tenant_id, id, distributor_id, kind, subject, params)
    values (app.tenant_id(), ${uuidv7()}, ${alert.distributorId ?? null}::uuid, ${alert.kind}, ${alert.subject}, ${JSON.stringify(alert.params ?? {})}::jsonb)
    on conflict (tenant_id, kind, subject) where closed_at is null do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Closes an alert whose cause is gone; nothing happens when none is open. */
export async function closeAlert(tx: ServiceTx, kind: string, subject: string): Promise<void> {
  await tx
    .updateTable('notify.alert')
    .set({ closed_at: sql<Date>`app.now()` })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('closed_at', 'is', null)
    .execute();
}
