import type { PriceRuleDto, PriceRuleInput } from '@keyfall/contracts/price-schemas';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { parseRate, parseUnitPrice } from '@keyfall/money';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

interface RuleRow {
  readonly id: string;
  readonly name: string;
  readonly child_id: string | null;
  readonly level_id: string | null;
  readonly shop_id: string | null;
  readonly category_id: string | null;
  readonly product_id: string | null;
  readonly sku_id: string | null;
  readonly percent: string;
  readonly fixed: string;
  readonly step: string;
  readonly target_name: string | null;
  readonly scope_name_zh: string | null;
  readonly scope_name_en: string | null;
  readonly version: bigint;
}

/** An owner's rules, the widest scope first. */
export async function listPriceRules(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  ownerId: string,
): Promise<readonly PriceRuleDto[]> {
  const rows = await readSql(
    tx,
    sql<RuleRow>`
    select r.id, r.name, r.child_id, r.level_id, r.shop_id, r.category_id, r.product_id, r.sku_id, r.percent, r.fixed, r.step, r.version,
           coalesce(d.name, l.name, s.name) as target_name, coalesce(c.name_zh, p.name_zh, k.code) as scope_name_zh,
           coalesce(c.name_en, p.name_en, k.code) as scope_name_en
      from pricing.price_rule r
      left join tenancy.distributor d on d.tenant_id = r.tenant_id and d.id = r.child_id
      left join tenancy.level l on l.tenant_id = r.tenant_id and l.id = r.level_id
      left join tenancy.shop s on s.tenant_id = r.tenant_id and s.id = r.shop_id
      left join catalog.category c on c.tenant_id = r.tenant_id and c.id = r.category_id
      left join catalog.product p on p.tenant_id = r.tenant_id and p.id = r.product_id
      left join catalog.sku k on k.tenant_id = r.tenant_id and k.id = r.sku_id
     where r.tenant_id = app.tenant_id() and r.owner_id = ${ownerId}
     order by r.sku_id is not null, r.product_id is not null, r.category_id is not null, r.name, r.id limit 500`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    childId: row.child_id,
    levelId: row.level_id,
    shopId: row.shop_id,
    categoryId: row.category_id,
    productId: row.product_id,
    skuId: row.sku_id,
    percent: parseRate(row.percent),
    fixed: parseUnitPrice(row.fixed),
    step: parseUnitPrice(row.step),
    targetName: row.target_name,
    scopeNameZh: row.scope_name_zh,
    scopeNameEn: row.scope_name_en,
    version: row.version.toString(),
  }));
}

/** The SKUs in a rule's scope; null: all of them. */
export type RuleScope = Pick<PriceRuleInput, 'categoryId' | 'productId' | 'skuId'>;

/** A rule before it is changed, locked, if the caller saw its present version. */
export async function lockRuleAt(
  tx: ServiceTx,
  ownerId: string,
  rule: { readonly id: string; readonly version: string },
): Promise<RuleScope | undefined> {
  const row = await tx
    .selectFrom('pricing.price_rule')
    .select(['category_id', 'product_id', 'sku_id'])
    .where('id', '=', rule.id)
    .where('owner_id', '=', ownerId)
    .where('version', '=', BigInt(rule.version))
    .forUpdate()
    .executeTakeFirst();
  return row && ({ categoryId: row.category_id, productId: row.product_id, skuId: row.sku_id } as RuleScope);
}

export async function isRuleOf(tx: ServiceTx, ownerId: string, ruleId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('pricing.price_rule')
    .select('id')
    .where('id', '=', ruleId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  return row !== undefined;
}

const columnsOf = (input: PriceRuleInput) => ({
  name: input.name,
  child_id: input.childId,
  level_id: input.levelId,
  shop_id: input.shopId,
  category_id: input.categoryId,
  product_id: input.productId,
  sku_id: input.skuId,
  percent: input.percent,
  fixed: input.fixed,
  step: input.step,
});

export async function insertRule(tx: ServiceTx, ownerId: string, input: PriceRuleInput): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('pricing.price_rule')
    .values({ id, owner_id: ownerId, ...columnsOf(input) })
    .execute();
  return id;
}

export async function updateRule(tx: ServiceTx, ruleId: string, input: PriceRuleInput): Promise<void> {
  await tx
    .updateTable('pricing.price_rule')
    .set((eb) => ({ ...columnsOf(input), version: eb('version', '+', 1n), updated_at: sql<Date>`app.now()` }))
    .where('id', '=', ruleId)
    .execute();
}

export async function deleteRule(tx: ServiceTx, ruleId: string): Promise<void> {
  await tx.deleteFrom('pricing.price_rule').where('id', '=', ruleId).execute();
}

/** Ids of up to `limit` SKUs in a scope, in their order. */
export async function readScopeSkus(tx: ServiceTx, scope: RuleScope, limit: number): Promise<readonly string[]> {
  let query = tx
    .selectFrom('catalog.sku as s')
    .innerJoin('catalog.product as p', (join) =>
      join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.product_id'),
    )
    .select('s.id')
    .orderBy('s.id')
    .limit(limit);
  if (scope.skuId !== null) query = query.where('s.id', '=', scope.skuId);
  if (scope.productId !== null) query = query.where('s.product_id', '=', scope.productId);
  if (scope.categoryId !== null) query = query.where('p.category_id', '=', scope.categoryId);
  const rows = await query.execute();
  return rows.map((row) => row.id);
}
