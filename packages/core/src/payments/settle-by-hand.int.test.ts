import type { RefundId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepAlerts } from '../notifications/index.ts';
import { brokenInvariants, payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { sweepRefunds } from './jobs/sweep-refunds.ts';
import { sweepSuspense } from './jobs/sweep-suspense.ts';
import { listReceipts, listRefunds } from './read-payments.ts';
import { settleRefundByHand } from './settle-by-hand.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

/** A tenant to which 30.00 came in a currency that nobody here knows, swept as the worker does. */
async function strangeMoney(): Promise<{ world: SaleWorld; refundId: RefundId }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addCodes(skuId, 1);
  await payFor(world, await placeFor(world, skuId), { currency: 'XPF', fee: 0n });
  await sweepSuspense(world.core, world.tenantId, 'test');
  const [row] = await world.sql<{ id: RefundId }>('select id from payments.refund where tenant_id = $1', [
    world.tenantId,
  ]);
  return { world, refundId: row!.id };
}

const alertsOf = async (world: SaleWorld) =>
  await world.sql<{ kind: string; subject: string }>(
    'select kind, subject from notify.alert where tenant_id = $1 and closed_at is null order by kind',
    [world.tenantId],
  );

describe('money in a currency that is not booked', () => {
  it('goes to a person at once, is asked of no provider again, and stays in sight', async () => {
    const { world, refundId } = await strangeMoney();
    expect(await alertsOf(world)).toEqual([{ kind: 'refund.by_hand', subject: refundId }]);
    const staff = world.staff('finance');
    const [refund] = (await listRefunds(staff, { limit: 10 })).items;
    expect(refund).toMatchObject({ id: refundId, state: 'failed', errorCode: 'unknown_currency', kind: 'suspense' });
    const [receipt] = (await listReceipts(staff, { limit: 10, outcome: 'suspense' })).items;
    expect(receipt).toMatchObject({ refundId, refundState: 'failed', reason: 'wrong_currency' });
    await world.database.advanceClock('2 hours');
    expect(await sweepRefunds(world.core, world.tenantId, 'test')).toEqual({ done: 0 });
    await sweepAlerts(world.core, world.tenantId, 'test');
    expect((await alertsOf(world)).map((alert) => alert.kind)).toEqual(['payment.suspense', 'refund.by_hand']);
    await world.database.advanceClock('-2 hours');
  });

  it('ends when a person says that it was sent back, once, with a journal and a name', async () => {
    const { world, refundId } = await strangeMoney();
    const staff = world.staff('finance');
    const settle = () => settleRefundByHand(staff, { refundId, reference: 'bank 4711' });
    const answers = await Promise.allSettled([settle(), settle(), settle()]);
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    const entries = await world.sql(
      `select e.account_code as code, e.amount, e.currency from ledger.entry e join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
        where j.tenant_id = $1 and j.idem_key = $2 order by 1`,
      [world.tenantId, `refund:${refundId}:confirm`],
    );
    expect(entries).toEqual([
      { code: '1020', amount: -3_000n, currency: 'XPF' },
      { code: '2060', amount: 3_000n, currency: 'XPF' },
    ]);
    expect(await world.sql('select state, provider_ref from payments.refund where id = $1', [refundId])).toEqual([
      { state: 'done', provider_ref: 'bank 4711' },
    ]);
    expect(await alertsOf(world)).toEqual([]);
    const audit = await world.sql('select actor_id, data from audit.entry where subject_id = $1', [refundId]);
    expect(audit).toEqual([
      { actor_id: staff.principal.loginId, data: { reference: 'bank 4711', amount: '3000', currency: 'XPF' } },
    ]);
  });

  it('is not settled while a provider may still pay, nor from another tenant', async () => {
    const { world, refundId } = await strangeMoney();
    const other = await addTenantWorld(base.database);
    await expect(settleRefundByHand(other.staff(), { refundId, reference: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await world.sql(`update payments.refund set state = 'submitted' where id = $1`, [refundId]);
    await expect(settleRefundByHand(world.staff(), { refundId, reference: 'x' })).rejects.toMatchObject({
      code: 'refund_state_conflict',
    });
  });
});
