import type { MoneySettings, TenantInput, TenantSettings } from '@keyfall/contracts/tenancy-schemas';
import type { AnyTenantTx, PlatformTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { InstantPosition } from '../page-cursor.ts';

/** Inserts a tenant; false when the slug is taken. */
export async function insertTenant(tx: PlatformTx, tenantId: string, input: TenantInput): Promise<boolean> {
  const result = await tx
    .insertInto('tenancy.tenant')
    .values({
      tenant_id: tenantId,
      slug: input.slug,
      name: input.name,
      currency: input.currency,
      timezone: input.timezone,
      default_locale: input.defaultLocale,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findTenantBySlug(tx: PlatformTx, slug: string) {
  return await tx
    .selectFrom('tenancy.tenant')
    .select(['tenant_id', 'slug', 'name', 'status'])
    .where('slug', '=', slug)
    .executeTakeFirst();
}

export async function listTenantRows(tx: PlatformTx) {
  return await tx
    .selectFrom('tenancy.tenant')
    .select(['tenant_id', 'slug', 'name', 'currency', 'status'])
    .orderBy('slug')
    .execute();
}

/** From now on the worker visits the tenant. */
export async function insertTenantRef(tx: PlatformTx, tenantId: string): Promise<void> {
  await tx
    .insertInto('ops.tenant_ref')
    .values({ tenant_ref: tenantId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function hasTenantKeys(tx: ServiceTx): Promise<boolean> {
  const row = await tx.selectFrom('inventory.tenant_key').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

export async function findTenant(tx: AnyTenantTx) {
  return await tx
    .selectFrom('tenancy.tenant')
    .select([
      'tenant_id',
      'slug',
      'name',
      'currency',
      'timezone',
      'default_locale',
      'status',
      'income_depth',
      'hold_days',
      'order_hold_seconds',
      'unpaid_orders_max',
    ])
    .executeTakeFirst();
}

/** Locks the tenant's row, so that a change of its rules and a change of its tree do not pass each other. */
export async function lockTenant(tx: ServiceTx) {
  return await tx.selectFrom('tenancy.tenant').select(['income_depth', 'status']).forNoKeyUpdate().executeTakeFirst();
}

export async function updateTenantStatus(tx: ServiceTx, status: 'active' | 'suspended'): Promise<void> {
  await tx
    .updateTable('tenancy.tenant')
    .set({ status, updated_at: sql<Date>`app.now()` })
    .execute();
}

export async function updateTenantSettings(tx: ServiceTx, settings: TenantSettings): Promise<void> {
  await tx
    .updateTable('tenancy.tenant')
    .set({
      name: settings.name,
      timezone: settings.timezone,
      default_locale: settings.defaultLocale,
      order_hold_seconds: settings.orderHoldSeconds,
      unpaid_orders_max: settings.unpaidOrdersMax,
      updated_at: sql<Date>`app.now()`,
    })
    .execute();
}

export async function updateMoneySettings(tx: ServiceTx, settings: MoneySettings): Promise<void> {
  await tx
    .updateTable('tenancy.tenant')
    .set({
      income_depth: settings.incomeDepth,
      hold_days: settings.holdDays,
      updated_at: sql<Date>`app.now()`,
    })
    .execute();
}

/** Depth of the deepest distributor that is not closed. */
export async function deepestDistributor(tx: ServiceTx): Promise<number> {
  const row = await tx
    .selectFrom('tenancy.distributor')
    .select((eb) => eb.fn.max('depth').as('depth'))
    .where('status', '<>', 'closed')
    .executeTakeFirst();
  return row?.depth ?? 0;
}

/** A page of the audit trail, newest first. */
export async function listAudit(
  tx: AnyTenantTx,
  filter: {
    readonly before: InstantPosition | undefined;
    readonly action: string | undefined;
    readonly actorId: string | undefined;
    readonly subjectId: string | undefined;
    readonly limit: number;
  },
) {
  let query = tx
    .selectFrom('audit.entry')
    .select([
      'id',
      'actor_kind',
      'actor_id',
      'action',
      'subject_kind',
      'subject_id',
      'data',
      'request_id',
      'ip',
      'created_at',
      sql<string>`created_at::text`.as('created_at_text'),
    ]);
  if (filter.action !== undefined) {
    // A range instead of LIKE, which no index serves under row-level security.
    query = query.where('action', '>=', filter.action).where('action', '<', `${filter.action}\u{10ffff}`);
  }
  if (filter.actorId !== undefined) query = query.where('actor_id', '=', filter.actorId);
  if (filter.subjectId !== undefined) query = query.where('subject_id', '=', filter.subjectId);
  if (filter.before !== undefined) {
    const { position, id } = filter.before;
    query = query.where(sql<boolean>`(created_at, id) < (${position}::timestamptz, ${id}::uuid)`);
  }
  return await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute();
}

/** Moves the demo clock and answers what it shows now. */
export async function shiftClock(tx: PlatformTx, interval: string): Promise<Date> {
  await tx
    .updateTable('ops.clock')
    .set({ shift: sql`shift + ${interval}::interval` })
    .execute();
  const row = await tx
    .selectFrom('ops.clock')
    .select(sql<Date>`app.now()`.as('now'))
    .executeTakeFirstOrThrow();
  return row.now;
}
