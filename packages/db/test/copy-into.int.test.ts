import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkTx, copyInto, CopyRows, serviceTx, sqlStateOf, type BulkTx } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';

let test: TestDatabase;
const tenantId = randomUUID();
const STATEMENT = 'copy pg_temp.staging (id, name, rank) from stdin (format csv)';

beforeAll(async () => {
  test = await createTestDatabase();
  await test.owner.query(
    `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, 'bulk', 'bulk', 'CNY', 'UTC')`,
    [tenantId],
  );
});
afterAll(() => test.close());

const countLevels = async (): Promise<bigint> =>
  (await test.owner.query<{ n: bigint }>('select count(*) as n from tenancy.level'))[0]!.n;
const stage = (tx: BulkTx): Promise<unknown> =>
  sql`create temporary table staging (id uuid, name text, rank int) on commit drop`.execute(tx);

async function* csvLines(count: number, failAt = Infinity): AsyncGenerator<string> {
  for (let rank = 1; rank <= count; rank++) {
    if (rank === failAt) throw new Error('the file ended early');
    yield `${randomUUID()},level ${rank},${rank}\n`;
  }
}

describe('copyInto', () => {
  it('fills a temporary table from which the same transaction inserts under the policies', async () => {
    const copied = await bulkTx(test.db, { tenantId }, async (tx) => {
      await stage(tx);
      const rows = await copyInto(tx, STATEMENT, csvLines(100));
      await sql`insert into tenancy.level (id, name, rank) select id, name, rank from pg_temp.staging`.execute(tx);
      return rows;
    });
    expect(copied).toBe(100);
    expect(await countLevels()).toBe(100n);
    expect(
      await serviceTx(test.db, { tenantId }, (tx) =>
        tx.selectFrom('tenancy.level').select('name').where('rank', '=', 7).executeTakeFirst(),
      ),
    ).toEqual({ name: 'level 7' });
  });

  it('takes binary rows of every type as they were written, in pieces', async () => {
    const [id, at] = [randomUUID(), new Date('1999-12-31T23:59:59.123Z')];
    const long = '卡'.repeat(30_000);
    const rows = new CopyRows();
    const pieces: Buffer[] = [];
    for (const [name, bytes] of [
      ['"a",\\N\t', Buffer.from([0, 255])],
      [long, Buffer.alloc(200_000, 7)],
    ] as const) {
      rows.beginRow(6);
      rows.addBytes(Buffer.from(id.replaceAll('-', ''), 'hex'));
      rows.addText(name);
      rows.addInteger(-7);
      rows.addBigint(-(2n ** 62n));
      rows.addTime(at);
      rows.addBytes(bytes);
      pieces.push(rows.take());
    }
    rows.beginRow(6);
    rows.addBytes(null);
    rows.addText(null);
    rows.addInteger(null);
    rows.addBigint(null);
    rows.addTime(null);
    rows.addBytes(null);
    rows.beginRow(6);
    rows.addBytes(null);
    rows.addText('');
    rows.addInteger(0);
    rows.addBigint(0n);
    rows.addTime(new Date(0));
    rows.addBytes(new Uint8Array());
    pieces.push(rows.end());
    const kept = await bulkTx(test.db, { tenantId }, async (tx) => {
      await sql`create temporary table staging (id uuid, name text, rank int, big bigint, at timestamptz, raw bytea) on commit drop`.execute(
        tx,
      );
      const statement = 'copy pg_temp.staging (id, name, rank, big, at, raw) from stdin (format binary)';
      expect(await copyInto(tx, statement, Readable.from(pieces))).toBe(4);
      return (await sql<Record<string, unknown>>`select * from pg_temp.staging`.execute(tx)).rows;
    });
    const known = { id, rank: -7, big: -(2n ** 62n), at };
    expect(kept).toEqual([
      { ...known, name: '"a",\\N\t', raw: Buffer.from([0, 255]) },
      { ...known, name: long, raw: Buffer.alloc(200_000, 7) },
      { id: null, name: null, rank: null, big: null, at: null, raw: null },
      { id: null, name: '', rank: 0, big: 0n, at: new Date(0), raw: Buffer.alloc(0) },
    ]);
  });

  it('takes nothing when the source fails in the middle', async () => {
    await expect(
      bulkTx(test.db, { tenantId }, async (tx) => {
        await stage(tx);
        await copyInto(tx, STATEMENT, csvLines(50_000, 40_000));
      }),
    ).rejects.toThrow('the file ended early');
    expect(await countLevels()).toBe(100n);
    // The connection was not left in the middle of the COPY.
    for (let i = 0; i < 4; i++) await bulkTx(test.db, { tenantId }, (tx) => sql`select 1`.execute(tx));
  });

  it('reports rows the server refuses', async () => {
    const refused = await bulkTx(test.db, { tenantId }, async (tx) => {
      await stage(tx);
      await copyInto(
        tx,
        STATEMENT,
        (async function* () {
          yield 'not-a-uuid,x,1\n';
        })(),
      );
    }).catch((error: unknown) => error);
    expect(sqlStateOf(refused)).toBe('22P02');
  });

  it('refuses any target but a temporary table, and any transaction but a running bulkTx', async () => {
    const targets = [
      'copy tenancy.level (id) from stdin',
      "copy pg_temp.staging (id) from program 'x'",
      'copy pg_temp.staging (id) from stdin; select 1',
      `copy pg_temp.x (id) from '/etc/passwd'`,
    ];
    for (const text of targets)
      await expect(bulkTx(test.db, { tenantId }, (tx) => copyInto(tx, text, csvLines(1)))).rejects.toThrow(TypeError);
    let ended: BulkTx | undefined;
    await bulkTx(test.db, { tenantId }, async (tx) => {
      ended = tx;
    });
    await expect(copyInto(ended!, STATEMENT, csvLines(1))).rejects.toThrow('bulkTx');
  });

  it('stays flat in memory for many rows', async () => {
    const before = process.memoryUsage().rss;
    await bulkTx(test.db, { tenantId }, async (tx) => {
      await stage(tx);
      expect(await copyInto(tx, STATEMENT, csvLines(150_000))).toBe(150_000);
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });
});
