import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readTenantFacts } from '../inventory/index.ts';

/** A SKU as the operator's command line lists it. */
export interface ListedSku {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly stock: number;
  /** Whether it has a per-buyer limit or a range of face values. */
  readonly restricted: boolean;
}

/** All SKUs of a tenant by code, with the stock figure that shops see. */
export async function listSkusOfTenant(core: Core, tenantId: TenantId): Promise<readonly ListedSku[]> {
  return await serviceTx(core.db, { tenantId }, async (tx) => {
    const rows = await tx
      .selectFrom('catalog.sku as s')
      .innerJoin('catalog.product as p', (join) =>
        join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.product_id'),
      )
      .leftJoin('inventory.stock as k', (join) =>
        join.onRef('k.tenant_id', '=', 's.tenant_id').onRef('k.sku_id', '=', 's.id'),
      )
      .select([
        's.id',
        's.code',
        's.kind',
        's.name_en',
        'p.name_en as product',
        's.max_per_buyer',
        's.face_min',
        'k.available',
      ])
      .orderBy('s.code')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      code: row.code,
      name: `${row.product} ${row.name_en}`,
      kind: row.kind,
      stock: Number(row.available ?? 0n),
      restricted: row.max_per_buyer !== null || row.face_min !== null,
    }));
  });
}

/** The time zone in which a tenant's dates without a zone are meant. */
export async function readTimezone(core: Core, tenantId: TenantId): Promise<string> {
  return (await serviceTx(core.db, { tenantId }, readTenantFacts)).timezone;
}

export interface ImportOutcome {
  readonly state: string;
  readonly errorCode: string | null;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rows: readonly { readonly line: number; readonly reason: string }[];
  readonly duplicateRows: readonly { readonly line: number }[];
}

const ROWS_LISTED_MAX = 100_000;

/** What became of an import: counts, rejected lines with reasons, lines of duplicates. @throws DomainError not_found */
export async function readImportOutcome(core: Core, tenantId: TenantId, jobId: string): Promise<ImportOutcome> {
  return await serviceTx(core.db, { tenantId }, async (tx) => {
    const job = await tx
      .selectFrom('inventory.import_job')
      .select(['state', 'error_code', 'accepted', 'duplicates', 'rejected'])
      .where('id', '=', jobId)
      .executeTakeFirst();
    if (job === undefined) throw new DomainError('not_found', { what: 'import' });
    const bad = await tx
      .selectFrom('inventory.import_reject')
      .select(['line', 'reason'])
      .where('job_id', '=', jobId)
      .orderBy('line')
      .limit(ROWS_LISTED_MAX)
      .execute();
    return {
      state: job.state,
      errorCode: job.error_code,
      accepted: Number(job.accepted),
      duplicates: Number(job.duplicates),
      rejected: Number(job.rejected),
      rows: bad
        .filter((row) => row.reason !== 'duplicate')
        .map((row) => ({ line: Number(row.line), reason: row.reason })),
      duplicateRows: bad.filter((row) => row.reason === 'duplicate').map((row) => ({ line: Number(row.line) })),
    };
  });
}
