import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asService } from '../context.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { verifyTenant } from '../verify/index.ts';
import { checkChain, readChain, recordAudit, sweepSeal } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

const ENTRIES = 8;

async function record(world: SaleWorld, count: number): Promise<void> {
  const staff = world.staff();
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      asService(staff, (tx) => recordAudit(tx, staff, { action: 'test.act', data: { n, note: '第一 "x"' } })),
    ),
  );
}

const seal = (world: SaleWorld) => sweepSeal(world.core, world.tenantId, 'test');

/** A tenant with a sealed chain of known length. */
async function sealedWorld(): Promise<SaleWorld> {
  const world = await addTenantWorld(base.database);
  await world.sql('alter table audit.entry disable trigger entry_append_only');
  await world.sql('delete from audit.entry where tenant_id = $1', [world.tenantId]);
  await world.sql('alter table audit.entry enable trigger entry_append_only');
  await record(world, ENTRIES);
  await seal(world);
  return world;
}

/** Damages rows as no role of the product can: past triggers, policies and checks of references. */
async function damage(world: SaleWorld, statement: string): Promise<void> {
  await world.sql(
    `begin; set local session_replication_role = replica; ${statement.replaceAll('{tenant}', `'${world.tenantId}'`)}; commit`,
  );
}

const isHeld = async (world: SaleWorld): Promise<boolean> =>
  (await verifyTenant(world.core, world.tenantId)).find((result) => result.invariant === 'I30')?.broken === 0;

describe('the audit chain', () => {
  it('takes up every entry once, in one order, however many seal at once', async () => {
    const world = await sealedWorld();
    await record(world, 20);
    const wakeUps = await world.sql(
      `select from ops.due_work where tenant_ref = $1 and kind = 'audit.seal' and due_at > app.now()`,
      [world.tenantId],
    );
    expect(wakeUps.length).toBeGreaterThanOrEqual(20);
    expect(await readChain(world.staff())).toMatchObject({ sealed: BigInt(ENTRIES), unsealed: 20n });
    await Promise.all([1, 2, 3, 4].map(() => seal(world)));
    expect(await seal(world)).toEqual({ done: 0 });
    const rows = await world.sql<{ seq: bigint }>('select seq from audit.entry where tenant_id = $1 order by seq', [
      world.tenantId,
    ]);
    expect(rows.map((row) => Number(row.seq))).toEqual(Array.from({ length: ENTRIES + 20 }, (_, n) => n + 1));
    expect(await checkChain(world.core, world.tenantId)).toMatchObject({ broken: 0, unsealed: 0n, sealed: 28n });
    expect(await isHeld(world)).toBe(true);
  });

  it('is closed to changes, even by the owner of the table', async () => {
    const world = await sealedWorld();
    for (const statement of [
      `update audit.entry set data = '{}' where tenant_id = $1`,
      `update audit.entry set seq = seq + 100 where tenant_id = $1`,
      `delete from audit.entry where tenant_id = $1`,
    ]) {
      await expect(world.sql(statement, [world.tenantId])).rejects.toThrow('the audit is append-only');
    }
    await expect(world.sql('truncate audit.entry cascade')).rejects.toThrow('the audit is append-only');
  });

  const PLANTED: readonly (readonly [what: string, statement: string, first: bigint])[] = [
    ['a changed figure', `update audit.entry set data = '{"n": 99}' where tenant_id = {tenant} and seq = 3`, 3n],
    [
      'a changed moment',
      `update audit.entry set created_at = created_at + interval '1 microsecond' where tenant_id = {tenant} and seq = 3`,
      3n,
    ],
    ['another actor', `update audit.entry set actor_id = gen_random_uuid() where tenant_id = {tenant} and seq = 1`, 1n],
    ['a removed entry', `delete from audit.entry where tenant_id = {tenant} and seq = 4`, 5n],
    ['the first entry removed', `delete from audit.entry where tenant_id = {tenant} and seq = 1`, 2n],
    ['the last entries removed', `delete from audit.entry where tenant_id = {tenant} and seq > 6`, 7n],
    ['everything removed', `delete from audit.entry where tenant_id = {tenant}`, 1n],
    [
      'entries in another order',
      `drop index audit.audit_sealed;
       update audit.entry set seq = case seq when 2 then 3 else 2 end where tenant_id = {tenant} and seq in (2, 3);
       create unique index audit_sealed on audit.entry (tenant_id, seq) where seq is not null`,
      2n,
    ],
    [
      'a removed entry with the gap closed and hashes made anew',
      `delete from audit.entry where tenant_id = {tenant} and seq = 8;
       update audit.chain set seq = 7 where tenant_id = {tenant}`,
      7n,
    ],
    [
      'an entry added behind the end',
      `insert into audit.entry (tenant_id, id, actor_kind, action, seq, previous_hash, hash)
       select tenant_id, gen_random_uuid(), 'system', 'test.forged', 9, hash, hash from audit.entry where tenant_id = {tenant} and seq = 8`,
      9n,
    ],
    ['another end', `update audit.chain set hash = decode(repeat('ab', 32), 'hex') where tenant_id = {tenant}`, 8n],
  ];

  it.each(PLANTED)('tells of %s', async (_, statement, first) => {
    const world = await sealedWorld();
    expect(await isHeld(world)).toBe(true);
    await damage(world, statement);
    const check = await checkChain(world.core, world.tenantId);
    expect(check.broken).toBeGreaterThan(0);
    expect(check.firstBroken[0]).toBe(first);
    expect(await isHeld(world)).toBe(false);
  });

  it('does not mend what was damaged when it goes on, and leaves other tenants alone', async () => {
    const world = await sealedWorld();
    const other = await sealedWorld();
    await damage(world, `update audit.entry set action = 'test.other' where tenant_id = {tenant} and seq = 2`);
    await record(world, 3);
    await seal(world);
    expect((await checkChain(world.core, world.tenantId)).firstBroken).toEqual([2n]);
    expect(await isHeld(other)).toBe(true);
  });

  it('misses an entry that nobody sealed in time', async () => {
    const world = await sealedWorld();
    await record(world, 1);
    const late = async () =>
      (await verifyTenant(world.core, world.tenantId)).find((result) => result.invariant === 'I32')?.broken;
    expect(await late()).toBe(0);
    await world.database.advanceClock('11 minutes');
    expect(await late()).toBe(1);
    await seal(world);
    expect(await late()).toBe(0);
    await world.database.advanceClock('-11 minutes');
  });
});
