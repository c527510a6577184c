import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@keyfall/core';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sweep } from './sweepers.ts';
import { groupDueWork, startWorkScheduler, type WorkScheduler } from './work-scheduler.ts';

const silent = pino({ level: 'silent' });
const [acme, other] = [randomUUID(), randomUUID()];

let database: TestDatabase;
let core: Core;
let scheduler: WorkScheduler | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  // A sweeper is given the core and nothing of it is used by the scheduler but the database.
  core = { db: database.db } as Core;
});

afterEach(async () => {
  await scheduler?.stop();
  scheduler = undefined;
  await database.owner.query('delete from ops.due_work');
  await database.owner.query('delete from ops.tenant_ref');
});

afterAll(() => database.close());

async function makeDue(tenantId: string, kind: string, dueAt = 'app.now()'): Promise<void> {
  await database.owner.query(`insert into ops.due_work (tenant_ref, kind, due_at) values ($1, $2, ${dueAt})`, [
    tenantId,
    kind,
  ]);
}

const dueRows = async (): Promise<number> => (await database.owner.query('select 1 from ops.due_work')).length;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 5000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error('it did not come about within 5 s');
    await sleep(10);
  }
}

function start(
  sweepers: Record<string, Sweep>,
  options: { roundMs?: number; followingMs?: number; looksByItself?: boolean } = {},
): void {
  scheduler = startWorkScheduler({
    core,
    sweepers,
    log: silent,
    looksByItself: options.looksByItself ?? true,
    lookMs: 20,
    roundMs: options.roundMs ?? 60_000,
    followingMs: options.followingMs ?? 2000,
  });
}

describe('the work scheduler', () => {
  it('runs a kind once for many wake-ups, for the tenant they name, and removes them', async () => {
    const calls: string[] = [];
    await Promise.all([makeDue(acme, 'mail.send'), makeDue(acme, 'mail.send'), makeDue(other, 'order.close')]);
    const note =
      (kind: string): Sweep =>
      (_core, tenantId) => {
        calls.push(`${kind} ${tenantId}`);
        return Promise.resolve({ done: 0 });
      };
    start({ 'mail.send': note('mail.send'), 'order.close': note('order.close') });
    await until(async () => (await dueRows()) === 0);
    expect(calls.toSorted()).toEqual([`mail.send ${acme}`, `order.close ${other}`].toSorted());
  });

  it('leaves alone what is not due yet and what nobody here can do', async () => {
    let calls = 0;
    await makeDue(acme, 'mail.send', `app.now() + interval '1 hour'`);
    await makeDue(acme, 'order.close');
    start({
      'mail.send': () => {
        calls += 1;
        return Promise.resolve({ done: 0 });
      },
    });
    await sleep(150);
    expect(calls).toBe(0);
    expect(await dueRows()).toBe(2);
    await database.advanceClock('2 hours');
    await until(async () => (await dueRows()) === 1);
    expect(calls).toBe(1);
    await database.advanceClock('-2 hours');
  });

  it('goes on while there is work, and keeps a wake-up that came during the round', async () => {
    let left = 5;
    let rounds = 0;
    await makeDue(acme, 'mail.send');
    start({
      'mail.send': async () => {
        rounds += 1;
        if (rounds === 1) await makeDue(acme, 'mail.send');
        left -= 1;
        return { done: left >= 0 ? 1 : 0 };
      },
    });
    await until(async () => (await dueRows()) === 0 && rounds >= 7);
    // Six rounds until nothing was done, then at least one for the wake-up that came meanwhile.
    expect(left).toBeLessThan(0);
  });

  it('keeps the wake-up of a failed round and tries again, while other kinds go on', async () => {
    let [failed, healthy] = [0, 0];
    await Promise.all([makeDue(acme, 'mail.send'), makeDue(acme, 'order.close')]);
    start({
      'mail.send': () => {
        failed += 1;
        return failed === 1 ? Promise.reject(new Error('no mail server')) : Promise.resolve({ done: 0 });
      },
      'order.close': () => {
        healthy += 1;
        return Promise.resolve({ done: 0 });
      },
    });
    await until(async () => (await dueRows()) === 1);
    expect([failed, healthy]).toEqual([1, 1]);
    await until(async () => (await dueRows()) === 0);
    expect(failed).toBe(2);
  });

  it('folds the ledger of tenants that anything woke, soon and not more often than it may', async () => {
    const folds: { tenantId: string; at: number }[] = [];
    await database.owner.query('insert into ops.tenant_ref (tenant_ref) values ($1)', [other]);
    start(
      {
        'mail.send': () => Promise.resolve({ done: 0 }),
        'ledger.fold': (_core, tenantId) => {
          folds.push({ tenantId, at: performance.now() });
          return Promise.resolve({ done: 0 });
        },
      },
      { followingMs: 300 },
    );
    // The first round visits the tenant nobody woke; after that only what was woken is folded.
    await until(() => folds.length === 1);
    await makeDue(acme, 'mail.send');
    await until(() => folds.length === 2);
    await makeDue(acme, 'mail.send');
    await until(async () => (await dueRows()) === 0);
    await makeDue(acme, 'mail.send');
    await until(() => folds.length === 3);
    await sleep(400);
    expect(folds.map((fold) => fold.tenantId)).toEqual([other, acme, acme]);
    expect(folds[2]!.at - folds[1]!.at).toBeGreaterThanOrEqual(280);
  });

  it('visits every tenant without any wake-up, once a round', async () => {
    await database.owner.query('insert into ops.tenant_ref (tenant_ref) values ($1), ($2)', [acme, other]);
    const visited = new Set<string>();
    start(
      {
        housekeeping: (_core, tenantId) => {
          visited.add(tenantId);
          return Promise.resolve({ done: 0 });
        },
      },
      { roundMs: 50 },
    );
    await until(() => visited.size === 2);
    expect([...visited].toSorted()).toEqual([acme, other].toSorted());
  });

  it('never runs one kind twice at once for a tenant, and waits for the running round when it stops', async () => {
    let [running, most, finished] = [0, 0, 0];
    start(
      {
        'mail.send': async () => {
          running += 1;
          most = Math.max(most, running);
          await sleep(30);
          running -= 1;
          finished += 1;
          return { done: 0 };
        },
      },
      { looksByItself: false },
    );
    for (let count = 0; count < 5; count += 1) scheduler?.poke(acme, 'mail.send');
    scheduler?.poke(acme, 'unknown.kind');
    await until(() => running === 1);
    await scheduler?.stop();
    expect([most, running]).toEqual([1, 0]);
    expect(finished).toBeGreaterThanOrEqual(1);
  });
});

describe('groupDueWork', () => {
  it('makes one task of a tenant’s wake-ups of a kind', () => {
    const row = (id: string, tenantId: string) => ({ id, tenantId, kind: 'mail.send' as const });
    expect(groupDueWork([row('1', acme), row('2', other), row('3', acme)])).toEqual([
      { tenantId: acme, kind: 'mail.send', ids: ['1', '3'] },
      { tenantId: other, kind: 'mail.send', ids: ['2'] },
    ]);
  });
});
