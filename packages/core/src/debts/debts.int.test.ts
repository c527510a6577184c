import type { DistributorId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { WithdrawalScene } from '../withdrawals/testing/withdrawal-steps.ts';
import { approveWriteOff, listDebts, listWriteOffs, rejectWriteOff, requestWriteOff } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

/** A tenant of its own in which L3 owes 3.18. */
async function owing(): Promise<{
  readonly world: SaleWorld;
  readonly scene: WithdrawalScene;
  readonly wish: Parameters<typeof requestWriteOff>[1];
}> {
  const world = await addTenantWorld(base.database);
  const scene = new WithdrawalScene(world, world.chain[2]!);
  await scene.indebt(318n);
  const distributorId: DistributorId = scene.distributor.id;
  return { world, scene, wish: { distributorId, amount: 318n, currency: 'CNY', reason: 'It went out of business.' } };
}

const shownIn = async (world: SaleWorld) => (await listWriteOffs(world.staff(), { limit: 10 })).items;

describe('debts', () => {
  it('are listed with what is held and since when, the largest first', async () => {
    const { world, scene } = await owing();
    await new WithdrawalScene(world, world.chain[1]!).indebt(500n);
    const rows = await listDebts(world.staff());
    expect(rows.map((row) => [row.distributorId, row.debt.amount, row.pending.amount])).toEqual([
      [world.chain[1]!.id, '5.00', '0.00'],
      [scene.distributor.id, '3.18', '0.00'],
    ]);
    expect(rows.every((row) => row.since !== null)).toBe(true);
  });

  it('are given up by two people, as a loss of the house', async () => {
    const { world, wish } = await owing();
    const maker = world.staff('finance');
    const { writeOffId } = await requestWriteOff(maker, wish);
    expect(await world.balances()).toMatchObject({ '1210 L3': 318n });
    expect(await listWriteOffs(maker, { limit: 10 })).toMatchObject({
      items: [{ id: writeOffId, state: 'requested', isOwn: true, decidedBy: null, amount: { amount: '3.18' } }],
      nextCursor: null,
    });
    await expect(approveWriteOff(maker, { writeOffId })).rejects.toMatchObject({ code: 'second_person_required' });
    await expect(requestWriteOff(world.staff('finance'), wish)).rejects.toMatchObject({ code: 'already_exists' });
    await approveWriteOff(world.staff('owner'), { writeOffId });
    const balances = await world.balances();
    expect(balances['5060']).toBe(318n);
    expect(balances['1210 L3']).toBeUndefined();
    expect(await listDebts(maker)).toEqual([]);
    expect(await shownIn(world)).toMatchObject([{ state: 'approved', isOwn: false }]);
    for (const again of [approveWriteOff, rejectWriteOff]) {
      await expect(again(world.staff('owner'), { writeOffId })).rejects.toMatchObject({ code: 'state_conflict' });
    }
  });

  it('are given up once when two people agree at the same moment', async () => {
    const { world, wish } = await owing();
    const { writeOffId } = await requestWriteOff(world.staff('finance'), { ...wish, amount: 100n });
    const both = await Promise.allSettled([1, 2].map(() => approveWriteOff(world.staff('owner'), { writeOffId })));
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await world.balances()).toMatchObject({ '1210 L3': 218n, '5060': 100n });
  });

  it('are not given up beyond what is owed, nor after they were repaid meanwhile', async () => {
    const { world, scene, wish } = await owing();
    await expect(requestWriteOff(world.staff('finance'), { ...wish, amount: 319n })).rejects.toMatchObject({
      code: 'debt_changed',
      params: { debt: '3.18', currency: 'CNY' },
    });
    const { writeOffId } = await requestWriteOff(world.staff('finance'), wish);
    await scene.indebt(-18n);
    await expect(approveWriteOff(world.staff('owner'), { writeOffId })).rejects.toMatchObject({ code: 'debt_changed' });
    // Whoever proposed it may take it back and propose what is left.
    await rejectWriteOff(world.staff('finance'), { writeOffId });
    const second = await requestWriteOff(world.staff('finance'), { ...wish, amount: 300n });
    await approveWriteOff(world.staff('owner'), second);
    expect((await world.balances())['5060']).toBe(300n);
    expect((await shownIn(world)).map((row) => row.state)).toEqual(['approved', 'rejected']);
  });

  it('of others are not found', async () => {
    const { world, wish } = await owing();
    const other = await addTenantWorld(base.database);
    const { writeOffId } = await requestWriteOff(world.staff('finance'), wish);
    await expect(requestWriteOff(other.staff('finance'), wish)).rejects.toMatchObject({ code: 'not_found' });
    for (const decide of [approveWriteOff, rejectWriteOff]) {
      await expect(decide(other.staff('owner'), { writeOffId })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect([await listDebts(other.staff()), await shownIn(other)]).toEqual([[], []]);
  });

  it('have two people in every row that was agreed to, whoever writes it', async () => {
    const { world, wish } = await owing();
    const { writeOffId } = await requestWriteOff(world.staff('finance'), wish);
    await expect(
      world.sql(
        `update debts.write_off set state = 'approved', decided_by = requested_by, decided_at = now(), journal_id = id where id = $1`,
        [writeOffId],
      ),
    ).rejects.toThrow('write_off_checker');
  });
});
