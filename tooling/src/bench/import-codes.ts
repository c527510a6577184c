import { randomBytes } from 'node:crypto';
import type { ImportId } from '@keyfall/contracts';
import { importStartSchema } from '@keyfall/contracts/inventory-schemas';
import { systemCtx } from '@keyfall/core';
import {
  CHUNK_BYTES_MAX,
  confirmImport,
  previewImport,
  runImport,
  startImport,
  uploadChunk,
} from '@keyfall/core/stock';
import { BENCH_SKU, startBenchWorld, type BenchWorld } from './bench-world.ts';
import { median } from './measure.ts';
import { printFigure } from './report.ts';
import type { BenchOptions } from './options.ts';

const BENCH = 'import';
const LINE_BYTES = 32;
const SAMPLE_MS = 50;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A supplier's file of codes from upload to the last commit, against COPY of the same finished rows. */
export async function importCodesBench({ rows, rounds }: BenchOptions): Promise<void> {
  const world = await startBenchWorld(0);
  try {
    const uploadFrom = performance.now();
    const jobId = await upload(world, rows);
    const readFrom = performance.now();
    await confirm(world, jobId);
    const runFrom = performance.now();
    const memory = watchMemory();
    const cpuFrom = process.cpuUsage();
    await runImport(world.core, world.tenant.tenantId, 'bench', jobId);
    const seconds = (performance.now() - runFrom) / 1000;
    const cpu = process.cpuUsage(cpuFrom);
    const rss = memory.stop();
    const kept = await countCodes(world);
    if (kept !== rows) throw new Error(`${kept} of ${rows} codes were kept`);
    const floor = rows / (await copySeconds(world, rounds));
    printFigure({ bench: BENCH, metric: 'rows', value: rows, unit: 'codes', floor: null });
    printFigure({ bench: BENCH, metric: 'imported', value: rows / seconds, unit: 'codes/s', floor });
    printFigure({ bench: BENCH, metric: 'run', value: seconds, unit: 's', floor: rows / floor });
    // The worker's own share of the run, the rest is the database's.
    printFigure({ bench: BENCH, metric: 'worker_cpu', value: (cpu.user + cpu.system) / 1e6, unit: 's', floor: null });
    printFigure({ bench: BENCH, metric: 'upload', value: (readFrom - uploadFrom) / 1000, unit: 's', floor: null });
    printFigure({ bench: BENCH, metric: 'preview', value: (runFrom - readFrom) / 1000, unit: 's', floor: null });
    // Flat: what the whole file takes at most, against what its first fifth took.
    printFigure({ bench: BENCH, metric: 'rss_peak', value: rss.peakMb, unit: 'MB', floor: rss.firstFifthMb });
  } finally {
    await world.stop();
  }
}

async function upload(world: BenchWorld, rows: number): Promise<ImportId> {
  const { tenant, core } = world;
  const ctx = systemCtx(core, tenant.tenantId, 'operator', 'bench');
  const sku = tenant.skus.get(BENCH_SKU);
  const header = Buffer.from('number,secret\n');
  const sizeBytes = header.length + rows * LINE_BYTES;
  const input = importStartSchema.parse({
    skuId: sku?.id,
    fileName: 'bench.csv',
    sizeBytes,
    supplierName: 'Bench',
    unitCost: '12.5',
  });
  const jobId = (await startImport(ctx, input)).jobId as ImportId;
  let pending = header;
  let seq = 0;
  // The file is made while it is sent: it is never whole in memory, here as little as in the product.
  for (let line = 0; line < rows || pending.length > 0;) {
    const wanted = Math.min(rows - line, Math.ceil((CHUNK_BYTES_MAX - pending.length) / LINE_BYTES));
    const bytes = Buffer.concat([pending, linesOf(line, wanted)]);
    await uploadChunk(ctx, jobId, seq, bytes.subarray(0, CHUNK_BYTES_MAX));
    pending = bytes.subarray(CHUNK_BYTES_MAX);
    line += wanted;
    seq += 1;
  }
  return jobId;
}

/** Lines of 32 bytes: a number of 12 digits, a comma, a secret of 18 characters, a line end. */
function linesOf(first: number, count: number): Buffer {
  const random = randomBytes(count * 18);
  let text = '';
  for (let index = 0; index < count; index += 1) {
    text += `${String(100_000_000_000 + first + index)},`;
    for (let at = 0; at < 18; at += 1) text += LETTERS[(random[index * 18 + at] ?? 0) % LETTERS.length];
    text += '\n';
  }
  return Buffer.from(text, 'latin1');
}

async function confirm(world: BenchWorld, jobId: ImportId): Promise<void> {
  const ctx = systemCtx(world.core, world.tenant.tenantId, 'operator', 'bench');
  const { profile } = await previewImport(ctx, jobId);
  await confirmImport(ctx, jobId, profile);
}

async function countCodes(world: BenchWorld): Promise<number> {
  const { rows } = await world.admin.query<{ count: number }>(
    'select count(*)::integer as count from inventory.card_code_secret',
  );
  return rows[0]?.count ?? 0;
}

/** COPY of the finished rows, from a file of the server, into tables of the same columns and indexes; the median of a few. */
async function copySeconds({ admin }: BenchWorld, rounds: number): Promise<number> {
  await admin.query('create schema floor');
  const { rows } = await admin.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
  const tables = ['card_code', 'card_code_secret'];
  const fileOf = (table: string): string => `'${rows[0]?.folder ?? ''}/bench_${table}.csv'`;
  for (const table of tables) {
    await admin.query(`create table floor.${table} (like inventory.${table} including defaults including indexes)`);
    await admin.query(`copy inventory.${table} to ${fileOf(table)}`);
  }
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const table of tables) await admin.query(`truncate floor.${table}`);
    await admin.query('checkpoint');
    const from = performance.now();
    for (const table of tables) await admin.query(`copy floor.${table} from ${fileOf(table)}`);
    seconds.push((performance.now() - from) / 1000);
  }
  return median(seconds);
}

interface Memory {
  readonly peakMb: number;
  readonly firstFifthMb: number;
}

function watchMemory(): { stop(): Memory } {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage.rss() / 1_048_576), SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      const fifth = samples.slice(0, Math.max(1, Math.ceil(samples.length / 5)));
      return { peakMb: Math.max(...samples), firstFifthMb: Math.max(...fifth) };
    },
  };
}
