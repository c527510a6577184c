import type { GatewayAccountId } from '@keyfall/contracts';
import { closingPreviewSchema } from '@keyfall/contracts/closing-schemas';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeDistributor, freezeDistributor, previewClose, unfreezeDistributor } from '../distributors/index.ts';
import { listWriteOffs } from '../debts/index.ts';
import { listAlerts } from '../notifications/index.ts';
import { brokenInvariants, payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import { readDashboard } from '../reports/index.ts';
import { requestPayBack, setCreditLimit, startTopUp } from '../wallet/index.ts';
import { listWithdrawals, resolveWithdrawal, submitWithdrawals } from '../withdrawals/index.ts';
import { WithdrawalScene } from '../withdrawals/testing/withdrawal-steps.ts';
import {
  approveSettlement,
  listSettlements,
  previewSettlement,
  proposeSettlement,
  rejectSettlement,
  type PayWay,
} from './index.ts';

const NIL = '00000000-0000-0000-0000-000000000000';
let root: SaleWorld;
let world: SaleWorld;
let seller: TestDistributor;
let scene: WithdrawalScene;

beforeAll(async () => {
  root = await createSaleWorld();
});
afterAll(async () => {
  await root.close();
});
beforeEach(async () => {
  world = await addTenantWorld(root.database);
  const last = world.chain.at(-1);
  if (last === undefined) throw new Error('no chain');
  seller = last;
  scene = await new WithdrawalScene(world, seller).arrange();
});
afterEach(async () => {
  expect(await brokenInvariants(world)).toEqual([]);
});

/** Puts so much onto an account of the seller, as if it had come about. */
async function give(code: '2020' | '2040' | '2041', amount: bigint): Promise<void> {
  await world.sql(
    `select ledger.post($1, gen_random_uuid(), $2, 'adjustment', 'CNY', array['3010', $3], array[$4, $5]::uuid[], array[$6::bigint, -$6::bigint])`,
    [world.tenantId, `test:${uuidv7()}`, code, NIL, seller.id, amount],
  );
}

const freeze = () => freezeDistributor(world.staff(), seller.id, 'leaves the trade');
const close = () => closeDistributor(world.staff(), seller.id, 'left the trade');
const statusOf = async () =>
  (await world.sql<{ status: string }>('select status from tenancy.distributor where id = $1', [seller.id]))[0]?.status;
const byHand = (): PayWay => ({ kind: 'by_hand', accountId: scene.bankAccountId, bankReference: 'BANK-7781' });

/** What stands on the accounts now, as the person who proposes sees it. */
async function propose(
  way: PayWay | null,
  change: {
    offsetsWallet?: boolean;
    by?: ReturnType<SaleWorld['staff']>;
    signed?: Partial<Record<string, bigint>>;
  } = {},
): Promise<string> {
  const { offsetsWallet = true, by = world.staff('finance') } = change;
  const shown = await previewSettlement(by, { distributorId: seller.id, offsetsWallet });
  const minor = (money: { readonly amount: string }): bigint => BigInt(money.amount.replace('.', ''));
  const { available, cash, bonus, debt } = shown.balances;
  const signed = {
    available: minor(available),
    cash: minor(cash),
    bonus: minor(bonus),
    debt: minor(debt),
    ...change.signed,
  };
  const wish = { distributorId: seller.id, offsetsWallet, way, reason: 'It leaves.', signed, currency: 'CNY' };
  return (await proposeSettlement(by, wish)).settlementId;
}
const agree = (settlementId: string, by = world.staff('finance')) => approveSettlement(by, { settlementId });

describe('a distributor with money left', () => {
  it('is settled by two people by hand, to the cent, and can be closed', async () => {
    await scene.setPolicy({ tax_rate: '20' });
    await give('2020', 10_000n);
    await give('2040', 5_000n);
    await give('2041', 700n);
    expect((await previewClose(world.staff(), seller.id)).hindrances).toEqual(['balances']);
    await freeze();
    const shown = closingPreviewSchema.parse(
      await previewSettlement(world.staff(), { distributorId: seller.id, offsetsWallet: true }),
    );
    expect(shown).toMatchObject({
      hindrances: [],
      plan: { net: { amount: '130.00' }, taxWithheld: { amount: '20.00' } },
    });
    const maker = world.staff('finance');
    const settlementId = await propose(byHand(), { by: maker });
    expect((await previewSettlement(maker, { distributorId: seller.id, offsetsWallet: true })).isProposed).toBe(true);
    await expect(propose(byHand())).rejects.toMatchObject({ code: 'already_exists' });
    await expect(agree(settlementId, maker)).rejects.toMatchObject({ code: 'second_person_required' });
    // The second person is told, whoever proposed it is not.
    const alertsOf = async (by: typeof maker) => (await listAlerts(by, { isOpen: true, limit: 5 })).items;
    expect(await alertsOf(world.staff())).toMatchObject([{ kind: 'closing.proposed', subject: settlementId }]);
    expect(await alertsOf(maker)).toEqual([]);
    expect(await alertsOf(world.staff('support'))).toEqual([]);
    const waits = async () => (await readDashboard(maker, { days: 7 })).waiting.settlementsToDecide;
    expect(await waits()).toBe(1);
    await agree(settlementId, world.staff());
    expect(await waits()).toBe(0);
    expect(await world.balances()).toEqual({
      '2092': -2_000n,
      '3010': 15_700n,
      '4040': -700n,
      [`1010 ${scene.bankAccountId}`]: -13_000n,
    });
    expect(await alertsOf(world.staff())).toEqual([]);
    expect((await listSettlements(maker, { limit: 5 })).items).toMatchObject([
      { id: settlementId, state: 'approved', way: 'by_hand', bankReference: 'BANK-7781', isOwn: true },
    ]);
    await expect(agree(settlementId)).rejects.toMatchObject({ code: 'closing_state_conflict' });
    await close();
    expect(await statusOf()).toBe('closed');
  });

  it('that owes repays out of income and wallet; the rest is given up by the same two people', async () => {
    await give('2020', 1_000n);
    await give('2040', 500n);
    await scene.indebt(1_800n);
    await freeze();
    await agree(await propose(null));
    expect(await world.balances()).toMatchObject({ '5060': 300n });
    expect((await listWriteOffs(world.staff(), { limit: 5 })).items).toMatchObject([
      { state: 'approved', amount: { amount: '3.00' }, reason: 'It leaves.' },
    ]);
    await close();
  });

  it('may keep its wallet’s money although debt is given up, if that was agreed', async () => {
    await give('2040', 500n);
    await scene.indebt(200n);
    await freeze();
    await agree(await propose(byHand(), { offsetsWallet: false }));
    expect(await world.balances()).toMatchObject({ '5060': 200n, [`1010 ${scene.bankAccountId}`]: -500n });
    await close();
  });

  it('that has drawn credit repays it out of income, the rest is a loss', async () => {
    await setCreditLimit(world.staff(), { distributorId: seller.id, limit: 9_000n, currency: 'CNY', reason: 'agreed' });
    await give('2040', -6_000n);
    await give('2020', 2_500n);
    await freeze();
    await agree(await propose(null));
    const balances = await world.balances();
    expect([balances['5060'], balances['2040 L3'], balances['2020 L3']]).toEqual([3_500n, undefined, undefined]);
    await close();
  });

  it('is paid by payouts of income and of the wallet, each of which comes back to where it was', async () => {
    await scene.setPolicy({ tax_rate: '10', fee_fixed: 99n, minimum: 100_000n });
    await give('2020', 1_000n);
    await give('2040', 400n);
    await freeze();
    const payee: PayWay = { kind: 'payee', payeeId: scene.payeeId };
    await agree(await propose(payee));
    expect(await world.balances()).toMatchObject({ '2030 L3': -1_000n, '2045 L3': -400n });
    expect((await previewClose(world.staff(), seller.id)).hindrances).toEqual(['balances', 'open_withdrawals']);
    const send = async () => {
      const { items } = await listWithdrawals(world.staff(), { states: ['approved'], limit: 5 });
      const ids = items.map((row) => row.id as never);
      await submitWithdrawals(world.staff('finance'), { withdrawalIds: ids, accountId: scene.bankAccountId });
      return items;
    };
    const sent = await send();
    expect(new Map(sent.map((row) => [row.source, [row.net.amount, row.isSettlement]]))).toEqual(
      new Map([
        ['income', ['9.00', true]],
        ['wallet', ['4.00', true]],
      ]),
    );
    expect((await previewClose(world.staff(), seller.id)).hindrances).toEqual(['open_withdrawals']);
    await expect(close()).rejects.toMatchObject({ code: 'distributor_not_empty' });
    const end = (id: string, outcome: 'paid' | 'failed' | 'returned') =>
      resolveWithdrawal(world.staff('finance'), { withdrawalId: id as never, outcome, bankReference: 'B-1' });
    for (const { id } of sent) await end(id, 'failed');
    expect(await world.balances()).toMatchObject({ '2020 L3': -1_000n, '2040 L3': -400n });
    await agree(await propose(payee));
    const again = await send();
    for (const { id } of again) await end(id, 'paid');
    await close();
    // A bank may still send it back: what is left of a closed one is settled too.
    const income = again.find((row) => row.source === 'income');
    await end(income?.id ?? '', 'returned');
    expect(await world.balances()).toMatchObject({ '2020 L3': -1_000n });
    await agree(await propose(byHand()));
    expect((await world.balances())['2020 L3']).toBeUndefined();
  });
});

describe('a settlement', () => {
  it('waits for held income, orders, pay-backs and top-ups, and for the freeze', async () => {
    const hindrances = async () =>
      (await previewSettlement(world.staff(), { distributorId: seller.id, offsetsWallet: true })).hindrances;
    expect(await hindrances()).toEqual(['not_frozen', 'nothing_left']);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 2);
    const order = await placeFor(world, skuId);
    expect(await hindrances()).toEqual(['not_frozen', 'open_orders', 'nothing_left']);
    await payFor(world, order);
    await freeze();
    const shown = await previewSettlement(world.staff(), { distributorId: seller.id, offsetsWallet: true });
    expect(shown).toMatchObject({ hindrances: ['pending_income', 'nothing_left'], pending: { amount: '4.00' } });
    expect(shown.pendingUntil).not.toBeNull();
    await expect(propose(byHand())).rejects.toMatchObject({ code: 'closing_hindered' });
    await scene.release();
    expect(await hindrances()).toEqual([]);
    await unfreezeDistributor(world.staff(), seller.id, 'a moment');
    const accountId = world.gatewayAccountId as GatewayAccountId;
    const begun = { clientRef: uuidv7(), accountId, amount: 5_000n, currency: 'CNY' };
    await startTopUp(scene.owner, begun);
    await freeze();
    expect(await hindrances()).toEqual(['open_top_ups']);
    await expect(close()).rejects.toMatchObject({
      code: 'distributor_not_empty',
      params: { reasons: ['balances', 'open_top_ups'] },
    });
    await world.sql(`update wallet.top_up set state = 'closed' where tenant_id = $1`, [world.tenantId]);
    const settlementId = await propose(byHand());
    await unfreezeDistributor(world.staff(), seller.id, 'changed our mind');
    await expect(agree(settlementId)).rejects.toMatchObject({
      code: 'closing_hindered',
      params: { reasons: ['not_frozen'] },
    });
  });

  it('holds only for the balances that were agreed on, and is not agreed to twice', async () => {
    await give('2020', 1_000n);
    await freeze();
    await expect(propose(byHand(), { signed: { available: 999n } })).rejects.toMatchObject({
      code: 'closing_balances_changed',
    });
    await expect(propose(null)).rejects.toMatchObject({
      code: 'closing_hindered',
      params: { reasons: ['way_missing'] },
    });
    const first = await propose(byHand());
    await give('2020', 1n);
    await expect(agree(first)).rejects.toMatchObject({ code: 'closing_balances_changed' });
    expect(await world.balances()).toMatchObject({ '2020 L3': -1_001n });
    // Whoever proposed it may take it back.
    await rejectSettlement(world.staff('finance'), { settlementId: first });
    const second = await propose(byHand());
    const both = await Promise.allSettled(Array.from({ length: 8 }, () => agree(second)));
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((await world.balances())[`1010 ${scene.bankAccountId}`]).toBe(-1_001n);
  });

  it('of others is not found, and bears two people whoever writes it', async () => {
    await give('2040', 1_000n);
    await freeze();
    const settlementId = await propose(byHand());
    const foreign = await addTenantWorld(root.database);
    for (const decide of [approveSettlement, rejectSettlement])
      await expect(decide(foreign.staff(), { settlementId })).rejects.toMatchObject({ code: 'not_found' });
    const wish = { distributorId: seller.id, offsetsWallet: true };
    await expect(previewSettlement(foreign.staff(), wish)).rejects.toMatchObject({ code: 'not_found' });
    const house = { distributorId: world.house.id, offsetsWallet: true };
    await expect(previewSettlement(world.staff(), house)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listSettlements(foreign.staff(), { limit: 5 })).items).toEqual([]);
    await expect(
      world.sql(
        `update closings.settlement set state = 'approved', decided_by = requested_by, decided_at = now() where id = $1`,
        [settlementId],
      ),
    ).rejects.toThrow('settlement_checker');
    await expect(
      requestPayBack(scene.owner, {
        clientRef: uuidv7(),
        topUpId: NIL as never,
        amount: 1n,
        currency: 'CNY',
        payeeId: null,
      }),
    ).rejects.toMatchObject({ code: 'distributor_frozen' });
  });
});
