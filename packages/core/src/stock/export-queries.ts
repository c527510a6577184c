import { NIL_UUID } from '@keyfall/contracts';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { decidedAs, inHours, type Decision } from './decision-queries.ts';

export type ExportState = 'requested' | 'approved' | 'rejected' | 'cancelled' | 'running' | 'done' | 'failed';

/** The SKU to export from, with its code, if there is one. */
export async function readExportSku(tx: ServiceTx, skuId: string) {
  return await tx.selectFrom('catalog.sku').select(['id', 'code']).where('id', '=', skuId).executeTakeFirst();
}

/** Unsold codes of a SKU, or of one batch of it. */
export async function countUnsold(
  tx: ServiceTx,
  of: { readonly skuId: string; readonly batchId: string | null },
): Promise<bigint> {
  let query = tx
    .selectFrom('inventory.card_code')
    .select(sql<bigint>`count(*)`.as('n'))
    .where('sku_id', '=', of.skuId)
    .where('state', '=', 'available');
  if (of.batchId !== null) query = query.where('batch_id', '=', of.batchId);
  return (await query.executeTakeFirstOrThrow()).n;
}

export async function insertExportRequest(
  tx: ServiceTx,
  request: {
    readonly id: string;
    readonly skuId: string;
    readonly batchId: string | null;
    readonly reason: string;
    readonly units: bigint;
    readonly loginId: string;
    readonly validHours: number;
  },
): Promise<void> {
  await tx
    .insertInto('inventory.export_request')
    .values({
      id: request.id,
      sku_id: request.skuId,
      batch_id: request.batchId,
      reason: request.reason,
      units: request.units,
      requested_by: request.loginId,
      valid_until: inHours(request.validHours),
    })
    .execute();
}

/** Locks a request to move it on. */
export async function lockExportRequest(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('inventory.export_request')
    .select(['id', 'sku_id', 'batch_id', 'reason', 'units', 'exported', 'state', 'requested_by'])
    .select(sql<boolean>`valid_until <= app.now()`.as('is_over'))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function decideExportRow(tx: ServiceTx, id: string, decision: Decision): Promise<void> {
  await tx.updateTable('inventory.export_request').set(decidedAs(decision)).where('id', '=', id).execute();
}

/** Takes a locked request back. */
export async function cancelExportRow(tx: ServiceTx, id: string): Promise<void> {
  await tx.updateTable('inventory.export_request').set({ state: 'cancelled' }).where('id', '=', id).execute();
}

/** Begins a download of a locked request, or goes on with it; one that was whole stays so. Answers which download it is. */
export async function beginTurn(tx: ServiceTx, id: string): Promise<number> {
  const { turn } = await tx
    .updateTable('inventory.export_request')
    .set((eb) => ({
      turn: eb('turn', '+', 1),
      state: sql<'running' | 'done'>`case state when 'done' then state else 'running' end`,
      started_at: sql<Date>`app.now()`,
    }))
    .where('id', '=', id)
    .returning('turn')
    .executeTakeFirstOrThrow();
  return turn;
}

/** One of the downloads of an export. */
export interface ExportTurn {
  readonly id: string;
  readonly turn: number;
}

/** Whether no later download took over. Holds the request until the transaction ends. */
export async function isTurn(tx: ServiceTx, { id, turn }: ExportTurn): Promise<boolean> {
  const row = await tx
    .selectFrom('inventory.export_request')
    .select('turn')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row?.turn === turn;
}

/** Ends a download: all of it left, or it broke off. Nothing of one that a later download took over. */
export async function endExport(tx: ServiceTx, { id, turn }: ExportTurn, state: 'done' | 'failed'): Promise<void> {
  await tx
    .updateTable('inventory.export_request')
    .set({ state, finished_at: sql<Date>`app.now()` })
    .where('id', '=', id)
    .where('turn', '=', turn)
    .where('state', '=', 'running')
    .execute();
}

/** Counts codes that are about to leave with a download. */
export async function addExported(tx: ServiceTx, id: string, count: number): Promise<void> {
  await tx
    .updateTable('inventory.export_request')
    .set((eb) => ({ exported: eb('exported', '+', BigInt(count)) }))
    .where('id', '=', id)
    .execute();
}

/** Codes that left with a request, behind an id, in the order in which they left. */
export async function readExportedCodes(
  tx: ServiceTx,
  of: { readonly id: string; readonly after: string; readonly limit: number },
) {
  return await tx
    .selectFrom('inventory.reveal as r')
    .innerJoin('inventory.card_code as c', (join) =>
      join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.id', '=', 'r.code_id'),
    )
    .select(['c.id', 'c.face_value'])
    .where('r.export_request_id', '=', of.id)
    .where('r.code_id', '>', of.after)
    .orderBy('r.code_id')
    .limit(of.limit)
    .execute();
}

/**
 * The next unsold codes behind those that left with a request. They stay on sale: who sells them meanwhile waits for nobody.
 */
export async function readUnsoldCodes(
  tx: ServiceTx,
  of: { readonly id: string; readonly skuId: string; readonly batchId: string | null; readonly limit: number },
) {
  const last = await tx
    .selectFrom('inventory.reveal')
    .select('code_id')
    .where('export_request_id', '=', of.id)
    .orderBy('code_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  let query = tx
    .selectFrom('inventory.card_code')
    .select(['id', 'face_value'])
    .where('sku_id', '=', of.skuId)
    .where('state', '=', 'available')
    .where('id', '>', last?.code_id ?? NIL_UUID);
  if (of.batchId !== null) query = query.where('batch_id', '=', of.batchId);
  return await query.orderBy('id').limit(of.limit).execute();
}

// A download that has told nothing for so long has died with its process.
const SILENT = sql<boolean>`r.state = 'running' and r.started_at < app.now() - interval '6 hours'`;

/** A page of requests, newest first. */
export async function listExportRows(
  tx: ReadTx<'admin'>,
  page: { readonly before: string | undefined; readonly limit: number },
) {
  let query = tx
    .selectFrom('inventory.export_request as r')
    .innerJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'r.tenant_id').onRef('s.id', '=', 'r.sku_id'),
    )
    .leftJoin('inventory.batch as b', (join) =>
      join.onRef('b.tenant_id', '=', 'r.tenant_id').onRef('b.id', '=', 'r.batch_id'),
    )
    .select([
      'r.id',
      'r.sku_id',
      's.code as sku_code',
      'b.name as batch',
      'r.reason',
      'r.units',
      'r.exported',
      'r.state',
    ])
    .select(['r.requested_by', 'r.decided_by', 'r.valid_until', 'r.created_at', 'r.finished_at'])
    .select([sql<boolean>`r.valid_until <= app.now()`.as('is_over'), SILENT.as('is_silent')]);
  if (page.before !== undefined) query = query.where('r.id', '<', page.before);
  return await query.orderBy('r.id', 'desc').limit(page.limit).execute();
}
