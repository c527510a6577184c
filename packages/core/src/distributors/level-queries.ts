import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** What refers to a level. What is over, or closed, is history: it keeps the level and does not hinder its end. */
export interface LevelUse {
  readonly distributors: boolean;
  readonly price_lists: boolean;
  readonly price_rules: boolean;
  readonly rate_cards: boolean;
  readonly history: boolean;
}

/** Locks a level in force against whoever would begin to use it; false when there is none such. */
export async function lockLevel(tx: ServiceTx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('tenancy.level')
    .select('id')
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Who uses a level, now or later, and whether anything past names it. */
export async function readLevelUse(tx: ServiceTx, id: string): Promise<LevelUse> {
  const { rows } = await sql<LevelUse>`
    with present as (
      select coalesce(max(c.valid_from), '-infinity') as at from pricing.rate_card c where c.tenant_id = app.tenant_id() and c.valid_from <= app.now()),
    node as (select d.status from tenancy.distributor d where d.tenant_id = app.tenant_id() and d.level_id = ${id}),
    list as (select v.valid_to from pricing.price_list v where v.tenant_id = app.tenant_id() and v.level_id = ${id}),
    card as (
      select c.valid_from from pricing.rate r
        join pricing.rate_card c on c.tenant_id = r.tenant_id and c.id = r.card_id
       where r.tenant_id = app.tenant_id() and r.level_id = ${id})
    select exists (select from node where status <> 'closed') as distributors,
           exists (select from list where valid_to is null or valid_to > app.now()) as price_lists,
           exists (select from pricing.price_rule u where u.tenant_id = app.tenant_id() and u.level_id = ${id}) as price_rules,
           exists (select from card, present where card.valid_from >= present.at) as rate_cards,
           exists (select from node) or exists (select from list) or exists (select from card) as history`.execute(tx);
  return rows[0] ?? { distributors: false, price_lists: false, price_rules: false, rate_cards: false, history: false };
}

/** Ends a level that only history names: it keeps its name and gives up its rank. */
export async function retireLevel(tx: ServiceTx, id: string): Promise<void> {
  await tx
    .updateTable('tenancy.level')
    .set({ retired_at: sql<Date>`app.now()`, rank: null })
    .where('id', '=', id)
    .execute();
}

export async function deleteLevel(tx: ServiceTx, id: string): Promise<void> {
  await tx.deleteFrom('tenancy.level').where('id', '=', id).execute();
}
