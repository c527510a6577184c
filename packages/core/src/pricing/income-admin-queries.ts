import type { IncomeModel } from '@keyfall/contracts';
import type { IncomePolicy, IncomeRateDto } from '@keyfall/contracts/income-schemas';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { codePositionOf, pageOf } from '../page-cursor.ts';
import { uuidv7 } from 'uuidv7';

export interface PolicyRow {
  readonly model: IncomeModel;
  readonly margin_min: string;
  readonly own_purchase_earns: boolean;
  readonly version: bigint;
}

/** The tenant's policy; undefined while it has the defaults. */
export async function findPolicy(tx: ReadTx<'admin'> | ServiceTx): Promise<PolicyRow | undefined> {
  return await tx
    .selectFrom('pricing.income_policy')
    .select(['model', 'margin_min', 'own_purchase_earns', 'version'])
    .executeTakeFirst();
}

/** Writes the policy; false when it has moved on from `version` (0: there was none). */
export async function writePolicy(tx: ServiceTx, version: bigint, policy: IncomePolicy): Promise<boolean> {
  const columns = {
    model: policy.model,
    margin_min: policy.marginMin,
    own_purchase_earns: policy.ownPurchaseEarns,
  };
  if (version === 0n) {
    const made = await tx
      .insertInto('pricing.income_policy')
      .values(columns)
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .executeTakeFirst();
    return made.numInsertedOrUpdatedRows === 1n;
  }
  const changed = await tx
    .updateTable('pricing.income_policy')
    .set({ ...columns, updated_at: sql<Date>`app.now()`, version: sql<bigint>`version + 1` })
    .where('version', '=', version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export interface CardRow {
  readonly id: string;
  readonly valid_from: Date;
  readonly is_present: boolean;
  readonly rates: readonly { level_id: string | null; distance: number; percent: string }[];
}

/** The card that holds now and those that begin later, in their order. */
export async function listCards(tx: ReadTx<'admin'>): Promise<CardRow[]> {
  return await readSql(
    tx,
    sql<CardRow>`
      select c.id, c.valid_from, c.valid_from <= app.now() as is_present,
             coalesce((select jsonb_agg(jsonb_build_object('level_id', r.level_id, 'distance', r.distance, 'percent', r.percent::text) order by r.distance, r.level_id)
                         from pricing.rate r where r.tenant_id = c.tenant_id and r.card_id = c.id), '[]') as rates
        from pricing.rate_card c
       where c.tenant_id = app.tenant_id()
         and c.valid_from >= coalesce((select max(p.valid_from) from pricing.rate_card p where p.tenant_id = app.tenant_id() and p.valid_from <= app.now()), '-infinity')
       order by c.valid_from`,
  );
}

export async function listIncomeLevels(tx: ReadTx<'admin'>) {
  return await tx
    .selectFrom('tenancy.level')
    .select((eb) => ['id', 'name', eb.ref('rank').$notNull().as('rank')])
    .where('retired_at', 'is', null)
    .orderBy('rank')
    .execute();
}

export async function readIncomeDepth(tx: ReadTx<'admin'> | ServiceTx): Promise<number> {
  const row = await tx.selectFrom('tenancy.tenant').select('income_depth').executeTakeFirstOrThrow();
  return row.income_depth;
}

/** Writes a card with its rates. Answers undefined when its moment is past. */
export async function insertCard(
  tx: ServiceTx,
  card: { readonly createdBy: string; readonly validFrom: Date | null; readonly rates: readonly IncomeRateDto[] },
): Promise<string | undefined> {
  const id = uuidv7();
  const { rows } = await sql<{ id: string }>`
    insert into pricing.rate_card (tenant_id, id, valid_from, created_by, created_at)
    select app.tenant_id(), ${id}, coalesce(${card.validFrom}::timestamptz, app.now()), ${card.createdBy}, app.now()
     where ${card.validFrom}::timestamptz is null or ${card.validFrom}::timestamptz > app.now()
    returning id`.execute(tx);
  if (rows.length === 0) return undefined;
  if (card.rates.length > 0)
    await tx
      .insertInto('pricing.rate')
      .values(
        card.rates.map((rate) => ({
          id: uuidv7(),
          card_id: id,
          level_id: rate.levelId,
          distance: rate.distance,
          percent: rate.percent,
        })),
      )
      .execute();
  return id;
}

/** Takes back a card that has not begun; false when there is none such. */
export async function deleteComingCard(tx: ServiceTx, cardId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('pricing.rate_card')
    .where('id', '=', cardId)
    .where('valid_from', '>', sql<Date>`app.now()`)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export interface SkuModelRow {
  readonly sku_id: string;
  readonly code: string;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly own: IncomeModel | null;
  readonly model: IncomeModel;
}

/** A page of SKUs by code with the model each is sold by. A text finds codes that begin with it and names that contain it. */
export async function listSkuModels(
  tx: ReadTx<'admin'>,
  filter: {
    readonly q?: string | undefined;
    readonly overridden?: boolean | undefined;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<{ readonly items: readonly SkuModelRow[]; readonly nextCursor: string | null }> {
  const after = codePositionOf(filter.cursor);
  const q = filter.q === undefined || filter.q === '' ? null : filter.q;
  const rows = await readSql(
    tx,
    sql<SkuModelRow>`
      select s.id as sku_id, s.code, p.name_zh as product_name_zh, p.name_en as product_name_en, s.name_zh, s.name_en, m.model as own,
             coalesce(m.model, i.model, 'price_difference') as model
        from catalog.sku s
        join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
        left join pricing.sku_income_model m on m.tenant_id = s.tenant_id and m.sku_id = s.id
        left join pricing.income_policy i on i.tenant_id = s.tenant_id
       where s.tenant_id = app.tenant_id() and (${after ?? null}::text is null or s.code > ${after ?? null}::text)
         and (${filter.overridden ?? false}::boolean = false or m.model is not null)
         and (${q}::text is null or s.code ^@ upper(${q}::text) or position(lower(${q}::text) in lower(p.name_zh || ' ' || p.name_en)) > 0)
       order by s.code limit ${filter.limit + 1}`,
  );
  const { page: items, nextCursor } = pageOf(rows, filter.limit, (last) => [last.code]);
  return { items, nextCursor };
}

/** Gives SKUs a model of their own, or the tenant's with null. Answers how many of them exist. */
export async function writeSkuModels(
  tx: ServiceTx,
  skuIds: readonly string[],
  model: IncomeModel | null,
): Promise<number> {
  const known = await tx
    .selectFrom('catalog.sku')
    .select('id')
    .where('id', 'in', [...skuIds])
    .execute();
  const ids = known.map((row) => row.id);
  if (ids.length === 0) return 0;
  if (model === null) await tx.deleteFrom('pricing.sku_income_model').where('sku_id', 'in', ids).execute();
  else
    await tx
      .insertInto('pricing.sku_income_model')
      .values(ids.map((id) => ({ sku_id: id, model })))
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'sku_id']).doUpdateSet({ model, updated_at: sql<Date>`app.now()` }),
      )
      .execute();
  return ids.length;
}

/** Whether anything is sold by price difference: then the tree may be no deeper than those that can earn. */
export async function sellsByDifference(tx: ServiceTx): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select coalesce((select p.model from pricing.income_policy p where p.tenant_id = app.tenant_id()), 'price_difference') = 'price_difference'
           or exists (select from pricing.sku_income_model m where m.tenant_id = app.tenant_id() and m.model = 'price_difference') as found`.execute(
    tx,
  );
  return rows[0]?.found ?? true;
}

/** How deep the deepest distributor stands. Locks the tenant's row, as changes of the tree do. */
export async function lockTreeDepth(
  tx: ServiceTx,
): Promise<{ readonly deepest: number; readonly incomeDepth: number }> {
  const tenant = await tx
    .selectFrom('tenancy.tenant')
    .select('income_depth')
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const row = await tx
    .selectFrom('tenancy.distributor')
    .select((eb) => eb.fn.max('depth').as('deepest'))
    .where('status', '<>', 'closed')
    .executeTakeFirst();
  return { deepest: row?.deepest ?? 0, incomeDepth: tenant.income_depth };
}
