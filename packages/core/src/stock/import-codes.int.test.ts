import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeId, ImportId, SkuId } from '@keyfall/contracts';
import { importStartSchema } from '@keyfall/contracts/inventory-schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, StaffPrincipal } from '../context.ts';
import { openCodes, rotateTenantKeys } from '../inventory/index.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  changeBatch,
  confirmImport,
  countStock,
  expireCodes,
  previewImport,
  readBatches,
  readCodes,
  readImportJobs,
  readImportRejects,
  revealCode,
  runImport,
  searchCodes,
  startImport,
  tidyImports,
  uploadChunk,
  writeRejectFile,
} from './index.ts';

const SAMPLES = join(import.meta.dirname, '../../../../samples/codes');
const EXPECTED = JSON.parse(readFileSync(join(SAMPLES, 'expected.json'), 'utf8')) as Record<
  string,
  { accepted: number; duplicates: number; rejected: number; why?: string[] }
>;

let world: SaleWorld;
let staff: Ctx<StaffPrincipal>;

beforeAll(async () => {
  world = await createSaleWorld();
  staff = world.staff();
});
afterAll(async () => {
  await world.close();
});

interface Imported {
  readonly jobId: ImportId;
  readonly batchId: string;
}

/** Uploads a file in small pieces, previews it and lets it run as the worker would. */
async function importFile(skuId: string, bytes: Buffer, pieceBytes = 700, fileName = 'codes.txt'): Promise<Imported> {
  const input = importStartSchema.parse({ skuId, fileName, sizeBytes: bytes.length, unitCost: '20.00' });
  const { jobId, batchId } = await startImport(staff, input);
  for (let seq = 0; seq * pieceBytes < bytes.length; seq += 1) {
    await uploadChunk(staff, jobId as ImportId, seq, bytes.subarray(seq * pieceBytes, (seq + 1) * pieceBytes));
  }
  const { profile } = await previewImport(staff, jobId as ImportId);
  await confirmImport(staff, jobId as ImportId, profile);
  expect(await runImport(world.core, world.tenantId, 'test', jobId)).toBe(true);
  return { jobId: jobId as ImportId, batchId };
}

async function jobOf(id: ImportId) {
  const { items } = await readImportJobs(staff, { id, limit: 1 });
  const [job] = items;
  if (!job) throw new Error('no job');
  return job;
}

describe('the samples of the trade', () => {
  test.each(readdirSync(SAMPLES).filter((name) => name in EXPECTED))('%s imports exactly as expected', async (name) => {
    const expected = EXPECTED[name];
    const skuId = await world.addSku();
    const { jobId } = await importFile(skuId, readFileSync(join(SAMPLES, name)), 4096, name);
    const job = await jobOf(jobId);
    expect(job).toMatchObject({
      state: 'done',
      accepted: expected?.accepted,
      duplicates: expected?.duplicates,
      rejected: expected?.rejected,
    });
    const rejects = await readImportRejects(staff, jobId);
    expect(
      rejects
        .filter((row) => row.reason !== 'duplicate')
        .map((row) => row.reason)
        .sort(),
    ).toEqual([...(expected?.why ?? [])].sort());
    const [held] = await world.sql<{ n: bigint }>('select count(*) as n from inventory.card_code where sku_id = $1', [
      skuId,
    ]);
    expect(Number(held?.n)).toBe(expected?.accepted);
  });

  test('the same file again is all duplicates, and posts nothing', async () => {
    const before = await world.balances();
    const bytes = readFileSync(join(SAMPLES, '01-secrets.txt'));
    const { jobId } = await importFile(await world.addSku(), bytes, 4096);
    expect(await jobOf(jobId)).toMatchObject({ accepted: 0, duplicates: 200, rejected: 0 });
    expect(await world.balances()).toEqual(before);
  });
});

const codesOf = (prefix: string, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}X`).join('\n'));

describe('a kept import', () => {
  test('codes open as they were written, cost is posted once, no plaintext is stored', async () => {
    const before = (await world.balances())['1110'] ?? 0n;
    const skuId = await world.addSku();
    const { batchId } = await importFile(
      skuId,
      Buffer.from('0071234567----PLAINSECRET42\n0079999999----OTHERSECRET43\n'),
    );
    expect((await world.balances())['1110']).toBe(before + 4_000n);
    const { items } = await readCodes(staff, { batchId, limit: 10 });
    expect(items.map((code) => code.mask).sort()).toEqual(
      expect.arrayContaining([expect.stringContaining('4567'), expect.stringContaining('9999')]),
    );
    expect(JSON.stringify(items)).not.toContain('SECRET');
    const [found] = await searchCodes(staff, '0071234567----PLAINSECRET42');
    const opened = await revealCode(staff, { codeId: (found?.id ?? '') as CodeId, reason: 'the buyer asks' });
    expect(opened).toMatchObject({ number: '0071234567', secret: 'PLAINSECRET42' });
    const dump = await world.sql<{ text: string }>(
      `select string_agg(encode(ciphertext, 'escape'), ' ') || (select string_agg(c::text, ' ') from inventory.card_code c) as text from inventory.card_code_secret`,
    );
    expect(JSON.stringify(dump)).not.toContain('PLAINSECRET42');
  });

  test('a code without a committed reveal does not open', async () => {
    const { batchId } = await importFile(await world.addSku(), Buffer.from('NEVERREVEALED1\n'));
    const { items } = await readCodes(staff, { batchId, limit: 1 });
    await expect(openCodes(world.core, world.tenantId, [items[0]?.id ?? ''])).rejects.toThrow(
      'without a committed reveal',
    );
  });

  test('codes open after the keys were rotated, and new imports use the new key', async () => {
    const { batchId } = await importFile(await world.addSku(), Buffer.from('BEFOREROTATION1\n'));
    expect((await rotateTenantKeys(world.core, world.tenantId)).batches).toBeGreaterThan(0);
    await importFile(await world.addSku(), Buffer.from('AFTERROTATION1\n'));
    const { items } = await readCodes(staff, { batchId, limit: 1 });
    const opened = await revealCode(staff, { codeId: items[0]?.id as CodeId, reason: 'after rotation' });
    expect(opened.secret).toBe('BEFOREROTATION1');
  });

  test('the upload is gone when the job is done, and rejected rows can be downloaded whole', async () => {
    const { jobId } = await importFile(await world.addSku(), readFileSync(join(SAMPLES, '06-broken.csv')), 4096);
    const pieces = await world.sql('select 1 from inventory.import_chunk where job_id = $1', [jobId]);
    expect(pieces).toHaveLength(0);
    const rows: { readonly line: number; readonly reason: string; readonly text: string }[] = [];
    for await (const row of writeRejectFile(staff, jobId)) rows.push(row);
    expect(rows.map((row) => row.line)).toEqual(rows.map((row) => row.line).toSorted((a, b) => a - b));
    expect(rows.find((row) => row.reason === 'too_many_columns')?.text.length).toBeGreaterThan(10);
  });

  test('a run that dies goes on behind its last committed slice', async () => {
    const skuId = await world.addSku();
    const bytes = codesOf('RESUME', 12_000);
    const input = importStartSchema.parse({ skuId, fileName: 'r.txt', sizeBytes: bytes.length, unitCost: '1' });
    const { jobId } = await startImport(staff, input);
    await uploadChunk(staff, jobId as ImportId, 0, bytes);
    const { profile } = await previewImport(staff, jobId as ImportId);
    await confirmImport(staff, jobId as ImportId, profile);
    // As if the worker had been killed in the second slice: its commit fails, and its lease runs out.
    await world.sql(`create function public.die() returns trigger language plpgsql as $$
      begin if new.lines_done > 6000 then raise exception 'killed'; end if; return new; end $$`);
    await world.sql(
      'create trigger die before update on inventory.import_job for each row execute function public.die()',
    );
    await expect(runImport(world.core, world.tenantId, 'test', jobId)).rejects.toThrow('killed');
    await world.sql('drop trigger die on inventory.import_job');
    expect(await jobOf(jobId as ImportId)).toMatchObject({ state: 'running', accepted: 5_000, linesDone: 5_000 });
    expect(await runImport(world.core, world.tenantId, 'test', jobId)).toBe(false);
    await world.database.advanceClock('2 minutes');
    expect(await runImport(world.core, world.tenantId, 'test', jobId)).toBe(true);
    expect(await jobOf(jobId as ImportId)).toMatchObject({ state: 'done', accepted: 12_000, linesDone: 12_000 });
  });

  test('a code that stands in slices stored side by side is kept once, where it stands first', async () => {
    const skuId = await world.addSku();
    // Each of the 5,000 codes of the first slice again in the second, the other way round, and some in the third.
    const lines = codesOf('ACROSS', 5_000).toString().split('\n');
    const fresh = codesOf('FURTHER', 3_000).toString().split('\n');
    const file = [...lines, ...lines.toReversed(), ...fresh, ...lines.slice(0, 500), ...fresh.slice(0, 500)];
    const { jobId } = await importFile(skuId, Buffer.from(file.join('\n')), 65_536);
    const job = await jobOf(jobId);
    expect(job).toMatchObject({ state: 'done', accepted: 8_000, duplicates: 6_000, rejected: 0, linesDone: 14_000 });
    const [first] = await world.sql<{ n: bigint }>(
      'select min(line) as n from inventory.import_reject where job_id = $1',
      [jobId],
    );
    expect(first?.n).toBe(5_001n);
  });

  test('two imports of one file at the same time keep each code once', async () => {
    const bytes = codesOf('ATONCE', 7_000);
    const jobs = await Promise.all(
      [1, 2].map(async () => {
        const skuId = await world.addSku();
        const input = importStartSchema.parse({ skuId, fileName: 'a.txt', sizeBytes: bytes.length, unitCost: '1' });
        const { jobId } = await startImport(staff, input);
        await uploadChunk(staff, jobId as ImportId, 0, bytes);
        const { profile } = await previewImport(staff, jobId as ImportId);
        await confirmImport(staff, jobId as ImportId, profile);
        return jobId as ImportId;
      }),
    );
    await Promise.all(jobs.map((jobId) => runImport(world.core, world.tenantId, 'test', jobId)));
    const [one, two] = await Promise.all(jobs.map(jobOf));
    expect([one?.state, two?.state]).toEqual(['done', 'done']);
    expect((one?.accepted ?? 0) + (two?.accepted ?? 0)).toBe(7_000);
    expect((one?.duplicates ?? 0) + (two?.duplicates ?? 0)).toBe(7_000);
  });

  test('two workers on one job import it once', async () => {
    const skuId = await world.addSku();
    const bytes = codesOf('TWICE', 6_000);
    const input = importStartSchema.parse({ skuId, fileName: 't.txt', sizeBytes: bytes.length, unitCost: '1' });
    const { jobId } = await startImport(staff, input);
    await uploadChunk(staff, jobId as ImportId, 0, bytes);
    const { profile } = await previewImport(staff, jobId as ImportId);
    await confirmImport(staff, jobId as ImportId, profile);
    const ran = await Promise.all([1, 2, 3].map(() => runImport(world.core, world.tenantId, 'test', jobId)));
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(await jobOf(jobId as ImportId)).toMatchObject({ state: 'done', accepted: 6_000, duplicates: 0 });
  });
});

describe('stock', () => {
  test('shops learn the new figure, and expired codes leave it and the books', async () => {
    const skuId = await world.addSku();
    await world.sql('insert into inventory.stock (tenant_id, sku_id) values ($1, $2)', [world.tenantId, skuId]);
    await importFile(skuId, Buffer.from('number,secret,expiry\n1001,STOCKA1,2030-01-01\n1002,STOCKA2,2020-01-01\n'));
    const held = (await world.balances())['1110'] ?? 0n;
    await countStock(world.core, world.tenantId, 'test');
    const figure = () =>
      world.sql<{ available: bigint }>('select available from inventory.stock where sku_id = $1', [skuId]);
    expect(Number((await figure())[0]?.available)).toBe(1);
    expect((await expireCodes(world.core, world.tenantId, 'test')).done).toBe(1);
    expect((await world.balances())['1110']).toBe(held - 2_000n);
    expect((await expireCodes(world.core, world.tenantId, 'test')).done).toBe(0);
  });

  test('a batch is quarantined, released, recalled and written off; sold codes are left alone', async () => {
    const skuId = await world.addSku();
    const { batchId } = await importFile(skuId, codesOf('RECALL', 10));
    await world.sql(
      `update inventory.card_code set state = 'sold', order_id = gen_random_uuid() where id in (select id from inventory.card_code where batch_id = $1 limit 3)`,
      [batchId],
    );
    const act = (name: 'quarantine' | 'release' | 'recall' | 'void') =>
      changeBatch(staff, { batchId: batchId as never, act: name, reason: 'supplier says so' });
    expect(await act('quarantine')).toEqual({ moved: 7, state: 'quarantined' });
    await expect(act('quarantine')).rejects.toMatchObject({ code: 'batch_not_active' });
    expect(await act('release')).toEqual({ moved: 7, state: 'open' });
    expect(await act('recall')).toEqual({ moved: 7, state: 'recalled' });
    const before = (await world.balances())['5055'] ?? 0n;
    expect(await act('void')).toEqual({ moved: 7, state: 'void' });
    expect((await world.balances())['5055']).toBe(before + 14_000n);
  });
});

describe('time', () => {
  test('rejected rows are gone after a week, and an upload nobody went on with after a day', async () => {
    const { jobId } = await importFile(await world.addSku(), readFileSync(join(SAMPLES, '06-broken.csv')), 4096);
    const bytes = Buffer.from('LEFTALONE\n');
    const left = await startImport(
      staff,
      importStartSchema.parse({ skuId: await world.addSku(), fileName: 'l.txt', sizeBytes: bytes.length }),
    );
    await uploadChunk(staff, left.jobId as ImportId, 0, bytes);
    await world.database.advanceClock('2 days');
    await tidyImports(world.core, world.tenantId, 'test');
    expect(await jobOf(left.jobId as ImportId)).toMatchObject({ state: 'cancelled' });
    expect(await world.sql('select 1 from inventory.import_chunk where job_id = $1', [left.jobId])).toHaveLength(0);
    expect(await readImportRejects(staff, jobId)).toHaveLength(26);
    await world.database.advanceClock('6 days');
    // So many a round.
    while ((await tidyImports(world.core, world.tenantId, 'test')).done > 0);
    expect(await readImportRejects(staff, jobId)).toHaveLength(0);
  });
});

describe('walls', () => {
  test('another tenant finds nothing of it and cannot act on it', async () => {
    const other = await addTenantWorld(world.database);
    const stranger = other.staff();
    const skuId = await world.addSku();
    const { batchId, jobId } = await importFile(skuId, Buffer.from('FOREIGNCODE1\n'));
    const { items } = await readCodes(staff, { batchId, limit: 1 });
    const codeId = items[0]?.id as CodeId;
    expect((await readCodes(stranger, { batchId, limit: 10 })).items).toEqual([]);
    expect((await readBatches(stranger, { skuId, limit: 10 })).items).toEqual([]);
    expect(await searchCodes(stranger, 'FOREIGNCODE1')).toEqual([]);
    await expect(revealCode(stranger, { codeId, reason: 'curious' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      changeBatch(stranger, { batchId: batchId as never, act: 'recall', reason: 'curious' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(previewImport(stranger, jobId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      startImport(stranger, importStartSchema.parse({ skuId: skuId as SkuId, fileName: 'x', sizeBytes: 1 })),
    ).rejects.toMatchObject({ code: 'not_found' });
    // The same code may be held by both tenants: each has its own index key.
    const [mine] = await world.sql<{ n: bigint }>(
      'select count(distinct identity_index) as n from inventory.card_code where id = $1',
      [codeId],
    );
    expect(Number(mine?.n)).toBe(1);
  });

  test('an upload with a missing piece is not run', async () => {
    const skuId = await world.addSku();
    const { jobId } = await startImport(staff, importStartSchema.parse({ skuId, fileName: 'x', sizeBytes: 20 }));
    await uploadChunk(staff, jobId as ImportId, 1, Buffer.from('0123456789'));
    await expect(previewImport(staff, jobId as ImportId)).rejects.toMatchObject({ code: 'import_state_conflict' });
    await expect(confirmImport(staff, jobId as ImportId, {})).rejects.toMatchObject({ code: 'import_state_conflict' });
  });
});
