import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { listOwnPayees, listPayees, refusePayee, removePayee, savePayee, verifyPayee } from './index.ts';
import { WithdrawalScene } from './testing/withdrawal-steps.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

async function scene(): Promise<WithdrawalScene> {
  const world = await addTenantWorld(base.database);
  const made = await new WithdrawalScene(world, world.chain[2]!).arrange();
  await made.fund(1_000n);
  return made;
}

const stateOf = async (made: WithdrawalScene, id: string) =>
  (await listOwnPayees(made.owner)).find((payee) => payee.id === id)?.state;

describe('a payee', () => {
  it('of the own name is verified at once, and gets nothing before its cooling-off is over', async () => {
    const made = await scene();
    await made.setPolicy({ cooling_off_hours: 48 });
    made.payeeId = await made.addPayee();
    expect(await stateOf(made, made.payeeId)).toBe('verified');
    await expect(made.ask(300n)).rejects.toMatchObject({ code: 'payee_cooling_off' });
    await made.world.sql(`update ops.clock set shift = '47 hours 59 minutes'`);
    const early = made.ask(300n);
    await expect(early).rejects.toMatchObject({ code: 'payee_cooling_off' });
    await made.world.sql(`update ops.clock set shift = '48 hours 1 minute'`);
    const { withdrawalId } = await made.ask(300n);
    await made.world.sql(`update ops.clock set shift = '0'`);
    expect(await made.stateOf(withdrawalId)).toBe('requested');
  });

  it('of another name gets nothing until somebody verifies it on proof', async () => {
    const made = await scene();
    const staff = made.world.staff('finance');
    made.payeeId = await made.addPayee({ holder: '李四' });
    await made.coolOff();
    await expect(made.ask(300n)).rejects.toMatchObject({ code: 'payee_not_verified' });
    const waiting = await listPayees(staff, { state: 'pending', limit: 10 });
    expect(waiting.items.map((payee) => [payee.id, payee.holder])).toEqual([[made.payeeId, '李四']]);
    await verifyPayee(staff, { payeeId: made.payeeId, evidence: 'Letter of the bank, filed under 17.' });
    await expect(verifyPayee(staff, { payeeId: made.payeeId, evidence: 'again' })).rejects.toMatchObject({
      code: 'state_conflict',
    });
    await made.ask(300n);
    // Money is on its way to it.
    await expect(refusePayee(staff, { payeeId: made.payeeId, reason: 'no' })).rejects.toMatchObject({ code: 'in_use' });
    await expect(removePayee(made.owner, { payeeId: made.payeeId })).rejects.toMatchObject({ code: 'in_use' });
  });

  it('that was refused gets nothing, also one of the own name', async () => {
    const made = await scene();
    await refusePayee(made.world.staff('finance'), { payeeId: made.payeeId, reason: 'The account is reported.' });
    expect(await stateOf(made, made.payeeId)).toBe('refused');
    await expect(made.ask(300n)).rejects.toMatchObject({ code: 'payee_not_verified' });
  });

  it('is not verified by who named it', async () => {
    const made = await scene();
    const payeeId = await made.addPayee({ holder: '李四' });
    const { loginId } = made.owner.principal;
    const staff = made.world.staff('finance');
    const same = { ...staff, principal: { ...staff.principal, loginId } };
    const proof = { payeeId, evidence: 'Seen.' };
    await expect(verifyPayee(same, proof)).rejects.toMatchObject({ code: 'second_person_required' });
    await verifyPayee(staff, proof);
  });

  it('that replaces another starts over, and the old one is gone', async () => {
    const made = await scene();
    const old = made.payeeId;
    made.payeeId = await made.addPayee({ replaces: old });
    expect((await listOwnPayees(made.owner)).map((payee) => payee.id)).toEqual([made.payeeId]);
    await expect(made.ask(300n)).rejects.toMatchObject({ code: 'payee_cooling_off' });
    made.payeeId = old;
    await expect(made.ask(300n)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of another distributor or tenant is not found', async () => {
    const [made, other] = [await scene(), await scene()];
    const sibling = made.world.distributorStaff(made.world.chain[1]!);
    const { payeeId } = made;
    for (const owner of [sibling, other.owner]) {
      await expect(removePayee(owner, { payeeId })).rejects.toMatchObject({ code: 'not_found' });
      const replacing = { kind: 'alipay', holder: '李四', number: 'li@example.com', replaces: payeeId } as const;
      await expect(savePayee(owner, replacing)).rejects.toMatchObject({ code: 'not_found' });
      expect((await listOwnPayees(owner)).some((payee) => payee.id === payeeId)).toBe(false);
    }
    const staff = other.world.staff('finance');
    await expect(verifyPayee(staff, { payeeId, evidence: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(refusePayee(staff, { payeeId, reason: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    made.payeeId = other.payeeId;
    await expect(made.ask(300n)).rejects.toMatchObject({ code: 'not_found' });
  });
});
