import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  adminTx,
  constraintOf,
  createDatabase,
  identityTx,
  isOutOfService,
  pingDatabase,
  platformTx,
  poolStats,
  portalTx,
  readSql,
  schedulerTx,
  serviceTx,
  shopTx,
  sqlStateOf,
  vaultTx,
  withRetry,
  type ServiceTx,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';

let test: TestDatabase;
const tenantA = randomUUID();
const tenantB = randomUUID();

const addLevel = (tenantId: string, rank: number, id: string = randomUUID()): Promise<unknown> =>
  serviceTx(test.db, { tenantId }, (tx) =>
    tx
      .insertInto('tenancy.level')
      .values({ id, name: `level ${rank}`, rank })
      .execute(),
  );
const levelNames = (tenantId: string): Promise<string[]> =>
  serviceTx(test.db, { tenantId }, async (tx) =>
    (await tx.selectFrom('tenancy.level').select('name').orderBy('rank').execute()).map((row) => row.name),
  );

beforeAll(async () => {
  test = await createTestDatabase();
  for (const [id, slug] of [
    [tenantA, 'tenant-a'],
    [tenantB, 'tenant-b'],
  ]) {
    await test.owner.query(
      `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, $2, $2, 'CNY', 'Asia/Shanghai')`,
      [id, slug],
    );
  }
});
afterAll(() => test.close());

describe('a service transaction', () => {
  it('writes rows of its own tenant without naming it, and sees no other', async () => {
    await addLevel(tenantA, 1);
    await addLevel(tenantB, 2);
    expect(await levelNames(tenantA)).toEqual(['level 1']);
    expect(await levelNames(tenantB)).toEqual(['level 2']);
  });

  it('rolls back when the work throws, and throws the same error', async () => {
    const failure = new Error('no');
    await expect(
      serviceTx(test.db, { tenantId: tenantA }, async (tx) => {
        await tx.insertInto('tenancy.level').values({ id: randomUUID(), name: 'never', rank: 50 }).execute();
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await levelNames(tenantA)).not.toContain('never');
  });

  it('refuses to pass for committed when the error of a statement was swallowed', async () => {
    await expect(
      serviceTx(test.db, { tenantId: tenantA }, async (tx) => {
        await tx.insertInto('tenancy.level').values({ id: randomUUID(), name: 'lost', rank: 51 }).execute();
        await sql`select 1 / 0`.execute(tx).catch(() => {});
      }),
    ).rejects.toThrow('swallowed');
    expect(await levelNames(tenantA)).not.toContain('lost');
  });

  it('refuses statements after its end, and does not touch whoever has the connection then', async () => {
    let late: (() => Promise<unknown>) | undefined;
    await serviceTx(test.db, { tenantId: tenantA }, async (tx) => {
      late = () => tx.insertInto('tenancy.level').values({ id: randomUUID(), name: 'late', rank: 52 }).execute();
    });
    await expect(late!()).rejects.toThrow('not awaited');
    expect(await levelNames(tenantA)).not.toContain('late');
  });

  it('rolls everything back when one of several parallel statements fails', async () => {
    const failed = await serviceTx(test.db, { tenantId: tenantA }, (tx) =>
      Promise.all([
        tx.insertInto('tenancy.level').values({ id: randomUUID(), name: 'sibling', rank: 53 }).execute(),
        tx.insertInto('tenancy.level').values({ id: randomUUID(), name: 'refused', rank: 999 }).execute(),
      ]),
    ).catch((error: unknown) => error);
    expect(constraintOf(failed)).toBe('level_rank_check');
    expect(await levelNames(tenantA)).not.toContain('sibling');
  });

  it('names the constraint that refused a row', async () => {
    const refused = await addLevel(tenantA, 1).catch((error: unknown) => error);
    expect(constraintOf(refused)).toBe('level_tenant_id_rank_key');
    expect(sqlStateOf(refused)).toBe('23505');
  });

  it('fails closed when the context is malformed, before anything is sent', async () => {
    const bad = [`${tenantA}'; drop table x; --`, '', tenantA.toUpperCase(), 'null'];
    for (const tenantId of bad)
      await expect(serviceTx(test.db, { tenantId }, async () => 1)).rejects.toThrow(TypeError);
    await expect(serviceTx(test.db, { tenantId: tenantA, requestId: `x'` }, async () => 1)).rejects.toThrow(TypeError);
    await expect(serviceTx(test.db, {} as never, async () => 1)).rejects.toThrow(TypeError);
    await expect(serviceTx({} as never, { tenantId: tenantA }, async () => 1)).rejects.toThrow('createDatabase');
  });

  it('leaves no context behind on its connection', async () => {
    await serviceTx(test.db, { tenantId: tenantA, actorId: randomUUID(), requestId: 'req_1' }, async (tx) => {
      const { rows } = await sql<{ request: string }>`select app.request_id() as request`.execute(tx);
      expect(rows).toEqual([{ request: 'req_1' }]);
    });
    for (let i = 0; i < 10; i++) {
      await serviceTx(test.db, { tenantId: tenantB }, async (tx) => {
        const { rows } =
          await sql`select app.request_id() as request, app.actor_id() as actor, app.tenant_id() as tenant`.execute(tx);
        expect(rows).toEqual([{ request: null, actor: null, tenant: tenantB }]);
      });
    }
  });

  it('keeps concurrent transactions on shared connections apart', async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const tenantId = i % 2 === 0 ? tenantA : tenantB;
        return serviceTx(test.db, { tenantId }, async (tx) => {
          const [context, tenants] = await Promise.all([
            sql<{ id: string }>`select app.tenant_id() as id`.execute(tx),
            tx.selectFrom('tenancy.tenant').select('tenant_id').execute(),
          ]);
          return context.rows[0]?.id === tenantId && tenants.every((row) => row.tenant_id === tenantId);
        });
      }),
    );
    expect(seen).not.toContain(false);
  });

  it('sets the timeouts, longer ones for jobs', async () => {
    const settings = (pace: 'request' | 'job'): Promise<unknown> =>
      serviceTx(
        test.db,
        { tenantId: tenantA },
        async (tx) =>
          (
            await sql`
      select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
             current_setting('idle_in_transaction_session_timeout') as idle`.execute(tx)
          ).rows[0],
        { pace },
      );
    expect(await settings('request')).toEqual({ lock: '2s', statement: '5s', idle: '5s' });
    expect(await settings('job')).toEqual({ lock: '2s', statement: '1min', idle: '5s' });
  });

  it('survives the loss of its connection: the call fails, the next one works, a retry succeeds', async () => {
    const kill = (pid: number): Promise<unknown> => test.owner.query('select pg_terminate_backend($1)', [pid]);
    let attempts = 0;
    const id = randomUUID();
    await withRetry((attempt) =>
      serviceTx(test.db, { tenantId: tenantA }, async (tx) => {
        attempts = attempt;
        await tx.insertInto('tenancy.level').values({ id, name: 'retried', rank: 60 }).execute();
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
        if (attempt === 1) {
          await kill(rows[0]!.pid);
          await sql`select pg_sleep(1)`.execute(tx);
        }
      }),
    );
    expect(attempts).toBe(2);
    expect(await levelNames(tenantA)).toContain('retried');
    expect(poolStats(test.db).find((stats) => stats.pool === 'kf_service')?.waiting).toBe(0);
  });

  it('gives up after five attempts and does not repeat what cannot succeed', async () => {
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' });
    let calls = 0;
    await expect(
      withRetry(async () => {
        calls++;
        throw deadlock;
      }),
    ).rejects.toBe(deadlock);
    expect(calls).toBe(5);
    calls = 0;
    await expect(
      withRetry(async () => {
        calls++;
        throw new Error('rule');
      }),
    ).rejects.toThrow('rule');
    expect(calls).toBe(1);
  });

  it('tells what the database did not manage in time from what it refuses', async () => {
    const inTenant = (work: (tx: ServiceTx) => Promise<unknown>): Promise<unknown> =>
      serviceTx(test.db, { tenantId: tenantA }, work).catch((error: unknown) => error);
    const lockTable = sql`lock table tenancy.level in share row exclusive mode`;
    let notLocked: unknown;
    await inTenant(async (tx) => {
      await lockTable.execute(tx);
      notLocked = await inTenant(async (other) => {
        await sql`set local lock_timeout = '1ms'`.execute(other);
        await lockTable.execute(other);
      });
    });
    const tooSlow = await inTenant(async (tx) => {
      await sql`set local statement_timeout = '1ms'`.execute(tx);
      await sql`select pg_sleep(1)`.execute(tx);
    });
    expect([notLocked, tooSlow].map(sqlStateOf)).toEqual(['55P03', '57014']);
    expect([notLocked, tooSlow].map(isOutOfService)).toEqual([true, true]);
    const refused = await addLevel(tenantA, 1).catch((error: unknown) => error);
    expect(isOutOfService(refused)).toBe(false);
  });

  it('tells that there was no connection in time, neither a new one nor a free one', async () => {
    const { passwords } = inject('keyfallCluster');
    const poolSizes = { kf_service: 1 };
    const hasty = createDatabase({ url: test.superuserUrl, passwords, poolSizes, connectTimeoutMs: 1 });
    const failures = await Promise.all(
      [1, 2].map(() =>
        serviceTx(hasty, { tenantId: tenantA }, async () => 'connected').catch((error: unknown) => error),
      ),
    );
    await hasty.close();
    expect(failures).toEqual([expect.any(Error), expect.any(Error)]);
    expect(failures.map(isOutOfService)).toEqual([true, true]);
  });

  it('returns exact numbers as bigint or text, days as text, bytes as Buffer', async () => {
    const { rows } = await serviceTx(test.db, { tenantId: tenantA }, (tx) =>
      sql`
      select 9007199254740993::bigint as big, array[1, null]::bigint[] as bigs, 1.10::numeric(20,8) as exact,
             date '2026-02-28' as day, '\\x00ff'::bytea as bytes, count(*) as counted, ${7n}::bigint + 1 as sum from (values (1)) v`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([
      {
        big: 9007199254740993n,
        bigs: [1n, null],
        exact: '1.10000000',
        day: '2026-02-28',
        bytes: Buffer.from([0, 255]),
        counted: 1n,
        sum: 8n,
      },
    ]);
  });
});

describe('transactions of screens', () => {
  it('read the tenant and refuse to write, by type, by transaction and by right', async () => {
    const rows = await adminTx(test.db, { tenantId: tenantA }, (tx) =>
      tx.selectFrom('tenancy.tenant').select('slug').execute(),
    );
    expect(rows).toEqual([{ slug: 'tenant-a' }]);
    const written = await adminTx(test.db, { tenantId: tenantA }, (tx) =>
      readSql(tx, sql`update tenancy.tenant set name = 'x'`),
    ).catch((error: unknown) => error);
    expect(['25006', '42501']).toContain(sqlStateOf(written));
  });

  it('need the ids of their audience', async () => {
    await expect(portalTx(test.db, { tenantId: tenantA } as never, async () => 1)).rejects.toThrow('distributorId');
    await expect(shopTx(test.db, { tenantId: tenantA } as never, async () => 1)).rejects.toThrow('shopId');
    const distributorId = randomUUID();
    expect(
      await portalTx(test.db, { tenantId: tenantA, distributorId }, (tx) =>
        tx.selectFrom('tenancy.distributor').select('id').execute(),
      ),
    ).toEqual([]);
    expect(
      await shopTx(test.db, { tenantId: tenantA, shopId: distributorId }, (tx) =>
        tx.selectFrom('tenancy.shop').select('id').execute(),
      ),
    ).toEqual([]);
  });

  it('run as the role of their audience', async () => {
    const who = sql<{ role: string }>`select current_user as role`;
    const scope = { tenantId: tenantA, distributorId: tenantA, shopId: tenantA };
    const roles = await Promise.all([
      adminTx(test.db, scope, (tx) => readSql(tx, who)),
      portalTx(test.db, scope, (tx) => readSql(tx, who)),
      shopTx(test.db, scope, (tx) => readSql(tx, who)),
      vaultTx(test.db, scope, (tx) => readSql(tx, who)),
    ]);
    expect(roles.flat().map((row) => row.role)).toEqual(['kf_admin', 'kf_portal', 'kf_shop', 'kf_vault']);
  });
});

describe('transactions without a tenant', () => {
  it('identity sees only the rows whose key it presents', async () => {
    const key = 'a'.repeat(64);
    const other = 'b'.repeat(64);
    for (const presented of [key, other]) {
      await identityTx(test.db, { presented }, (tx) =>
        tx.insertInto('identity.throttle').values({ key: presented, hits: 1, window_ends: new Date() }).execute(),
      );
    }
    const seen = (presented: string | string[]): Promise<unknown[]> =>
      identityTx(test.db, { presented }, (tx) =>
        tx.selectFrom('identity.throttle').select('key').orderBy('key').execute(),
      );
    expect(await seen(key)).toEqual([{ key }]);
    expect(await seen([key, other])).toEqual([{ key }, { key: other }]);
    expect(await seen('portal.localhost:4000')).toEqual([]);
    for (const presented of [`a'b`, 'a,b', '', [], Array.from({ length: 17 }, () => key)]) {
      await expect(seen(presented as string)).rejects.toThrow(TypeError);
    }
  });

  it('the scheduler sees due work, the platform tenants', async () => {
    await serviceTx(test.db, { tenantId: tenantA }, (tx) =>
      tx.insertInto('ops.due_work').values({ tenant_ref: tenantA, kind: 'mail', due_at: new Date() }).execute(),
    );
    expect(
      await schedulerTx(test.db, (tx) => tx.selectFrom('ops.due_work').select(['tenant_ref', 'kind']).execute()),
    ).toEqual([{ tenant_ref: tenantA, kind: 'mail' }]);
    expect(
      (await platformTx(test.db, (tx) => tx.selectFrom('tenancy.tenant').select('slug').orderBy('slug').execute()))
        .length,
    ).toBe(2);
    expect(await pingDatabase(test.db)).toBe(true);
  });

  it('the test clock moves', async () => {
    const now = (): Promise<Date> =>
      serviceTx(
        test.db,
        { tenantId: tenantA },
        async (tx) => (await sql<{ now: Date }>`select app.now() as now`.execute(tx)).rows[0]!.now,
      );
    const before = await now();
    await test.advanceClock('8 days');
    expect((await now()).getTime() - before.getTime()).toBeGreaterThan(8 * 86_400_000 - 1);
  });
});
