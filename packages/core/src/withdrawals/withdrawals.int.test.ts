import type { WithdrawalId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { readDashboard } from '../reports/index.ts';
import { verifyTenant } from '../verify/index.ts';
import {
  approveWithdrawal,
  cancelWithdrawal,
  downloadBankFile,
  getDistributorTax,
  listOwnWithdrawals,
  readOwnWithdrawal,
  readWithdrawal,
  rejectWithdrawal,
  requestWithdrawal,
  resolveWithdrawal,
  setDistributorTax,
  submitWithdrawals,
  sweepPayouts,
} from './index.ts';
import { WithdrawalScene } from './testing/withdrawal-steps.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

/** L3 of a tenant of its own, with 10.00 available and a fee of 0.50. */
async function scene(policy: Readonly<Record<string, unknown>> = { fee_fixed: 50n }): Promise<WithdrawalScene> {
  const world = await addTenantWorld(base.database);
  const made = await new WithdrawalScene(world, world.chain[2]!).arrange();
  await made.setPolicy(policy);
  await made.fund(1_000n);
  return made;
}

const sweep = (made: WithdrawalScene) => sweepPayouts(made.world.core, made.world.tenantId, 'test');

/** Asked for, approved by one and handed to the rail by another person. */
async function submitted(made: WithdrawalScene, amount = 300n, accountId = made.railAccountId): Promise<WithdrawalId> {
  const { withdrawalId } = await made.ask(amount);
  await approveWithdrawal(made.world.staff('finance'), { withdrawalId });
  await submitWithdrawals(made.world.staff('finance'), { withdrawalIds: [withdrawalId], accountId });
  return withdrawalId;
}

describe('the worked example of money.md 1.5', () => {
  it('is held, sent, paid, charged for and returned, to the fen', async () => {
    const made = await scene();
    const { withdrawalId: id } = await made.ask(300n);
    expect(await made.journalOf(`wd:${id}:req`)).toEqual({ '2020 L3': 300n, '2030 L3': -300n });
    await approveWithdrawal(made.world.staff('finance'), { withdrawalId: id });
    await submitWithdrawals(made.world.staff('owner'), { withdrawalIds: [id], accountId: made.railAccountId });
    expect(await made.journalOf(`wd:${id}:send`)).toEqual({ '2030 L3': 300n, '2050': -300n });
    // The rail is called only after `submitted` was committed, by another connection's eyes.
    const seen: string[] = [];
    made.world.outside.rail.beforePay = async () => void seen.push(await made.stateOf(id));
    await sweep(made);
    expect(seen).toEqual(['submitted']);
    expect(await made.journalOf(`wd:${id}:paid`)).toEqual({ '2050': 300n, '1010': -250n, '4020': -50n });
    expect(await made.journalOf(`wd:${id}:cost`)).toEqual({ '5080': 10n, '1010': -10n });
    const payout = made.world.outside.rail.payouts.get(id);
    expect(payout?.request).toMatchObject({ amount: 250n, currency: 'CNY', payee: { holder: '上海云仓科技有限公司' } });
    expect(payout?.number).toMatch(/^6222\d{12}$/);
    made.world.outside.rail.settle(id, 'returned');
    await made.makeDue();
    await sweep(made);
    expect(await made.journalOf(`wd:${id}:returned`)).toEqual({ '1010': 250n, '4020': 50n, '2020 L3': -300n });
    expect(await made.eventsOf(id)).toEqual(['requested', 'approved', 'submitted', 'paid', 'returned']);
    expect(await made.world.balances()).toMatchObject({ '2020 L3': -1_000n, '5080': 10n });
  });

  it('ends where it is rejected, cancelled or definitely failed', async () => {
    const made = await scene();
    const rejected = await made.ask(300n);
    await rejectWithdrawal(made.world.staff('finance'), { withdrawalId: rejected.withdrawalId, reason: 'no' });
    const cancelled = await made.ask(300n);
    await cancelWithdrawal(made.owner, { withdrawalId: cancelled.withdrawalId });
    for (const { withdrawalId } of [rejected, cancelled])
      expect(await made.journalOf(`wd:${withdrawalId}:cancel`)).toEqual({ '2030 L3': 300n, '2020 L3': -300n });
    made.world.outside.rail.ends = 'failed';
    const failed = await submitted(made);
    await sweep(made);
    expect(await made.journalOf(`wd:${failed}:failed`)).toEqual({ '2050': 300n, '2020 L3': -300n });
    expect(await made.stateOf(failed)).toBe('failed');
    expect((await made.world.balances())['2020 L3']).toBe(-1_000n);
  });

  it('withholds tax and owes it to the authority', async () => {
    const made = await scene({ fee_fixed: 50n, tax_rate: '3' });
    const { id: distributorId } = made.distributor;
    expect(await getDistributorTax(made.world.staff(), { distributorId })).toEqual({ own: null, usual: '3' });
    await setDistributorTax(made.world.staff(), { distributorId, taxRate: '10.5' });
    expect(await getDistributorTax(made.world.staff(), { distributorId })).toEqual({ own: '10.5', usual: '3' });
    await expect(getDistributorTax(base.staff(), { distributorId })).rejects.toMatchObject({ code: 'not_found' });
    const id = await submitted(made);
    await sweep(made);
    // 10.5 % of 3.00 is 0.315, half up.
    expect(await made.journalOf(`wd:${id}:paid`)).toEqual({ '2050': 300n, '1010': -218n, '4020': -50n, '2092': -32n });
  });
});

describe('money that comes back', () => {
  it.each(['rejected', 'cancelled', 'failed', 'returned'] as const)('%s repays debt first', async (how) => {
    const made = await scene();
    const isSent = how === 'failed' || how === 'returned';
    if (how === 'failed') made.world.outside.rail.ends = 'failed';
    const id = isSent ? await submitted(made) : (await made.ask(300n)).withdrawalId;
    if (how === 'returned') {
      await sweep(made);
      made.world.outside.rail.settle(id, 'returned');
    }
    // No use case raises debt while something is held; a claw by hand does.
    await made.indebt(118n);
    if (how === 'rejected') await rejectWithdrawal(made.world.staff(), { withdrawalId: id, reason: 'no' });
    else if (how === 'cancelled') await cancelWithdrawal(made.owner, { withdrawalId: id });
    else {
      await made.makeDue();
      await sweep(made);
    }
    expect(await made.stateOf(id)).toBe(how);
    const balances = await made.world.balances();
    expect(balances['1210 L3']).toBeUndefined();
    expect(balances['2020 L3']).toBe(-(700n + 300n - 118n));
  });
});

describe('a request', () => {
  it('is refused where it may not be', async () => {
    const made = await scene({ fee_fixed: 50n, minimum: 100n, daily_max: 600n, monthly_max: 700n });
    await expect(made.ask(99n)).rejects.toMatchObject({
      code: 'withdrawal_below_minimum',
      params: { minimum: '1.00', currency: 'CNY' },
    });
    await expect(made.ask(601n)).rejects.toMatchObject({ code: 'withdrawal_limit', params: { period: 'day' } });
    await made.ask(500n);
    await expect(made.ask(101n)).rejects.toMatchObject({ code: 'withdrawal_limit', params: { period: 'day' } });
    await made.world.sql(`update withdrawals.policy set daily_max = null, monthly_max = 550 where tenant_id = $1`, [
      made.world.tenantId,
    ]);
    await expect(made.ask(100n)).rejects.toMatchObject({ code: 'withdrawal_limit', params: { period: 'month' } });
    await made.world.sql(`update withdrawals.policy set monthly_max = null where tenant_id = $1`, [
      made.world.tenantId,
    ]);
    await expect(made.ask(501n)).rejects.toMatchObject({
      code: 'insufficient_available',
      params: { needed: '5.01', available: '5.00', currency: 'CNY' },
    });
    await made.indebt(1n);
    await expect(made.ask(100n)).rejects.toMatchObject({ code: 'debt_open', params: { debt: '0.01' } });
    await made.world.sql(`update tenancy.distributor set status = 'frozen' where id = $1`, [made.distributor.id]);
    await expect(made.ask(100n)).rejects.toMatchObject({ code: 'distributor_frozen' });
    // Debt beside a hold is what no use case leaves behind; the check says so.
    const found = await verifyTenant(made.world.core, made.world.tenantId);
    expect(found.find(({ invariant }) => invariant === 'I25')?.broken).toBe(1);
    await made.world.sql(
      `select ledger.post($1, gen_random_uuid(), 'test:undo', 'adjustment', 'CNY', array['1210','3010'], array[$2, $3]::uuid[], array[-1, 1]::bigint[])`,
      [made.world.tenantId, made.distributor.id, '00000000-0000-0000-0000-000000000000'],
    );
  });

  it('is what was signed, or nothing', async () => {
    const made = await scene();
    const wish = { payeeId: made.payeeId, amount: 300n, currency: 'CNY', clientRef: 'ref-12345678' };
    const signed = { fee: 50n, taxWithheld: 0n, net: 250n };
    await made.setPolicy({ fee_fixed: 60n });
    await expect(requestWithdrawal(made.owner, { ...wish, signed })).rejects.toMatchObject({
      code: 'withdrawal_terms_changed',
    });
    await made.setPolicy({ fee_fixed: 50n });
    const first = await requestWithdrawal(made.owner, { ...wish, signed });
    // Later rules change nothing about what was signed, and the same reference is the same withdrawal.
    await made.setPolicy({ fee_fixed: 99n });
    expect(await requestWithdrawal(made.owner, { ...wish, signed })).toEqual(first);
    await expect(requestWithdrawal(made.owner, { ...wish, amount: 301n, signed })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    const rows = await listOwnWithdrawals(made.owner, { limit: 10 });
    expect(rows.items.map((row) => [row.withdrawalNo, row.net.amount])).toEqual([[first.withdrawalNo, '2.50']]);
  });
});

describe('approval', () => {
  it('is another person’s, and above the limit two other people’s', async () => {
    const made = await scene({ second_above: 200n });
    const { withdrawalId } = await made.ask(300n);
    const requester = made.world.staff('owner', made.owner.principal.loginId);
    await expect(approveWithdrawal(requester, { withdrawalId })).rejects.toMatchObject({
      code: 'withdrawal_own_request',
    });
    const first = made.world.staff('finance');
    expect((await readDashboard(first, { days: 7 })).waiting.withdrawalsToApprove).toBe(1);
    await approveWithdrawal(first, { withdrawalId });
    expect(await made.stateOf(withdrawalId)).toBe('requested');
    await expect(approveWithdrawal(first, { withdrawalId })).rejects.toMatchObject({ code: 'second_person_required' });
    expect(await readWithdrawal(first, { withdrawalId })).toMatchObject({
      acts: ['reject'],
      blockedBy: 'own_approval',
    });
    await approveWithdrawal(made.world.staff('owner'), { withdrawalId });
    expect(await made.stateOf(withdrawalId)).toBe('approved');
    expect(await made.eventsOf(withdrawalId)).toEqual(['requested', 'approved_first', 'approved']);
    await expect(cancelWithdrawal(made.owner, { withdrawalId })).rejects.toMatchObject({
      code: 'withdrawal_state_conflict',
    });
    // The database says the same, whoever writes.
    const broken = made.world.sql('update withdrawals.withdrawal set second_approved_by = approved_by where id = $1', [
      withdrawalId,
    ]);
    await expect(broken).rejects.toThrow('withdrawal_checker');
    await rejectWithdrawal(first, { withdrawalId, reason: 'wrong papers' });
    expect(await made.stateOf(withdrawalId)).toBe('rejected');
  });

  it('comes by rule within the day’s limit, and splitting gains nothing', async () => {
    const made = await scene({ auto_approve_max: 200n, auto_account_id: null });
    await made.world.sql('update withdrawals.policy set auto_account_id = $2 where tenant_id = $1', [
      made.world.tenantId,
      made.railAccountId,
    ]);
    const first = await made.ask(150n);
    expect(first.state).toBe('approved');
    expect(await made.ask(51n)).toMatchObject({ state: 'requested' });
    await sweep(made);
    expect(await made.stateOf(first.withdrawalId)).toBe('paid');
    expect(await made.eventsOf(first.withdrawalId)).toEqual(['requested', 'approved_by_rule', 'submitted', 'paid']);
  });
});

describe('an outcome nobody knows', () => {
  it('is asked about and ends only by the rail’s word', async () => {
    const made = await scene();
    const { rail } = made.world.outside;
    rail.faults.pay.push('done_but_lost');
    const id = await submitted(made);
    await sweep(made);
    expect(await made.stateOf(id)).toBe('unknown');
    expect((await made.world.balances())['2050']).toBe(-300n);
    // A rail that does not answer for a month proves nothing.
    rail.faults.query.push('lost', 'lost', 'lost');
    await made.world.sql(
      `update withdrawals.withdrawal set submitted_at = app.now() - interval '30 days' where id = $1`,
      [id],
    );
    for (let round = 0; round < 3; round += 1) {
      await made.makeDue();
      await sweep(made);
    }
    expect(await made.stateOf(id)).toBe('unknown');
    const alerts = await made.world.sql(
      `select from notify.alert where kind = 'withdrawal.open' and closed_at is null and subject = $1`,
      [id],
    );
    expect(alerts).toHaveLength(1);
    await made.makeDue();
    await sweep(made);
    expect(await made.stateOf(id)).toBe('paid');
    expect(rail.payouts.size).toBe(1);
    expect(await made.eventsOf(id)).toEqual(['requested', 'approved', 'submitted', 'unknown', 'paid']);
  });

  it('of a call that reached nobody is tried again under the same reference', async () => {
    const made = await scene();
    const { rail } = made.world.outside;
    rail.faults.pay.push('not_reached', 'lost');
    const id = await submitted(made);
    await sweep(made);
    expect(await made.stateOf(id)).toBe('submitted');
    await made.makeDue();
    await sweep(made);
    expect(await made.stateOf(id)).toBe('unknown');
    await made.makeDue();
    await sweep(made);
    expect(await made.stateOf(id)).toBe('paid');
    expect(rail.calls.filter((call) => call.startsWith('pay'))).toEqual(Array.from({ length: 3 }, () => `pay ${id}`));
  });

  it('may be written down by another person with the bank’s proof, once', async () => {
    const made = await scene();
    made.world.outside.rail.faults.pay.push('lost');
    const { withdrawalId: id } = await made.ask(300n);
    await approveWithdrawal(made.world.staff('finance'), { withdrawalId: id });
    const sender = made.world.staff('finance');
    await submitWithdrawals(sender, { withdrawalIds: [id], accountId: made.railAccountId });
    const proof = { withdrawalId: id, outcome: 'failed', bankReference: 'BANK-1' } as const;
    // What the rail can still say itself is not a person's to say.
    await expect(resolveWithdrawal(made.world.staff(), proof)).rejects.toMatchObject({
      code: 'withdrawal_state_conflict',
    });
    await sweep(made);
    await expect(resolveWithdrawal(sender, proof)).rejects.toMatchObject({ code: 'second_person_required' });
    await resolveWithdrawal(made.world.staff(), proof);
    expect(await made.stateOf(id)).toBe('failed');
    await expect(resolveWithdrawal(made.world.staff(), { ...proof, outcome: 'paid' })).rejects.toMatchObject({
      code: 'withdrawal_state_conflict',
    });
  });
});

describe('a bank file', () => {
  it('tells the bank of approved ones, and a second person writes down each line', async () => {
    const made = await scene();
    const ids = await Promise.all([made.ask(300n), made.ask(200n)]);
    for (const { withdrawalId } of ids) await approveWithdrawal(made.world.staff('finance'), { withdrawalId });
    const sender = made.world.staff('finance');
    const sent = await submitWithdrawals(sender, {
      withdrawalIds: ids.map((one) => one.withdrawalId),
      accountId: made.bankAccountId,
    });
    const fileId = sent.fileId ?? '';
    const utf8 = await downloadBankFile(sender, { fileId, encoding: 'utf8_bom' });
    const text = utf8.content.toString('utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
    expect(text).toMatch(/上海云仓科技有限公司,6222\d{12},招商银行,,(2\.50|1\.50),CNY,W[0-9A-Z]{11}\r\n/);
    const gb = await downloadBankFile(sender, { fileId, encoding: 'gb18030' });
    expect(new TextDecoder('gb18030').decode(gb.content)).toBe(text.slice(1));
    const audits = await made.world.sql(
      `select from audit.entry where tenant_id = $1 and action = 'withdrawals.download_bank_file'`,
      [made.world.tenantId],
    );
    expect(audits).toHaveLength(2);
    await sweep(made);
    expect(made.world.outside.rail.calls).toEqual([]);
    const [one, other] = ids.map((each) => each.withdrawalId) as [WithdrawalId, WithdrawalId];
    const paid = { withdrawalId: one, outcome: 'paid', bankReference: 'ICBC-2026-1' } as const;
    await expect(resolveWithdrawal(sender, paid)).rejects.toMatchObject({ code: 'second_person_required' });
    const second = made.world.staff('finance');
    await resolveWithdrawal(second, paid);
    await resolveWithdrawal(second, {
      withdrawalId: other,
      outcome: 'failed',
      bankReference: 'ICBC-2026-2',
      reason: 'wrong name',
    });
    expect([await made.stateOf(one), await made.stateOf(other)]).toEqual(['paid', 'failed']);
    await resolveWithdrawal(second, { withdrawalId: one, outcome: 'returned', bankReference: 'ICBC-2026-3' });
    expect((await made.world.balances())['2020 L3']).toBe(-1_000n);
  });
});

describe('others', () => {
  it('find nothing: a sibling, a foreign tenant, another tenant’s staff', async () => {
    const made = await scene();
    const { withdrawalId } = await made.ask(300n);
    const sibling = made.world.distributorStaff(made.world.chain[1]!);
    const other = await scene();
    const notFound = { code: 'not_found' };
    for (const stranger of [sibling, other.owner]) {
      await expect(readOwnWithdrawal(stranger, { withdrawalId })).rejects.toMatchObject(notFound);
      await expect(cancelWithdrawal(stranger, { withdrawalId })).rejects.toMatchObject(notFound);
      const theft = {
        clientRef: 'ref-12345678',
        payeeId: made.payeeId,
        amount: 100n,
        currency: 'CNY',
        signed: { fee: 50n, taxWithheld: 0n, net: 50n },
      };
      await expect(requestWithdrawal(stranger, theft)).rejects.toMatchObject(notFound);
      expect((await listOwnWithdrawals(stranger, { limit: 10 })).items).toEqual([]);
    }
    const staff = other.world.staff('owner');
    await expect(approveWithdrawal(staff, { withdrawalId })).rejects.toMatchObject(notFound);
    await expect(rejectWithdrawal(staff, { withdrawalId, reason: 'x' })).rejects.toMatchObject(notFound);
    await expect(readWithdrawal(staff, { withdrawalId })).rejects.toMatchObject(notFound);
    await expect(
      submitWithdrawals(staff, { withdrawalIds: [withdrawalId], accountId: other.railAccountId }),
    ).rejects.toMatchObject(notFound);
    const mine = await readOwnWithdrawal(made.owner, { withdrawalId });
    expect(JSON.stringify(mine)).not.toContain(made.owner.principal.loginId);
  });
});
