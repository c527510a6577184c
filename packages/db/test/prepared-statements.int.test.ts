import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityTx, serviceTx, withRetry } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';

/** One connection, so that every transaction meets the plans of the ones before. */
let test: TestDatabase;
const tenants = [randomUUID(), randomUUID()] as const;

beforeAll(async () => {
  test = await createTestDatabase({ poolSizes: { kf_service: 1, kf_identity: 1 } });
  for (const [i, tenantId] of tenants.entries()) {
    await test.owner.query(
      `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, $2, $2, 'CNY', 'UTC')`,
      [tenantId, `tenant-${i}`],
    );
    for (let rank = 1; rank <= 3; rank++) {
      await serviceTx(test.db, { tenantId }, (tx) =>
        tx
          .insertInto('tenancy.level')
          .values({ id: randomUUID(), name: `of ${i}`, rank })
          .execute(),
      );
    }
  }
});
afterAll(() => test.close());

const readLevels = (tenantId: string): Promise<{ name: string }[]> =>
  serviceTx(test.db, { tenantId }, (tx) =>
    tx.selectFrom('tenancy.level').select('name').where('rank', '<', 50).execute(),
  );

describe('a plan that is kept', () => {
  it('belongs to no tenant: the same statement on the same connection answers each with its own rows', async () => {
    for (let turn = 0; turn < 30; turn++) {
      const rows = await readLevels(tenants[turn % 2 === 0 ? 0 : 1]);
      expect(new Set(rows.map((row) => row.name))).toEqual(new Set([`of ${turn % 2}`]));
    }
    const prepared = await serviceTx(test.db, { tenantId: tenants[0] }, (tx) =>
      tx
        .selectFrom('tenancy.level')
        .select((eb) => eb.fn.countAll<bigint>().as('rows'))
        .where('rank', '<', 50)
        .executeTakeFirst(),
    );
    expect(prepared).toEqual({ rows: 3n });
  });

  it('answers each look-up with what it presents', async () => {
    const keys = ['a', 'b'].map((letter) => letter.repeat(64));
    for (const key of keys)
      await identityTx(test.db, { presented: key }, (tx) =>
        tx.insertInto('identity.throttle').values({ key, hits: 1, window_ends: new Date() }).execute(),
      );
    for (let turn = 0; turn < 20; turn++) {
      const presented = keys[turn % 2]!;
      const rows = await identityTx(test.db, { presented }, (tx) =>
        tx.selectFrom('identity.throttle').select('key').where('hits', '=', 1).execute(),
      );
      expect(rows).toEqual([{ key: presented }]);
    }
  });

  it('that a migration makes stale costs its connection, not the process: the next attempt plans anew', async () => {
    const readAll = (): Promise<unknown[]> =>
      serviceTx(test.db, { tenantId: tenants[0] }, (tx) =>
        tx.selectFrom('tenancy.level').selectAll().where('rank', '=', 1).execute(),
      );
    for (let use = 0; use < 5; use++) await readAll();
    await test.owner.query('alter table tenancy.level add column colour text');
    // Also when the use case turns the error into one of its own.
    const readAllOrRefuse = serviceTx(test.db, { tenantId: tenants[0] }, (tx) =>
      tx
        .selectFrom('tenancy.level')
        .selectAll()
        .where('rank', '=', 1)
        .execute()
        .catch((cause: unknown) => {
          throw new Error('refused', { cause });
        }),
    );
    await expect(readAllOrRefuse).rejects.toMatchObject({ message: 'refused', cause: { code: '0A000' } });
    expect(await readAll()).toHaveLength(1);
    await test.owner.query('alter table tenancy.level drop column colour');
    expect(await withRetry(readAll)).toHaveLength(1);
  });
});
