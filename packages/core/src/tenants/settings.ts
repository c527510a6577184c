import {
  INCOME_DEPTH_USUAL,
  type MoneyChange,
  type TenantDto,
  type TenantSettings,
} from '@keyfall/contracts/tenancy-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { sellsByDifference } from '../pricing/index.ts';
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
 * Changes who may earn and how long income waits. Orders already placed keep the split they were placed with. More uplines
 * than usual are let earn only by somebody who confirms that the law allows it; that is kept in the audit log.
 *
 * @throws DomainError legal_note_unconfirmed; in_use when a distributor stands deeper than the new depth allows and something
 *   is sold by price difference, where everybody in the chain has to earn
 */
export async function updateMoneyRules(ctx: Ctx<StaffPrincipal>, change: MoneyChange): Promise<void> {
  const { legalNoteRead, ...settings } = change;
  const depth = settings.incomeDepth;
  await asService(ctx, async (tx) => {
    const before = await lockTenant(tx);
    const isRaised = depth > INCOME_DEPTH_USUAL && depth > (before?.income_depth ?? 0);
    if (isRaised && !legalNoteRead) throw new DomainError('legal_note_unconfirmed', { depth });
    const deepest = await deepestDistributor(tx);
    if (deepest > depth + 1 && (await sellsByDifference(tx)))
      throw new DomainError('in_use', { what: 'income_depth', by: 'distributor' });
    await updateMoneySettings(tx, settings);
    await recordAudit(tx, ctx, {
      action: 'tenants.update_money_rules',
      data: { ...settings, incomeDepthBefore: before?.income_depth ?? null, ...(isRaised ? { legalNoteRead } : {}) },
    });
  });
}
