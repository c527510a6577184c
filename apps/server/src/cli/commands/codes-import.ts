import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { ImportId, TenantId } from '@keyfall/contracts';
import { importStartSchema } from '@keyfall/contracts/inventory-schemas';
import { DomainError, systemCtx } from '@keyfall/core';
import { previewCodeFile } from '@keyfall/core/inventory';
import {
  CHUNK_BYTES_MAX,
  confirmImport,
  listSkusOfTenant,
  previewImport,
  readImportOutcome,
  readTimezone,
  runImport,
  startImport,
  uploadChunk,
} from '@keyfall/core/stock';
import { findTenantId } from '@keyfall/core/tenants';
import { textOf, textOrNull, UsageError, type Answer, type Command, type CommandContext } from '../command.ts';

/** `codes import`: the same recognition, rules and job as the back office's wizard, run to its end in this process. */
export const codesImport: Command = {
  name: 'codes import',
  summary: 'import a file of codes into a SKU, or only show what an import would do',
  options: {
    tenant: { type: 'string', value: 'SLUG', help: 'the tenant', required: true },
    sku: { type: 'string', value: 'CODE', help: 'the SKU the codes belong to (not needed for --preview)' },
    file: { type: 'string', value: 'PATH', help: 'the file: text, CSV, JSON or an Excel workbook', required: true },
    preview: { type: 'boolean', help: 'read the file and tell what would be imported, changing nothing' },
    supplier: { type: 'string', value: 'NAME', help: 'who the codes were bought from' },
    'unit-cost': { type: 'string', value: 'DECIMAL', help: "cost of one code in the tenant's currency" },
  },
  more: async (context) => [
    'Answer with --json: {"accepted","duplicates","rejected","rows":[{"line","reason"}],"duplicate_rows":[{"line"}],"batch_id"}',
    ...(await exampleOf(context)),
  ],
  run: async (context) => (context.values.preview === true ? await preview(context) : await importFile(context)),
};

async function exampleOf(context: CommandContext): Promise<readonly string[]> {
  try {
    const { core } = context.wiring();
    const tenantId = await findTenantId(core.db, textOrNull(context.values, 'tenant') ?? 'demo');
    const skus = await listSkusOfTenant(core, tenantId);
    const sku = skus.find((one) => one.kind === 'card_code' && !one.restricted);
    return sku ? [`e.g. ${sku.code}`] : [];
  } catch {
    return ['e.g. start the installation first to see a SKU code here'];
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    const handle = await open(file, 'r');
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) throw new UsageError(`${file} is not a file`);
      return facts.size;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
}

async function preview(context: CommandContext): Promise<Answer> {
  const file = textOf(context.values, 'file');
  if ((await sizeOf(file)) === 0) throw new DomainError('import_file_empty');
  const { core } = context.wiring();
  const tenantId = await findTenantId(core.db, textOf(context.values, 'tenant'));
  const timezone = await readTimezone(core, tenantId);
  const found = await previewCodeFile(() => createReadStream(file), { timezone, listMax: 100_000 });
  const { profile } = found;
  return {
    json: {
      accepted: found.accepted,
      duplicates: found.duplicates,
      rejected: found.rejected,
      rows: found.rejects.map(({ line, reason }) => ({ line, reason })),
      duplicate_rows: found.duplicateLines.map((line) => ({ line })),
      batch_id: null,
      recognised: {
        container: profile.container,
        encoding: profile.encoding,
        separator: profile.separator,
        header_line: profile.headerLine,
        shape: profile.shape,
        columns: profile.columns,
        ignored_columns: found.ignoredColumns,
      },
    },
    lines: [
      `${profile.container}, ${profile.encoding}, ${profile.shape}${profile.separator === null ? '' : `, separator ${JSON.stringify(profile.separator)}`}`,
      `${found.accepted} would be accepted, ${found.duplicates} duplicates in the file, ${found.rejected} rejected`,
      ...found.rejects.slice(0, 50).map((row) => `  line ${row.line}: ${row.reason}`),
    ],
  };
}

async function importFile(context: CommandContext): Promise<Answer> {
  const { values, note } = context;
  const file = textOf(values, 'file');
  const code = textOf(values, 'sku');
  const sizeBytes = await sizeOf(file);
  if (sizeBytes === 0) throw new DomainError('import_file_empty');
  const { core } = context.wiring();
  const tenantId = await findTenantId(core.db, textOf(values, 'tenant'));
  const requestId = `cli-${process.pid}`;
  const ctx = systemCtx(core, tenantId, 'operator', requestId);
  const sku = (await listSkusOfTenant(core, tenantId)).find((one) => one.code === code);
  if (sku === undefined) throw new DomainError('not_found', { what: 'sku' });
  const input = importStartSchema.safeParse({
    skuId: sku.id,
    fileName: path.basename(file).slice(0, 255),
    sizeBytes,
    supplierName: textOrNull(values, 'supplier'),
    unitCost: textOrNull(values, 'unit-cost'),
  });
  if (!input.success)
    throw new UsageError(input.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  const { jobId, batchId } = await startImport(ctx, input.data);
  const id = jobId as ImportId;
  let seq = 0;
  for await (const piece of createReadStream(file, { highWaterMark: CHUNK_BYTES_MAX })) {
    await uploadChunk(ctx, id, seq, piece as Buffer);
    seq += 1;
  }
  note(`uploaded ${sizeBytes} bytes, importing`);
  const { profile } = await previewImport(ctx, id);
  await confirmImport(ctx, id, profile);
  await finishImport(context, tenantId, jobId);
  const outcome = await readImportOutcome(core, tenantId, jobId);
  return {
    json: {
      accepted: outcome.accepted,
      duplicates: outcome.duplicates,
      rejected: outcome.rejected,
      rows: outcome.rows,
      duplicate_rows: outcome.duplicateRows,
      batch_id: batchId,
    },
    lines: [
      `${outcome.accepted} accepted, ${outcome.duplicates} duplicates, ${outcome.rejected} rejected (batch ${batchId})`,
      ...outcome.rows.slice(0, 50).map((row) => `  line ${row.line}: ${row.reason}`),
    ],
  };
}

/** Runs the job here; when the worker was quicker to take it, waits for the worker. */
async function finishImport(context: CommandContext, tenantId: TenantId, jobId: string): Promise<void> {
  const { core } = context.wiring();
  for (;;) {
    await runImport(core, tenantId, `cli-${process.pid}`, jobId);
    const { state, errorCode } = await readImportOutcome(core, tenantId, jobId);
    if (state === 'done') return;
    if (state === 'failed') throw new DomainError('import_file_unreadable', { reason: errorCode ?? 'unknown' });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
