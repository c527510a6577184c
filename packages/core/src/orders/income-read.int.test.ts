import type { LevelId, SkuId } from '@keyfall/contracts';
import { portalTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrder } from '../delivery/index.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import {
  checkMargins,
  endReferralCode,
  makeReferralCode,
  readIncomeRulesPage,
  readReferrals,
  readSkuModels,
  saveIncomePolicy,
  saveRateCard,
  setSkuModels,
  withdrawRateCard,
} from '../pricing/index.ts';
import {
  explainIncome,
  listIncome,
  readIncomeByChild,
  readIncomeTotals,
  readIncomeWeeks,
  readPortalOrder,
  sweepRelease,
} from './index.ts';
import { brokenInvariants, payFor, placeFor, type TestOrder } from './testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from './testing/sale-world.ts';

const RATES = ['10', '4', '2'].map((percent, distance) => ({ levelId: null as LevelId | null, distance, percent }));
const cny = (amount: string) => ({ amount, currency: 'CNY' });

let world: SaleWorld;
let skuId: string;
let sold: TestOrder;
let own: TestOrder;
beforeAll(async () => {
  world = await createSaleWorld();
  await saveRateCard(world.staff(), { rates: RATES });
  skuId = await world.addSku();
  await world.addCodes(skuId, 10);
  await setSkuModels(world.staff(), { skuIds: [skuId as SkuId], model: 'percentage' });
  const third = world.distributorStaff(world.chain[2]!);
  await makeReferralCode(third, { name: 'Blog', code: 'BLOG-1' });
  await world.insert('tenancy.distributor_profile', {
    distributor_id: world.chain[1]!.id,
    contact_mail: 'two@example.com',
  });
  const house = await world.addShop(world.house);
  sold = await placeFor(world, skuId, 1, { buyer: await world.addBuyer(house), referral: 'BLOG-1' });
  own = await placeFor(world, skuId, 2, { contact: { mail: 'two@example.com', phone: null } });
  for (const order of [sold, own]) await payFor(world, order, { fee: 0n });
  const { refundId } = await requestRefund(world.staff(), { orderNo: sold.orderNo, goodwill: 1_000n, reason: 'test' });
  await approveRefund(world.staff(), { refundId });
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

const asLevel = (level: 1 | 2 | 3) => world.distributorStaff(world.chain[level - 1]!);

describe('why this amount', () => {
  it('is told by percentage, base and distance, with what refunds took back', async () => {
    const explained = await explainIncome(asLevel(3), { orderNo: sold.orderNo, line: 1 });
    expect(explained).toMatchObject({
      receives: null,
      pays: null,
      viaChild: null,
      net: cny('2.00'),
      clawbacks: [{ amount: cny('1.00') }],
      share: {
        unitCost: null,
        commission: { percent: '10', distance: 0, base: cny('30.00') },
        referralCode: 'BLOG-1',
        earned: cny('3.00'),
        clawed: cny('1.00'),
        withheld: null,
      },
    });
    const above = await explainIncome(asLevel(1), { orderNo: sold.orderNo, line: 1 });
    expect(above).toMatchObject({
      viaChild: 'Level 2',
      net: cny('0.40'),
      share: { commission: { percent: '2', distance: 2, base: cny('30.00') }, referralCode: null },
    });
  });

  it('says of an own purchase what it would have been and why it is not', async () => {
    const explained = await explainIncome(asLevel(2), { orderNo: own.orderNo, line: 1 });
    expect(explained.share).toMatchObject({
      amount: cny('0.00'),
      withheld: { amount: cny('2.40'), sign: 'mail' },
    });
    const order = await readPortalOrder(asLevel(3), { orderNo: own.orderNo });
    expect(order.lines[0]).toMatchObject({ model: 'percentage' });
    expect(order.shares).toEqual([expect.objectContaining({ amount: cny('6.00'), withheld: null })]);
  });

  it('shows the back office everybody’s share, the referral and what was withheld', async () => {
    const order = await readOrder(world.staff(), { orderNo: sold.orderNo });
    expect(order.referral).toEqual({ code: 'BLOG-1', distributorName: 'Level 3' });
    expect(
      order.split.map((share) => [share.position, share.commission?.percent ?? null, share.amount.amount]),
    ).toEqual([
      [0, null, '25.20'],
      [1, '2', '0.60'],
      [2, '4', '1.20'],
      [3, '10', '3.00'],
    ]);
    const withheld = await readOrder(world.staff(), { orderNo: own.orderNo });
    expect(withheld.split[2]).toMatchObject({ withheld: { amount: cny('2.40'), sign: 'mail' } });
  });

  it('is nobody else’s to know: rows of other earners, codes and devices do not exist for the portal', async () => {
    const rows = await portalTx(
      world.core.db,
      { tenantId: world.tenantId, distributorId: world.chain[1]!.id },
      async (tx) => ({
        splits: await tx.selectFrom('orders.order_split').select('earner_id').distinct().execute(),
        codes: await tx.selectFrom('pricing.referral_code').select('code').execute(),
      }),
    );
    expect(rows).toEqual({ splits: [{ earner_id: world.chain[1]!.id }], codes: [] });
    const stranger = world.distributorStaff(await world.addDistributor(world.house));
    await expect(explainIncome(stranger, { orderNo: sold.orderNo, line: 1 })).rejects.toMatchObject({
      code: 'order_not_found',
    });
  });
});

describe('income by source and by age', () => {
  it('sums what came through each child and by own sales', async () => {
    const sources = await readIncomeByChild(asLevel(2), {});
    expect(sources).toEqual([
      expect.objectContaining({ childName: 'Level 3', orders: 2, units: 3, earned: cny('1.20'), net: cny('0.80') }),
    ]);
    const child = world.chain[2]!.id;
    expect((await listIncome(asLevel(2), { limit: 10, child })).items).toHaveLength(2);
    expect((await listIncome(asLevel(2), { limit: 10, child: 'own' })).items).toHaveLength(0);
    expect((await listIncome(asLevel(3), { limit: 10, child: 'own' })).items).toHaveLength(2);
  });

  it('says in which week held income becomes available, and equals the ledger', async () => {
    const weeks = await readIncomeWeeks(asLevel(3));
    expect(weeks.map((row) => row.held)).toEqual([cny('8.00')]);
    expect(await readIncomeTotals(asLevel(3))).toEqual([
      expect.objectContaining({ held: cny('8.00'), available: cny('0.00') }),
    ]);
    await world.sql('update orders.commission_line set release_at = app.now() where earner_id = $1', [
      world.chain[2]!.id,
    ]);
    await sweepRelease(world.core, world.tenantId, 'aging');
    expect(await readIncomeWeeks(asLevel(3))).toEqual([]);
    expect(await readIncomeTotals(asLevel(3))).toEqual([
      expect.objectContaining({ held: cny('0.00'), available: cny('8.00') }),
    ]);
  });
});

describe('referral codes', () => {
  it('are the distributor’s own: listed with what they brought and where they count', async () => {
    const page = await readReferrals(asLevel(3));
    expect(page.codes).toEqual([expect.objectContaining({ code: 'BLOG-1', orders: 1, income: cny('2.00') })]);
    expect(page.shops).toHaveLength(2);
    expect(page.isUsed).toBe(true);
    const other = await readReferrals(asLevel(2));
    expect(other.codes).toEqual([]);
    await expect(endReferralCode(asLevel(2), 'BLOG-1')).rejects.toMatchObject({ code: 'not_found' });
    await expect(makeReferralCode(asLevel(2), { name: 'Copy', code: 'BLOG-1' })).rejects.toMatchObject({
      code: 'already_exists',
    });
  });

  it('are made by chance where none is chosen, at most fifty at a time, and ended once', async () => {
    const { code } = await makeReferralCode(asLevel(1), { name: 'Chance' });
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    await endReferralCode(asLevel(1), code);
    await expect(endReferralCode(asLevel(1), code)).rejects.toMatchObject({ code: 'not_found' });
    const attempts = await Promise.allSettled(
      Array.from({ length: 52 }, () => makeReferralCode(asLevel(1), { name: 'Many' })),
    );
    expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(50);
  });
});

describe('income rules', () => {
  it('are read with the rates that hold and those to come, which can be taken back until they begin', async () => {
    const [{ now }] = (await world.sql<{ now: Date }>('select app.now() as now')) as [{ now: Date }];
    const validFrom = new Date(now.getTime() + 3_600_000).toISOString();
    const { id } = await saveRateCard(world.staff(), {
      rates: [{ levelId: null, distance: 0, percent: '5' }],
      validFrom,
    });
    const page = await readIncomeRulesPage(world.staff());
    expect(page).toMatchObject({ policy: { model: 'price_difference', marginMin: '0' }, version: '0', depth: 2 });
    expect(page.present?.rates.map((rate) => rate.percent)).toEqual(['10', '4', '2']);
    expect(page.coming).toEqual([{ id, validFrom, rates: [{ levelId: null, distance: 0, percent: '5' }] }]);
    await withdrawRateCard(world.staff(), id);
    await expect(withdrawRateCard(world.staff(), page.present!.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuse what is past, twice, of nobody’s level, or written over by somebody else', async () => {
    const staff = world.staff();
    const rate = { levelId: null, distance: 0, percent: '5' };
    await expect(saveRateCard(staff, { rates: [rate], validFrom: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await expect(saveRateCard(staff, { rates: [rate, rate] })).rejects.toMatchObject({ code: 'validation_failed' });
    const levelId = uuidv7() as LevelId;
    await expect(saveRateCard(staff, { rates: [{ ...rate, levelId }] })).rejects.toMatchObject({ code: 'not_found' });
    const policy = { model: 'price_difference', marginMin: '0', ownPurchaseEarns: false } as const;
    await expect(saveIncomePolicy(staff, { ...policy, version: '7' })).rejects.toMatchObject({
      code: 'version_conflict',
    });
    await expect(setSkuModels(staff, { skuIds: [uuidv7() as SkuId], model: 'percentage' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('are price difference only while everybody in the tree can earn', async () => {
    await world.sql('update tenancy.tenant set income_depth = 1 where tenant_id = $1', [world.tenantId]);
    const inUse = { code: 'in_use', params: { what: 'income_depth' } };
    const policy = { model: 'price_difference', marginMin: '0', ownPurchaseEarns: false, version: '0' } as const;
    await expect(saveIncomePolicy(world.staff(), policy)).rejects.toMatchObject(inUse);
    await expect(setSkuModels(world.staff(), { skuIds: [skuId as SkuId], model: null })).rejects.toMatchObject(inUse);
    await world.sql('update tenancy.tenant set income_depth = 2 where tenant_id = $1', [world.tenantId]);
  });

  it('are tried on every SKU before they are saved: what the dearest chain would leave', async () => {
    const thin = await world.addSku({ supplierCost: '25.50', retail: '30' });
    await setSkuModels(world.staff(), { skuIds: [thin as SkuId], model: 'percentage' });
    const check = await checkMargins(world.staff(), { everySku: false });
    expect(check).toMatchObject({
      checked: 2,
      failing: 1,
      unknownCost: 0,
      worst: { percent: '16', distributorName: 'Level 3' },
    });
    expect(check.rows[0]).toMatchObject({
      skuId: thin,
      retail: cny('30.00'),
      cost: cny('25.50'),
      fee: cny('0.18'),
      commission: cny('4.80'),
      margin: cny('-0.48'),
      passes: false,
    });
    const lower = await checkMargins(world.staff(), {
      everySku: true,
      rates: [{ levelId: null, distance: 0, percent: '10' }],
    });
    expect(lower).toMatchObject({ checked: 2, failing: 0, worst: { percent: '10' } });
    const strict = await checkMargins(world.staff(), { everySku: false, marginMin: '20' });
    expect(strict.failing).toBe(2);
    const models = await readSkuModels(world.staff(), { limit: 10, overridden: true });
    expect(models.items.map((row) => [row.own, row.model])).toEqual([
      ['percentage', 'percentage'],
      ['percentage', 'percentage'],
    ]);
  });
});
