import type { MoneySettings, TenantDto, TenantSettings } from '@keyfall/contracts/tenancy-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { deepestDistributor, findTenant, lockTenant, updateMoneySettings, updateTenantSettings } from './queries.ts';

/** The wholesaler's own settings. */
export async function getTenant(ctx: Ctx<StaffPrincipal>): Promise<TenantDto> {
  const row = await asStaff(ctx, findTenant);
  assert(row, 'a session names a tenant that does not exist');
  return {
    id: row.tenant_id,
    slug: row.slug,
    name: row.name,
    currency: row.currency,
    timezone: row.timezone,
    defaultLocale: row.default_locale,
    incomeDepth: row.income_depth,
    holdDays: row.hold_days,
    orderHoldSeconds: row.order_hold_seconds,
    unpaidOrdersMax: row.unpaid_orders_max,
  };
}

export async function updateSettings(ctx: Ctx<StaffPrincipal>, settings: TenantSettings): Promise<void> {
  await asService(ctx, async (tx) => {
    await updateTenantSettings(tx, settings);
    await recordAudit(tx, ctx, { action: 'tenants.update_settings', data: { ...settings } });
  });
}

/**
 * Changes who may earn and how long income waits. Orders already placed keep the split they were placed with.
 *
 * @throws DomainError in_use when a distributor stands deeper than the new depth allows
 */
export async function updateMoneyRules(ctx: Ctx<StaffPrincipal>, settings: MoneySettings): Promise<void> {
  await asService(ctx, async (tx) => {
    await lockTenant(tx);
    const deepest = await deepestDistributor(tx);
    if (deepest > settings.incomeDepth + 1)
      throw new DomainError('in_use', { what: 'income_depth', by: 'distributor' });
    await updateMoneySettings(tx, settings);
    await recordAudit(tx, ctx, { action: 'tenants.update_money_rules', data: { ...settings } });
  });
}
