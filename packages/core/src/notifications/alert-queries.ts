import type { AlertKind, PortalAlertKind } from '@keyfall/contracts/alerts';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { InstantPosition } from '../page-cursor.ts';

/** What a back office should look at. One is open per kind and subject; raising it again changes nothing. */
export interface Alert {
  readonly kind: AlertKind | PortalAlertKind;
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
export async function closeAlert(tx: ServiceTx, kind: AlertKind | PortalAlertKind, subject: string): Promise<void> {
  await tx
    .updateTable('notify.alert')
    .set({ closed_at: sql<Date>`app.now()` })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('closed_at', 'is', null)
    .execute();
}

/** A cause that is there now. */
export interface AlertCause {
  readonly subject: string;
  readonly params: Readonly<Record<string, string | number | null>>;
}

/**
 * Makes the open alerts of a kind those whose cause is there now: opens the missing ones, tells those already open their
 * present figures, closes the rest. One that a person closed comes back a day after it was opened, not at once. Answers how
 * many rows changed.
 */
export async function matchAlerts(tx: ServiceTx, kind: AlertKind, causes: readonly AlertCause[]): Promise<number> {
  const rows = JSON.stringify(causes.map((cause) => ({ ...cause, id: uuidv7() })));
  const { rows: counted } = await sql<{ changed: number }>`
    with cause as (select c.id, c.subject, c.params from jsonb_to_recordset(${rows}::jsonb) as c(id uuid, subject text, params jsonb)),
    gone as (
      update notify.alert a set closed_at = app.now()
       where a.tenant_id = app.tenant_id() and a.kind = ${kind} and a.closed_at is null
         and not exists (select from cause c where c.subject = a.subject)
      returning 1),
    moved as (
      update notify.alert a set params = c.params from cause c
       where a.tenant_id = app.tenant_id() and a.kind = ${kind} and a.closed_at is null and a.subject = c.subject and a.params <> c.params
      returning 1),
    raised as (
      insert into notify.alert (tenant_id, id, kind, subject, params)
      select app.tenant_id(), c.id, ${kind}, c.subject, c.params from cause c
       where not exists (select from notify.alert a where a.tenant_id = app.tenant_id() and a.kind = ${kind} and a.subject = c.subject
                            and (a.closed_at is null or a.created_at > app.now() - interval '1 day'))
      on conflict (tenant_id, kind, subject) where closed_at is null do nothing
      returning 1)
    select ((select count(*) from gone) + (select count(*) from moved) + (select count(*) from raised))::integer as changed`.execute(
    tx,
  );
  return counted[0]?.changed ?? 0;
}

export interface AlertRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly params: unknown;
  readonly created_at: Date;
  readonly closed_at: Date | null;
  /** created_at to the microsecond, for the next page. */
  readonly position: string;
}

/** Whose eyes alerts are for. */
export interface AlertReader {
  readonly loginId: string;
  /** Kinds that ask for a word the reader may not give. */
  readonly hiddenKinds: readonly AlertKind[];
}

export interface AlertFilter {
  readonly isOpen?: boolean | undefined;
  readonly kinds?: readonly (AlertKind | PortalAlertKind)[] | undefined;
  readonly before?: InstantPosition | undefined;
  readonly limit: number;
}

/** A question is not for whoever asked it, nor for who may not answer it. */
function isFor({ loginId, hiddenKinds }: AlertReader): RawBuilder<boolean> {
  return sql<boolean>`kind <> all (${[...hiddenKinds]}::text[]) and params ->> 'asked_by' is distinct from ${loginId}::text`;
}

/** The wholesaler's alerts for one of its people, newest first. */
export async function listAlertRows(
  tx: ReadTx<'admin'>,
  reader: AlertReader,
  filter: AlertFilter,
): Promise<AlertRow[]> {
  return await listRows(tx, sql<boolean>`distributor_id is null and ${isFor(reader)}`, filter);
}

/** A distributor's own alerts, newest first. */
export async function listPortalAlertRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: AlertFilter,
): Promise<AlertRow[]> {
  return await listRows(tx, sql<boolean>`distributor_id = ${distributorId}`, filter);
}

async function listRows(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  areWanted: RawBuilder<boolean>,
  { isOpen, kinds = [], before, limit }: AlertFilter,
): Promise<AlertRow[]> {
  const inState = isOpen === undefined ? sql`` : isOpen ? sql`and closed_at is null` : sql`and closed_at is not null`;
  const ofKinds = kinds.length === 0 ? sql`` : sql`and kind = any (${[...kinds]}::text[])`;
  const onPage =
    before === undefined ? sql`` : sql`and (created_at, id) < (${before.position}::timestamptz, ${before.id}::uuid)`;
  return await readSql(
    tx,
    sql<AlertRow>`
      select id, kind, subject, params, created_at, closed_at, created_at::text as position
        from notify.alert
       where tenant_id = app.tenant_id() and ${areWanted} ${inState} ${ofKinds} ${onPage}
       order by created_at desc, id desc limit ${limit}`,
  );
}

/** Closes one of the wholesaler's alerts by hand. Undefined: the reader has none of that id; false: it was closed before. */
export async function closeAlertById(tx: ServiceTx, id: string, reader: AlertReader): Promise<boolean | undefined> {
  const row = await tx
    .selectFrom('notify.alert')
    .select('closed_at')
    .where('id', '=', id)
    .where('distributor_id', 'is', null)
    .where(isFor(reader))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.closed_at !== null) return false;
  await tx
    .updateTable('notify.alert')
    .set({ closed_at: sql<Date>`app.now()` })
    .where('id', '=', id)
    .execute();
  return true;
}
