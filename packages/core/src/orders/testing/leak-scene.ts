import type { IncomeModel, LevelId, SkuId } from '@keyfall/contracts';
import { revealCodes } from '../../delivery/index.ts';
import { approveRefund, requestRefund } from '../../payments/index.ts';
import { saveRateCard, setSkuModels } from '../../pricing/index.ts';
import { sweepRelease } from '../index.ts';
import type { Figures } from './find-figures.ts';
import { payFor, placeFor, type TestOrder } from './sale-steps.ts';
import { createSaleWorld, type SaleWorld, type TestDistributor } from './sale-world.ts';

/** Unlike one another in every digit that shows, in minor units. */
const SUPPLIER = 1_991_317n;
const COST = { L1: 2_111_923n, L2: 2_333_951n, L3: 2_777_969n, sibling: 2_888_881n };
const RETAIL = 3_122_347n;
/** Percent by distance from who sells. */
const RATES = { L3: '9.733', L2: '4.397', L1: '2.137' } as const;
const MAILS = { own: 'own-buyer@leak.example', sibling: 'sibling-buyer@leak.example' } as const;
const CODES = ['LEAKCODE-1111', 'LEAKCODE-2222', 'LEAKCODE-3333', 'LEAKCODE-4444'] as const;

export type LeakReader = 'L1' | 'L2' | 'L3' | 'sibling' | 'buyer';

/** What is known of a sale to whom: what a reader sees, what is hidden from it. */
export interface LeakScene {
  readonly world: SaleWorld;
  readonly skuId: string;
  readonly sibling: TestDistributor;
  /** One unit sold by L3, one by L3's sibling two units: released, and a little of the first refunded. */
  readonly order: TestOrder;
  readonly siblingOrder: TestOrder;
  /** Everybody's income of L3's sale and of the sibling's, and what anybody pays. */
  readonly figures: Figures;
  /** What this reader must not see of all that. */
  hiddenFrom(reader: LeakReader): Figures;
  /** Codes, whoever bought; other people's buyers and the rates of others. */
  textsHiddenFrom(reader: LeakReader): readonly string[];
}

const SHARES: Readonly<Record<IncomeModel, Figures>> = {
  price_difference: {
    'L1 of L3': COST.L2 - COST.L1,
    'L2 of L3': COST.L3 - COST.L2,
    'L3 of L3': RETAIL - COST.L3,
    'L1 of sibling': 2n * (COST.L2 - COST.L1),
    'L2 of sibling': 2n * (COST.sibling - COST.L2),
    'sibling of sibling': 2n * (RETAIL - COST.sibling),
  },
  percentage: {
    'L1 of L3': (RETAIL * 2137n) / 100_000n,
    'L2 of L3': (RETAIL * 4397n) / 100_000n,
    'L3 of L3': (RETAIL * 9733n) / 100_000n,
    'L1 of sibling': (2n * RETAIL * 2137n) / 100_000n,
    'L2 of sibling': (2n * RETAIL * 4397n) / 100_000n,
    'sibling of sibling': (2n * RETAIL * 9733n) / 100_000n,
  },
};

/** What each pays, which only it and whoever sells to it know. In the percentage model nobody of the chain has a cost. */
const PAID: Readonly<Record<IncomeModel, Figures>> = {
  price_difference: {
    'cost of L1': COST.L1,
    'cost of L2': COST.L2,
    'cost of L3': COST.L3,
    'cost of sibling': COST.sibling,
  },
  percentage: {},
};

const SEEN: Readonly<Record<LeakReader, readonly string[]>> = {
  L1: ['L1 of L3', 'L1 of sibling', 'cost of L1', 'cost of L2'],
  L2: ['L2 of L3', 'L2 of sibling', 'cost of L2', 'cost of L3', 'cost of sibling'],
  L3: ['L3 of L3', 'cost of L3'],
  sibling: ['sibling of sibling', 'cost of sibling'],
  buyer: [],
};

/** Two sales beneath the same two uplines in one income model, released, and a little of the first refunded. */
export async function makeLeakScene(model: IncomeModel): Promise<LeakScene> {
  const world = await createSaleWorld();
  const skuId = await world.addSku({
    costs: [decimal(COST.L1), decimal(COST.L2), decimal(COST.L3)],
    retail: decimal(RETAIL),
    supplierCost: decimal(SUPPLIER),
    columns: { max_per_buyer: 50 },
  });
  await world.addSecretCodes(skuId, CODES);
  await world.sql('update inventory.card_code set unit_cost = $1 where sku_id = $2', [SUPPLIER, skuId]);
  if (model === 'percentage') {
    const rates = Object.values(RATES).map((percent, distance) => ({
      levelId: null as LevelId | null,
      distance,
      percent,
    }));
    await saveRateCard(world.staff(), { rates });
    await setSkuModels(world.staff(), { skuIds: [skuId as SkuId], model: 'percentage' });
  }
  const sibling = await world.addDistributor(world.chain[1]!);
  const siblingShop = await world.addShop(sibling);
  const siblingPrice = { distributor_id: sibling.id, sku_id: skuId, unit_price: decimal(COST.sibling) };
  await world.insert('pricing.cost_price', siblingPrice);
  const sell = async (shop: SaleWorld['shop'], mail: string, quantity: number): Promise<TestOrder> => {
    const buyer = await world.addBuyer(shop, { account: true, mail });
    const order = await placeFor(world, skuId, quantity, { buyer, contact: { mail, phone: null } });
    await payFor(world, order, { fee: 0n });
    await revealCodes(order.buyer, { orderNo: order.orderNo, line: 1 });
    return order;
  };
  const order = await sell(world.shop, MAILS.own, 1);
  const siblingOrder = await sell(siblingShop, MAILS.sibling, 2);
  await world.sql('update orders.commission_line set release_at = app.now()');
  await sweepRelease(world.core, world.tenantId, 'leak');
  const { refundId } = await requestRefund(world.staff(), { orderNo: order.orderNo, goodwill: 100n, reason: 'leak' });
  await approveRefund(world.staff(), { refundId });
  const figures = { 'supplier cost': SUPPLIER, ...SHARES[model], ...PAID[model] };
  const hiddenFrom = (reader: LeakReader): Figures =>
    Object.fromEntries(Object.entries(figures).filter(([name]) => !SEEN[reader].includes(name)));
  return { world, skuId, sibling, order, siblingOrder, figures, hiddenFrom, textsHiddenFrom };
}

function textsHiddenFrom(reader: LeakReader): readonly string[] {
  const mails = {
    L1: Object.values(MAILS),
    L2: Object.values(MAILS),
    L3: [MAILS.sibling],
    sibling: [MAILS.own],
    buyer: [MAILS.sibling],
  }[reader];
  // The sibling stands where L3 stands.
  const own = reader === 'sibling' ? 'L3' : reader;
  const rates = Object.entries(RATES).flatMap(([name, percent]) => (name === own ? [] : [percent]));
  return [...mails, ...CODES, ...rates];
}

function decimal(minor: bigint): string {
  return `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`;
}
