import type { PriceRuleId } from '@keyfall/contracts';
import type { PriceImpactDto, PriceRuleDto, PriceRuleInput } from '@keyfall/contracts/price-schemas';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asDistributor, asService, asStaff } from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { withImpact } from './measure-impact.ts';
import { readChildren } from './owner-queries.ts';
import { ownerOf, type OwnerInput, type PriceOwner, type PricingCtx } from './price-owner.ts';
import { readShopForPricing } from './queries.ts';
import { queueRecheck } from './recheck-queries.ts';
import type { Rises } from './rise.rules.ts';
import {
  deleteRule,
  insertRule,
  isRuleOf,
  listPriceRules,
  lockRuleAt,
  readScopeSkus,
  updateRule,
  type RuleScope,
} from './rule-queries.ts';
import type { SeenVersion } from './save-price-list.ts';

/** SKUs of a scope that a preview looks at; where there are more, the recheck after saving looks at all of them. */
const SCOPE_SKUS_MAX = 5000;

/** An owner's rules. */
export async function readRules(ctx: PricingCtx, input: OwnerInput): Promise<readonly PriceRuleDto[]> {
  const owner = await asService(ctx, (tx) => ownerOf(tx, ctx, input));
  const { principal } = ctx;
  return principal.kind === 'staff'
    ? await asStaff({ ...ctx, principal }, (tx) => listPriceRules(tx, owner.id))
    : await asDistributor({ ...ctx, principal }, (tx) => listPriceRules(tx, owner.id));
}

/**
 * Makes or changes a rule: own cost plus percent plus amount, for all children, a level, one child, or one's own shop. A rule
 * never asks less than the owner's cost, so nothing is to be refused about its figures.
 *
 * @throws DomainError not_found (rule, child, level, shop, scope), version_conflict, already_exists (same target and scope)
 */
export async function savePriceRule(
  ctx: PricingCtx,
  input: OwnerInput & {
    readonly rule: SeenVersion<PriceRuleId> | null;
    readonly input: PriceRuleInput;
    readonly dryRun: boolean;
  },
): Promise<PriceImpactDto> {
  const work = withImpact(ctx, input.dryRun, async (tx, measured) => {
    const owner = await ownerOf(tx, ctx, input);
    await assertTarget(tx, owner, input.input);
    const old = input.rule === null ? undefined : await lockSeenRule(tx, owner, input.rule);
    const scopes = [input.input, ...(old === undefined ? [] : [old])];
    const rises = await measured(await changeOf(tx, owner, scopes), async () => {
      const id = input.rule?.id ?? (await insertRule(tx, owner.id, input.input));
      if (input.rule !== null) await updateRule(tx, input.rule.id, input.input);
      await recordAudit(tx, ctx, {
        action: 'pricing.save_price_rule',
        subjectKind: 'price_rule',
        subjectId: id,
        data: { ownerId: owner.id, ...input.input },
      });
    });
    for (const [index, scope] of scopes.entries()) await recheck(tx, ctx, owner, scope, index === 0 ? rises : {});
  });
  return await refusing(work);
}

/** Removes a rule. @throws DomainError not_found, version_conflict */
export async function removePriceRule(
  ctx: PricingCtx,
  input: OwnerInput & SeenVersion<PriceRuleId> & { readonly dryRun: boolean },
): Promise<PriceImpactDto> {
  return await withImpact(ctx, input.dryRun, async (tx, measured) => {
    const owner = await ownerOf(tx, ctx, input);
    const old = await lockSeenRule(tx, owner, input);
    const rises = await measured(await changeOf(tx, owner, [old]), async () => {
      await deleteRule(tx, input.id);
      await recordAudit(tx, ctx, {
        action: 'pricing.remove_price_rule',
        subjectKind: 'price_rule',
        subjectId: input.id,
        data: { ownerId: owner.id },
      });
    });
    await recheck(tx, ctx, owner, old, rises);
  });
}

async function changeOf(tx: ServiceTx, owner: PriceOwner, scopes: readonly RuleScope[]) {
  const skuIds = new Set<string>();
  for (const scope of scopes) for (const id of await readScopeSkus(tx, scope, SCOPE_SKUS_MAX)) skuIds.add(id);
  return { owner, skuIds: [...skuIds], moments: [undefined] };
}

async function recheck(
  tx: ServiceTx,
  ctx: PricingCtx,
  owner: PriceOwner,
  scope: RuleScope,
  rises: Rises,
): Promise<void> {
  const isAll = scope.skuId === null && scope.productId === null && scope.categoryId === null;
  const skuIds = isAll ? null : await readScopeSkus(tx, scope, SCOPE_SKUS_MAX + 1);
  // A category too large to be listed is looked at as everything.
  const named = skuIds !== null && skuIds.length > SCOPE_SKUS_MAX ? null : skuIds;
  await queueRecheck(tx, ctx.principal.tenantId, owner.id, named, rises);
}

async function lockSeenRule(tx: ServiceTx, owner: PriceOwner, rule: SeenVersion<PriceRuleId>): Promise<RuleScope> {
  const locked = await lockRuleAt(tx, owner.id, rule);
  if (locked !== undefined) return locked;
  const exists = await isRuleOf(tx, owner.id, rule.id);
  throw exists
    ? new DomainError('version_conflict', { what: 'price_rule' })
    : new DomainError('not_found', { what: 'price_rule' });
}

/** A rule is for a child of the owner's own, or for a shop of its own. */
async function assertTarget(tx: ServiceTx, owner: PriceOwner, rule: PriceRuleInput): Promise<void> {
  if (rule.childId !== null && (await readChildren(tx, owner.id, [rule.childId], 1)).length === 0) {
    throw new DomainError('not_found', { what: 'distributor' });
  }
  if (rule.shopId !== null && (await readShopForPricing(tx, rule.shopId, owner.id)) === undefined) {
    throw new DomainError('not_found', { what: 'shop' });
  }
}
