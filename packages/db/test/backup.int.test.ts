import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupDatabase, restoreDatabase } from '../src/backup.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';

const TENANT = '00000000-0000-7000-8000-000000000001';
const DISTRIBUTOR = '00000000-0000-7000-8000-000000000002';
const CHILD = '00000000-0000-7000-8000-000000000003';

let source: TestDatabase;
let target: TestDatabase;
let folder: string;

beforeAll(async () => {
  source = await createTestDatabase();
  target = await createTestDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'backup-'));
  await source.owner.query(
    `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, 'back-up', '测试', 'CNY', 'UTC')`,
    [TENANT],
  );
  // The child stands before its parent: references are checked when the whole table is in.
  await source.owner.query(
    `insert into tenancy.distributor (tenant_id, id, parent_id, depth, path, code, name)
     values ($1, $2, $3, 1, $4, 'CHILD', 'child'), ($1, $3, null, 0, $3::text, 'HOUSE', 'house')`,
    [TENANT, CHILD, DISTRIBUTOR, `${DISTRIBUTOR}/${CHILD}`],
  );
  await source.owner.query(
    `insert into ops.due_work (tenant_ref, kind, due_at) select $1, 'outbox', now() from generate_series(1, 7)`,
    [TENANT],
  );
});
afterAll(async () => {
  await source.close();
  await target.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const dump = (database: TestDatabase) =>
  database.owner.query(`select 'd' as kind, id::text as id, name, path from tenancy.distributor
    union all select 'w', id::text, kind, tenant_ref::text from ops.due_work order by 1, 2`);

test('a backup restores every row into a fresh database, which then goes on by itself', async () => {
  const dir = path.join(folder, 'one');
  const manifest = await backupDatabase({ url: source.superuserUrl, dir });
  expect(manifest.tables.find((table) => table.table === 'tenancy.distributor')?.rows).toBe(2);
  await restoreDatabase({ url: target.superuserUrl, dir });
  expect(await dump(target)).toEqual(await dump(source));
  const [next] = await target.owner.query<{ id: bigint }>(
    `insert into ops.due_work (tenant_ref, kind, due_at) values ($1, 'outbox', now()) returning id`,
    [TENANT],
  );
  expect(next?.id).toBe(8n);
  await expect(restoreDatabase({ url: target.superuserUrl, dir })).rejects.toThrow('not empty');
  await expect(backupDatabase({ url: source.superuserUrl, dir })).rejects.toThrow('not empty');
});

test('a damaged file restores nothing', async () => {
  const dir = path.join(folder, 'two');
  await backupDatabase({ url: source.superuserUrl, dir });
  const manifestFile = path.join(dir, 'manifest.json');
  const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8')) as { tables: { table: string; rows: number }[] };
  const table = manifest.tables.find((one) => one.table === 'ops.due_work');
  if (table) table.rows = 6;
  fs.writeFileSync(manifestFile, JSON.stringify(manifest));
  const fresh = await createTestDatabase();
  try {
    await expect(restoreDatabase({ url: fresh.superuserUrl, dir })).rejects.toThrow('damaged');
    expect(await dump(fresh)).toEqual([]);
  } finally {
    await fresh.close();
  }
});

test('a role that row-level security binds is refused instead of writing an empty backup', async () => {
  await expect(backupDatabase({ url: source.urlOf('kf_service'), dir: path.join(folder, 'three') })).rejects.toThrow(
    'BYPASSRLS',
  );
});
