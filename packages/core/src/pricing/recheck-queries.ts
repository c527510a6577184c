import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { wakeWorker, wakeWorkerAt } from '../jobs/index.ts';
import type { Rises } from './rise.rules.ts';

/**
 * Asks for a look at who below an owner is lifted now. To be called in every transaction that changes what somebody pays: an
 * edit of prices, another purchase cost, a move in the tree. `skuIds` null: all of them. Whose costs rose is told with the look.
 */
export async function queueRecheck(
  tx: ServiceTx,
  tenantId: string,
  ownerId: string,
  skuIds: readonly string[] | null,
  raised: Rises = {},
): Promise<void> {
  if (skuIds?.length === 0) return;
  await tx
    .insertInto('pricing.recheck')
    .values({ id: uuidv7(), owner_id: ownerId, sku_ids: skuIds === null ? null : [...skuIds], raised })
    .execute();
  await wakeWorker(tx, tenantId, 'price.recheck');
}

/** Asks for the same at the moments when a list begins and ends, as far as they are to come. */
export async function queueListTurns(
  tx: ServiceTx,
  tenantId: string,
  ownerId: string,
  list: { readonly id: string; readonly validFrom: Date; readonly validTo: Date | null },
): Promise<void> {
  await tx.deleteFrom('pricing.recheck').where('list_id', '=', list.id).execute();
  for (const at of [list.validFrom, list.validTo]) {
    if (at === null) continue;
    const { rows } = await sql<{ id: string }>`
      insert into pricing.recheck (tenant_id, id, owner_id, list_id, due_at)
      select app.tenant_id(), ${uuidv7()}, ${ownerId}, ${list.id}, ${at}::timestamptz where ${at}::timestamptz > app.now()
      returning id`.execute(tx);
    if (rows.length > 0) await wakeWorkerAt(tx, tenantId, 'price.recheck', at);
  }
}

/** A SKU whose price holds for a time; null: no such end. */
export interface DatedSku {
  readonly skuId: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** Asks for the same when dated overrides of children begin or end, as far as that is to come. */
export async function queueOverrideTurns(
  tx: ServiceTx,
  tenantId: string,
  ownerId: string,
  changes: readonly DatedSku[],
): Promise<void> {
  const skusAt = new Map<number, Set<string>>();
  for (const { skuId, validFrom, validTo } of changes) {
    for (const at of [validFrom, validTo]) {
      if (at === null) continue;
      const skus = skusAt.get(at.getTime()) ?? new Set<string>();
      skusAt.set(at.getTime(), skus.add(skuId));
    }
  }
  for (const [time, skus] of skusAt) {
    const at = new Date(time);
    const { rows } = await sql<{ id: string }>`
      insert into pricing.recheck (tenant_id, id, owner_id, sku_ids, due_at, is_turn)
      select app.tenant_id(), ${uuidv7()}, ${ownerId}, ${[...skus]}::uuid[], ${at}::timestamptz, true where ${at}::timestamptz > app.now()
      returning id`.execute(tx);
    if (rows.length > 0) await wakeWorkerAt(tx, tenantId, 'price.recheck', at);
  }
}

export interface DueRecheck {
  readonly id: string;
  readonly owner_id: string;
  readonly list_id: string | null;
  readonly sku_ids: readonly string[] | null;
  readonly after_sku: string | null;
  readonly due_at: Date;
  /** Dated prices begin or end at that moment; else an edit was made then. */
  readonly is_turn: boolean;
  readonly raised: Rises | null;
}

/** The look that has been due longest, locked; one that another worker has is left to it. */
export async function lockDueRecheck(tx: ServiceTx): Promise<DueRecheck | undefined> {
  const { rows } = await sql<DueRecheck>`
    select id, owner_id, list_id, sku_ids, after_sku, due_at, is_turn or list_id is not null as is_turn, raised from pricing.recheck
     where tenant_id = app.tenant_id() and due_at <= app.now() order by due_at, id limit 1 for update skip locked`.execute(
    tx,
  );
  return rows[0];
}

/** SKUs that are for sale, of those named or of all. */
export async function listPricedSkus(
  tx: ServiceTx,
  skuIds: readonly string[] | null,
  limit: number,
): Promise<readonly string[]> {
  let query = tx.selectFrom('catalog.sku').select('id').where('status', '=', 'published').orderBy('id').limit(limit);
  if (skuIds !== null) query = query.where('id', '=', sql<string>`any (${[...skuIds]}::uuid[])`);
  return (await query.execute()).map((row) => row.id);
}

/** The next SKUs of a look, in the order of their ids. */
export async function readSkusToCheck(tx: ServiceTx, due: DueRecheck, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from catalog.sku s
     where s.tenant_id = app.tenant_id() and (${due.after_sku}::uuid is null or s.id > ${due.after_sku}::uuid)
       and (${due.sku_ids === null ? null : [...due.sku_ids]}::uuid[] is null or s.id = any (${due.sku_ids === null ? null : [...due.sku_ids]}::uuid[]))
       and (${due.list_id}::uuid is null or exists (
         select 1 from pricing.price_list_line x
          where x.tenant_id = s.tenant_id and x.list_id = ${due.list_id}::uuid and x.sku_id = s.id and x.min_quantity = 1))
     order by s.id limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

export async function continueRecheck(tx: ServiceTx, id: string, afterSku: string): Promise<void> {
  await tx.updateTable('pricing.recheck').set({ after_sku: afterSku }).where('id', '=', id).execute();
}

export async function finishRecheck(tx: ServiceTx, id: string): Promise<void> {
  await tx.deleteFrom('pricing.recheck').where('id', '=', id).execute();
}

/** A link that is lifted, as it is kept. */
export interface LiftedRow {
  readonly distributorId: string;
  readonly parentId: string;
  readonly skuId: string;
}

/** A lifted link that was not kept before, or not with that parent. */
export interface NewLiftedRow extends LiftedRow {
  /** False where it was lifted under another parent: what it pays need not have risen. */
  readonly isNew: boolean;
}

/**
 * Makes the kept lifted links below an owner, for these SKUs, those given. Answers with what is new of them.
 */
export async function matchLifted(
  tx: ServiceTx,
  ownerId: string,
  skuIds: readonly string[],
  lifted: readonly LiftedRow[],
): Promise<readonly NewLiftedRow[]> {
  const { rows } = await sql<NewLiftedRow>`
    with present as (
      select c."distributorId" as distributor_id, c."parentId" as parent_id, c."skuId" as sku_id
        from jsonb_to_recordset(${JSON.stringify(lifted)}::jsonb) as c("distributorId" uuid, "parentId" uuid, "skuId" uuid)),
    gone as (
      delete from pricing.lifted_link k
       using tenancy.distributor_link l
       where k.tenant_id = app.tenant_id() and l.tenant_id = k.tenant_id and l.ancestor_id = ${ownerId} and l.descendant_id = k.distributor_id
         and k.sku_id = any (${[...skuIds]}::uuid[])
         and not exists (select 1 from present p where p.distributor_id = k.distributor_id and p.sku_id = k.sku_id))
    insert into pricing.lifted_link as k (tenant_id, distributor_id, sku_id, parent_id)
    select app.tenant_id(), distributor_id, sku_id, parent_id from present
    on conflict (tenant_id, distributor_id, sku_id) do update set parent_id = excluded.parent_id where k.parent_id <> excluded.parent_id
    returning distributor_id as "distributorId", parent_id as "parentId", sku_id as "skuId",
              xmax = 0 as "isNew"`.execute(tx);
  return rows;
}
