import type { IncomeModel, SkuId } from '@keyfall/contracts';
import type { IncomePolicy, RateCardInput } from '@keyfall/contracts/income-schemas';
import { constraintOf, type ServiceTx } from '@keyfall/db';
import { parseRate } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { matchAlerts } from '../notifications/index.ts';
import {
  deleteComingCard,
  insertCard,
  lockTreeDepth,
  sellsByDifference,
  writePolicy,
  writeSkuModels,
} from './income-admin-queries.ts';

/**
 * Sets the tenant's income model, the least margin of the percentage model and whether own purchases earn. Orders already
 * placed keep what was frozen with them.
 *
 * @throws DomainError version_conflict, in_use (price difference, and the tree is deeper than those that may earn)
 */
export async function saveIncomePolicy(
  ctx: Ctx<StaffPrincipal>,
  input: IncomePolicy & { readonly version: string },
): Promise<void> {
  const { version, ...policy } = input;
  await asService(ctx, async (tx) => {
    const { deepest, incomeDepth } = await lockTreeDepth(tx);
    const written = await writePolicy(tx, BigInt(version), { ...policy, marginMin: parseRate(policy.marginMin) });
    if (!written) throw new DomainError('version_conflict', { what: 'income_policy' });
    if (policy.model === 'price_difference' && deepest > incomeDepth + 1) await assertNothingByDifference(tx);
    await matchAlerts(tx, 'income.thin_margin', []);
    await recordAudit(tx, ctx, { action: 'pricing.save_income_policy', data: { ...policy } });
  });
}

async function assertNothingByDifference(tx: ServiceTx): Promise<void> {
  if (await sellsByDifference(tx)) throw new DomainError('in_use', { what: 'income_depth', by: 'distributor' });
}

/**
 * Writes all rates of the percentage model anew, from now on or from a later moment. What held before stays readable, and
 * orders keep the rates they were placed with.
 *
 * @throws DomainError validation_failed (a rate twice, a moment that is past), not_found (level), already_exists (another card
 *   begins at the same moment)
 */
export async function saveRateCard(ctx: Ctx<StaffPrincipal>, input: RateCardInput): Promise<{ readonly id: string }> {
  const places = input.rates.map((rate) => `${rate.levelId ?? ''}:${rate.distance}`);
  if (new Set(places).size < places.length) throw invalid('rates', 'duplicate');
  const work = asService(ctx, async (tx) => {
    const id = await insertCard(tx, {
      createdBy: ctx.principal.loginId,
      validFrom: input.validFrom === undefined ? null : new Date(input.validFrom),
      rates: input.rates.map((rate) => ({ ...rate, percent: parseRate(rate.percent) })),
    });
    if (id === undefined) throw invalid('validFrom', 'out_of_range');
    await matchAlerts(tx, 'income.thin_margin', []);
    await recordAudit(tx, ctx, {
      action: 'pricing.save_rates',
      subjectKind: 'rate_card',
      subjectId: id,
      data: { validFrom: input.validFrom ?? null, rates: input.rates.slice(0, 100) },
    });
    return { id };
  });
  return await work.catch((error: unknown) => {
    const constraint = constraintOf(error);
    if (constraint === 'rate_tenant_id_level_id_fkey')
      throw new DomainError('not_found', { what: 'level' }, { cause: error });
    if (constraint === 'rate_card_tenant_id_valid_from_key')
      throw new DomainError('already_exists', { what: 'rate_card' }, { cause: error });
    throw error;
  });
}

/** Takes back rates that have not begun. @throws DomainError not_found */
export async function withdrawRateCard(ctx: Ctx<StaffPrincipal>, cardId: string): Promise<void> {
  await asService(ctx, async (tx) => {
    if (!(await deleteComingCard(tx, cardId))) throw new DomainError('not_found', { what: 'rate_card' });
    await recordAudit(tx, ctx, { action: 'pricing.withdraw_rates', subjectKind: 'rate_card', subjectId: cardId });
  });
}

/**
 * Gives SKUs an income model of their own, or the tenant's with null.
 * @throws DomainError not_found, in_use (price difference, and the tree is deeper than those that may earn)
 */
export async function setSkuModels(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly skuIds: readonly SkuId[]; readonly model: IncomeModel | null },
): Promise<void> {
  const skuIds = [...new Set(input.skuIds)];
  await asService(ctx, async (tx) => {
    const { deepest, incomeDepth } = await lockTreeDepth(tx);
    const written = await writeSkuModels(tx, skuIds, input.model);
    if (written < skuIds.length) throw new DomainError('not_found', { what: 'sku' });
    if (input.model !== 'percentage' && deepest > incomeDepth + 1) await assertNothingByDifference(tx);
    await recordAudit(tx, ctx, {
      action: 'pricing.set_income_model',
      data: { model: input.model, skuIds: skuIds.slice(0, 200) },
    });
  });
}

function invalid(field: string, code: string): DomainError {
  return new DomainError('validation_failed', { fields: [field] }, { fields: [{ pointer: `/${field}`, code }] });
}
