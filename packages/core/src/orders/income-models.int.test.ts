import type { LevelId, SkuId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveRefund, requestRefund, sweepRefunds } from '../payments/index.ts';
import { endReferralCode, makeReferralCode, saveIncomePolicy, saveRateCard, setSkuModels } from '../pricing/index.ts';
import { savePayee } from '../withdrawals/index.ts';
import { placeOrder, quoteCart, sweepRelease } from './index.ts';
import { brokenInvariants, payFor, placeFor, type TestOrder } from './testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld, type TestDistributor } from './testing/sale-world.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
  await saveRateCard(world.staff(), { rates: rates('10', '4', '2') });
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

function rates(...percents: readonly string[]) {
  return percents.map((percent, distance) => ({ levelId: null as LevelId | null, distance, percent }));
}

/** A SKU of the percentage model with codes in stock. */
async function percentageSku(options: Parameters<SaleWorld['addSku']>[0] = {}, codes = 5): Promise<string> {
  const skuId = await world.addSku(options);
  await world.addCodes(skuId, codes);
  await setSkuModels(world.staff(), { skuIds: [skuId as SkuId], model: 'percentage' });
  return skuId;
}

const nameOf = (id: string): string => {
  const level = world.chain.findIndex((distributor) => distributor.id === id);
  return level >= 0 ? `L${level + 1}` : id === world.house.id ? 'house' : 'other';
};

async function splitOf(order: { readonly orderId: string }) {
  const rows = await world.sql<{
    earner_id: string;
    amount: bigint;
    rate: string | null;
    distance: number | null;
    withheld: bigint;
    withheld_for: string | null;
    referral_code: string | null;
  }>(
    'select earner_id, amount, trim_scale(rate)::text as rate, distance, withheld, withheld_for, referral_code from orders.order_split where order_id = $1 order by line, position',
    [order.orderId],
  );
  return rows.map(({ earner_id, ...row }) => ({ earner: nameOf(earner_id), ...row }));
}

const amountsOf = async (order: { readonly orderId: string }) =>
  Object.fromEntries((await splitOf(order)).map((row) => [row.earner, row.amount]));

/** Moves of an order's journals by account, debit positive. */
async function movesOf(order: { readonly orderId: string }, kinds: readonly string[]): Promise<Record<string, bigint>> {
  const rows = await world.sql<{ account_code: string; owner_id: string; amount: bigint }>(
    `select e.account_code, e.owner_id, sum(e.amount)::bigint as amount from ledger.entry e join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
      where j.order_id = $1 and j.kind = any ($2) group by 1, 2 having sum(e.amount) <> 0 order by 1, 2`,
    [order.orderId, kinds],
  );
  return Object.fromEntries(
    rows.map((row) => {
      const owner = nameOf(row.owner_id);
      return [owner.startsWith('L') ? `${row.account_code} ${owner}` : row.account_code, row.amount];
    }),
  );
}

async function refundAll(order: TestOrder): Promise<void> {
  const { refundId } = await requestRefund(world.staff(), { orderNo: order.orderNo, reason: 'test' });
  await approveRefund(world.staff(), { refundId });
}

async function refundGoodwill(order: TestOrder, amount: bigint): Promise<void> {
  const { refundId } = await requestRefund(world.staff(), { orderNo: order.orderNo, goodwill: amount, reason: 'test' });
  await approveRefund(world.staff(), { refundId });
}

describe('a sale in the percentage model', () => {
  it('posts the table of the worked example: all of it revenue, commission an expense', async () => {
    const order = await placeFor(world, await percentageSku());
    await payFor(world, order, { fee: 18n });
    expect(await movesOf(order, ['sale'])).toEqual({
      '1020': 2_982n,
      '1110': -2_000n,
      '2010 L1': -60n,
      '2010 L2': -120n,
      '2010 L3': -300n,
      '4010': -3_000n,
      '5010': 2_000n,
      '5020': 18n,
      '5040': 480n,
    });
  });

  it('is refunded in full by the table of decision 16', async () => {
    const order = await placeFor(world, await percentageSku());
    await payFor(world, order, { fee: 18n });
    await refundAll(order);
    expect(await movesOf(order, ['refund_approve'])).toEqual({
      '2010 L1': 60n,
      '2010 L2': 120n,
      '2010 L3': 300n,
      '2060': -3_000n,
      '4010': 3_000n,
      '5040': -480n,
    });
  });

  it('rounds every share down; fractions stay with the wholesaler', async () => {
    const order = await placeFor(world, await percentageSku({ retail: '29.99' }));
    expect(await amountsOf(order)).toEqual({ house: 2_522n, L1: 59n, L2: 119n, L3: 299n });
  });

  it('asks no cost price of anybody, keeps to floor and ceiling, and freezes the rates', async () => {
    const skuId = await percentageSku({ costs: [null, null, null] });
    const order = await placeFor(world, skuId);
    await saveRateCard(world.staff(), { rates: rates('1') });
    expect(await amountsOf(await placeFor(world, skuId))).toEqual({ house: 2_970n, L3: 30n });
    await saveRateCard(world.staff(), { rates: rates('10', '4', '2') });
    await payFor(world, order, { fee: 0n });
    expect(await amountsOf(order)).toEqual({ house: 2_520n, L1: 60n, L2: 120n, L3: 300n });
    await world.sql('update pricing.sku_price set floor = 31 where sku_id = $1', [skuId]);
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'sku_unavailable' });
  });

  it('pays a level its own rate and nobody farther away than the depth', async () => {
    const middle = world.chain[1]!;
    const levelId = uuidv7() as LevelId;
    await world.insert('tenancy.level', { id: levelId, name: 'gold', rank: 1 });
    await world.sql('update tenancy.distributor set level_id = $1 where id = $2', [levelId, middle.id]);
    await saveRateCard(world.staff(), { rates: [...rates('10', '4', '2'), { levelId, distance: 1, percent: '6.5' }] });
    const skuId = await percentageSku();
    expect(await amountsOf(await placeFor(world, skuId))).toEqual({ house: 2_445n, L1: 60n, L2: 195n, L3: 300n });
    await world.sql('update tenancy.tenant set income_depth = 1 where tenant_id = $1', [world.tenantId]);
    expect(Object.keys(await amountsOf(await placeFor(world, skuId)))).toEqual(['house', 'L2', 'L3']);
    await world.sql('update tenancy.tenant set income_depth = 2 where tenant_id = $1', [world.tenantId]);
    await saveRateCard(world.staff(), { rates: rates('10', '4', '2') });
    await world.sql('update tenancy.distributor set level_id = null where id = $1', [middle.id]);
  });

  it('bears the gateway’s fee itself, also where sellers bear it on what they sell by difference', async () => {
    const account = await world.addGatewayAccount('seller');
    const buyer = await world.addBuyer();
    const [difference, percentage] = [await world.addSku(), await percentageSku()];
    await world.addCodes(difference, 2);
    const placed = await placeOrder(buyer, {
      clientRef: uuidv7(),
      lines: [
        { skuId: difference as SkuId, quantity: 1 },
        { skuId: percentage as SkuId, quantity: 1 },
      ],
      contact: { mail: 'mixed@example.com', phone: null },
    });
    const order = { ...placed, buyer };
    await payFor(world, order, { fee: 36n }, account);
    // One journal for both models: 22.00 of the first line and all of the second are revenue.
    expect(await movesOf(order, ['sale'])).toEqual({
      '1020': 5_964n,
      '1110': -4_000n,
      '2010 L1': -260n,
      '2010 L2': -320n,
      '2010 L3': -682n,
      '4010': -5_200n,
      '4030': -18n,
      '5010': 4_000n,
      '5020': 36n,
      '5040': 480n,
    });
    await refundAll(order);
    const left = await movesOf(order, ['sale', 'refund_approve']);
    expect(left).toMatchObject({ '2060': -6_000n });
    expect([left['4010'], left['5040']]).toEqual([undefined, undefined]);
  });

  it('is clawed exactly by any parts, out of what is held, what is available, and as debt', async () => {
    const order = await placeFor(world, await percentageSku());
    await payFor(world, order, { fee: 0n });
    await refundGoodwill(order, 1_000n);
    await world.sql('update orders.commission_line set release_at = app.now() where order_id = $1', [order.orderId]);
    await sweepRelease(world.core, world.tenantId, 'claw');
    await refundGoodwill(order, 1_999n);
    await refundGoodwill(order, 1n);
    const all = await movesOf(order, ['sale', 'refund_approve']);
    expect([all['4010'], all['5040'], all['2060']]).toEqual([undefined, undefined, -3_000n]);
    const lines = await world.sql<{ amount: bigint; clawed: bigint }>(
      'select amount, clawed from orders.commission_line where order_id = $1',
      [order.orderId],
    );
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.clawed).toBe(line.amount);
  });
});

describe('the margin guard', () => {
  const alerts = async (skuId: string) =>
    await world.sql<{ params: Record<string, string> }>(
      `select params from notify.alert where kind = 'income.thin_margin' and subject = $1 and closed_at is null`,
      [skuId],
    );

  it('refuses what would leave too little after cost and expected fee; the buyer hears only that it is not to be had', async () => {
    const skuId = await percentageSku({ supplierCost: '25.02' });
    await placeFor(world, skuId);
    await world.sql('update pricing.sku_cost set unit_cost = 25.03 where sku_id = $1', [skuId]);
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'sku_unavailable', params: { skuId } });
    const told = await alerts(skuId);
    expect(told.map(({ params }) => [params['margin'], params['marginMin']])).toEqual([['-0.01', '0.00']]);
    const quote = await quoteCart(await world.addBuyer(), [{ skuId: skuId as SkuId, quantity: 1 }]);
    expect(quote.lines[0]!.problem).toMatchObject({ code: 'sku_unavailable' });
  });

  it('asks for the least margin of the policy; a change of the rules closes its alerts', async () => {
    const skuId = await percentageSku();
    await saveIncomePolicy(world.staff(), {
      model: 'price_difference',
      marginMin: '16.74',
      ownPurchaseEarns: false,
      version: '0',
    });
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'sku_unavailable' });
    expect(await alerts(skuId)).toHaveLength(1);
    await saveIncomePolicy(world.staff(), {
      model: 'price_difference',
      marginMin: '16.73',
      ownPurchaseEarns: false,
      version: '1',
    });
    expect(await alerts(skuId)).toHaveLength(0);
    await placeFor(world, skuId);
    await saveIncomePolicy(world.staff(), {
      model: 'price_difference',
      marginMin: '0',
      ownPurchaseEarns: false,
      version: '2',
    });
  });
});

describe('a referral', () => {
  it('counts in shops of the referrer and its uplines, for percentage lines, and is frozen with the order', async () => {
    const [first, , third] = world.chain as [TestDistributor, TestDistributor, TestDistributor];
    const { code } = await makeReferralCode(world.distributorStaff(third), { name: 'Blog', code: 'BLOG-1' });
    const skuId = await percentageSku();
    const house = await world.addShop(world.house);
    const order = await placeFor(world, skuId, 1, { buyer: await world.addBuyer(house), referral: ' blog-1 ' });
    expect(await splitOf(order)).toEqual([
      expect.objectContaining({ earner: 'house', amount: 2_520n, referral_code: null }),
      expect.objectContaining({ earner: 'L1', amount: 60n, distance: 2, rate: '2', referral_code: null }),
      expect.objectContaining({ earner: 'L2', amount: 120n, distance: 1, rate: '4' }),
      expect.objectContaining({ earner: 'L3', amount: 300n, distance: 0, rate: '10', referral_code: code }),
    ]);
    const [head] = await world.sql('select referral_code, referrer_id from orders.sales_order where id = $1', [
      order.orderId,
    ]);
    expect(head).toEqual({ referral_code: code, referrer_id: third.id });
    const inBetween = await placeFor(world, skuId, 1, {
      buyer: await world.addBuyer(await world.addShop(first)),
      referral: code,
    });
    expect(await amountsOf(inBetween)).toEqual({ house: 2_520n, L1: 60n, L2: 120n, L3: 300n });
    const difference = await world.addSku();
    await world.addCodes(difference, 1);
    const byDifference = await placeFor(world, difference, 1, { buyer: await world.addBuyer(house), referral: code });
    expect(await amountsOf(byDifference)).toEqual({ house: 3_000n });
    const [plain] = await world.sql('select referral_code from orders.sales_order where id = $1', [
      byDifference.orderId,
    ]);
    expect(plain).toEqual({ referral_code: null });
  });

  it('changes nothing when it is unknown, ended, of a sibling, of somebody frozen, or of another tenant', async () => {
    const second = world.chain[1]!;
    const skuId = await percentageSku({}, 10);
    const [sibling, frozen] = [await world.addDistributor(second), await world.addDistributor(second)];
    const foreign = await addTenantWorld(world.database);
    const make = (code: string, owner = sibling) =>
      makeReferralCode(world.distributorStaff(owner), { name: 'test', code });
    await make('SIBLING');
    await make('ENDED');
    await make('FROZEN', frozen);
    await makeReferralCode(foreign.distributorStaff(foreign.chain[2]!), { name: 'Foreign', code: 'FOREIGN' });
    await endReferralCode(world.distributorStaff(sibling), 'ENDED');
    await world.sql(`update tenancy.distributor set status = 'frozen' where id = $1`, [frozen.id]);
    // In the parent's shop a code of the sibling counts, in the other child's shop it would take what is that child's.
    const above = await world.addShop(second);
    const buyAbove = async (referral: string) =>
      await amountsOf(await placeFor(world, skuId, 1, { buyer: await world.addBuyer(above), referral }));
    expect(await buyAbove('SIBLING')).toEqual({ house: 2_520n, L1: 60n, L2: 120n, other: 300n });
    for (const referral of ['ENDED', 'FROZEN']) {
      expect(await buyAbove(referral)).toEqual({ house: 2_580n, L1: 120n, L2: 300n });
    }
    for (const referral of ['SIBLING', 'NOBODY', 'FOREIGN', '', `'; --`]) {
      const order = await placeFor(world, skuId, 1, { referral });
      expect(await amountsOf(order)).toEqual({ house: 2_520n, L1: 60n, L2: 120n, L3: 300n });
    }
  });
});

describe('an own purchase', () => {
  const PEOPLE = { L2: 'two@example.com', L3: 'three@example.com' } as const;
  beforeAll(async () => {
    for (const [name, mail] of Object.entries(PEOPLE)) {
      const distributor = world.chain[Number(name.slice(1)) - 1]!;
      const key = uuidv7().replaceAll('-', '').padEnd(64, '0');
      await world.sql('insert into identity.login (key, id, mail, name) values ($1, $2, $3, $4)', [
        key,
        uuidv7(),
        mail,
        name,
      ]);
      await world.sql(
        `insert into identity.membership (login_key, tenant_ref, audience, distributor_ref, role, id) values ($1, $2, 'portal', $3, 'owner', $4)`,
        [key, world.tenantId, distributor.id, uuidv7()],
      );
    }
    await world.insert('tenancy.distributor_profile', {
      distributor_id: world.chain[0]!.id,
      contact_mail: 'One@Example.com',
      contact_phone: '+86 138 0013 8000',
    });
  });

  const EARN = { house: 2_520n, L1: 60n, L2: 120n, L3: 300n };
  it.each([
    ['account', 'L3', 300n, { account: 'three@example.com' }],
    ['mail', 'L2', 120n, { mail: 'Two+tag@example.com' }],
    ['mail', 'L1', 60n, { mail: 'one@example.com' }],
    ['phone', 'L1', 60n, { phone: '13800138000' }],
  ] as const)('known by %s earns %s nothing, the others theirs', async (sign, who, share, given) => {
    const buyer = await world.addBuyer(world.shop, 'account' in given ? { account: true, mail: given.account } : {});
    const contact = {
      mail: 'mail' in given ? given.mail : `${uuidv7()}@example.com`,
      phone: 'phone' in given ? given.phone : null,
    };
    const order = await placeFor(world, await percentageSku(), 1, { buyer, contact });
    expect(await amountsOf(order)).toEqual({ ...EARN, house: EARN.house + share, [who]: 0n });
    const row = (await splitOf(order)).find((one) => one.earner === who);
    expect(row).toMatchObject({ withheld: share, withheld_for: sign });
    await payFor(world, order, { fee: 0n });
    expect((await movesOf(order, ['sale']))['5040']).toBe(480n - share);
  });

  it('is known by the account its income is paid to', async () => {
    const staff = world.distributorStaff(world.chain[1]!);
    const number = '13912345678';
    await savePayee(staff, { kind: 'alipay', holder: 'Two', number });
    const contact = { mail: `${uuidv7()}@example.com`, phone: '+86 139-1234-5678' };
    const order = await placeFor(world, await percentageSku(), 1, { contact });
    expect(await amountsOf(order)).toEqual({ ...EARN, house: EARN.house + 120n, L2: 0n });
    expect((await splitOf(order))[2]).toMatchObject({ withheld: 120n, withheld_for: 'payee' });
  });

  it('is known again by its device under another address, in either model', async () => {
    const device = 'device-of-three';
    const skuId = await world.addSku();
    await world.addCodes(skuId, 5);
    await placeFor(world, skuId, 1, { device, contact: { mail: PEOPLE.L3, phone: null } });
    const order = await placeFor(world, skuId, 1, { device });
    expect(await amountsOf(order)).toEqual({ house: 2_600n, L1: 200n, L2: 200n, L3: 0n });
    expect((await splitOf(order)).at(-1)).toMatchObject({ withheld: 400n, withheld_for: 'device' });
    const other = await placeFor(world, skuId, 1, { device: 'device-of-nobody' });
    expect(await amountsOf(other)).toEqual({ house: 2_200n, L1: 200n, L2: 200n, L3: 400n });
    await payFor(world, order, { fee: 0n });
    await refundAll(order);
    expect((await movesOf(order, ['sale', 'refund_approve']))['4010']).toBeUndefined();
  });

  it('earns where the tenant allows it', async () => {
    const policy = { model: 'price_difference', marginMin: '0' } as const;
    await saveIncomePolicy(world.staff(), { ...policy, ownPurchaseEarns: true, version: '3' });
    const order = await placeFor(world, await percentageSku(), 1, { contact: { mail: PEOPLE.L3, phone: null } });
    expect(await amountsOf(order)).toEqual(EARN);
    await saveIncomePolicy(world.staff(), { ...policy, ownPurchaseEarns: false, version: '4' });
  });
});

describe('the tenant’s model', () => {
  it('holds for every SKU without one of its own', async () => {
    const policy = { marginMin: '0', ownPurchaseEarns: false } as const;
    await saveIncomePolicy(world.staff(), { ...policy, model: 'percentage', version: '5' });
    const [plain, own] = [await world.addSku(), await world.addSku()];
    for (const skuId of [plain, own]) await world.addCodes(skuId, 2);
    await setSkuModels(world.staff(), { skuIds: [own as SkuId], model: 'price_difference' });
    expect(await amountsOf(await placeFor(world, plain))).toMatchObject({ house: 2_520n, L3: 300n });
    expect(await amountsOf(await placeFor(world, own))).toMatchObject({ house: 2_200n, L3: 400n });
    await setSkuModels(world.staff(), { skuIds: [own as SkuId], model: null });
    expect(await amountsOf(await placeFor(world, own))).toMatchObject({ house: 2_520n, L3: 300n });
    await saveIncomePolicy(world.staff(), { ...policy, model: 'price_difference', version: '6' });
    await sweepRefunds(world.core, world.tenantId, 'end');
  });
});
