import { persist, payAtSandbox, Shopper, type PayHow } from '../testing/shopper.ts';
import { codeLines, confirmCodes } from '../testing/seed-tenant.ts';
import type { TestStack } from '../testing/stack.ts';
import { CHAOS_SKU, type ClientRecord } from './clients.ts';
import type { Point } from './points.ts';
import { strikeAt, type Way } from './strike-at.ts';
import { prepareWithdrawals } from './withdrawer.ts';

interface Strike {
  readonly point: Point;
  readonly way: Way;
  /** What leads there. */
  readonly by: 'purchase' | 'double payment' | 'import' | 'withdrawal';
}

const strike = (point: Point, way: Way, by: Strike['by'] = 'purchase'): Strike => ({ point, way, by });

/**
 * Where blows fall, in which way, round by round: those of a round at once, each on whoever comes there first. A cut connection
 * costs nothing; a killed program has to start again.
 */
const ROUNDS: readonly (readonly Strike[])[] = [
  [
    strike('order placed, commit asked for', 'cut'),
    strike('webhook stored, commit asked for', 'cut'),
    strike('receipt written, order still unpaid', 'cut'),
    strike('payment captured and delivered, commit asked for', 'cut'),
    strike('delivered, buyer not told', 'cut'),
    strike('balance folded, commit asked for', 'cut'),
    strike('refund done at the gateway, not booked', 'cut', 'double payment'),
    strike('refund booked, commit asked for', 'cut', 'double payment'),
  ],
  [
    strike('payment captured and delivered, commit asked for', 'kill'),
    strike('slice of an import written', 'kill', 'import'),
  ],
  [strike('payout made by the rail, not booked', 'kill', 'withdrawal')],
];

const REACH_MS = 30_000;
/** More than one slice of an import. */
export const IMPORTED = 6_000;
export const IMPORT_SKU = 'TVV-3MONTHS';

/** How many buyers it takes. */
export const STRIKE_BUYERS = ROUNDS.flat().filter(({ by }) => by === 'purchase' || by === 'double payment').length;

/**
 * Leads to every named point and strikes whoever comes there first. Answers what the buyers were told and what was struck;
 * the stack still has to come to rest.
 *
 * @throws Error when a point was not reached
 */
export async function strikeEverywhere(
  stack: TestStack,
  firstClient: number,
): Promise<{ readonly history: readonly ClientRecord[]; readonly struck: readonly string[] }> {
  const history: ClientRecord[] = [];
  const struck: string[] = [];
  let client = firstClient;
  const buy = async (how: PayHow): Promise<void> => {
    history.push(await buyOne(stack, client++, how));
  };
  // The first buyers have bought by the time somebody withdraws.
  let withdraw: (() => Promise<void>) | undefined;
  const leads: Readonly<Record<Strike['by'], () => Promise<void>>> = {
    purchase: () => buy({ mode: 'exact' }),
    'double payment': () => buy({ mode: 'twice' }),
    import: async () => {
      const sku = stack.tenant.skus.get(IMPORT_SKU);
      if (sku === undefined) throw new Error(`the catalog has no ${IMPORT_SKU}`);
      await confirmCodes(stack.core, stack.tenant.tenantId, sku, Buffer.from(codeLines(IMPORTED)));
    },
    withdrawal: async () => {
      withdraw ??= await prepareWithdrawals(stack);
      await withdraw();
    },
  };
  for (const round of ROUNDS) {
    const striking = round.map(async ({ point, way }) => {
      const done = await strikeAt(stack, point, way, REACH_MS);
      if (done === undefined) throw new Error(`nobody came to "${point}"`);
      struck.push(done);
    });
    await Promise.all([...striking, ...round.map(({ by }) => leads[by]())]);
    await stack.untilUp();
  }
  return { history, struck };
}

async function buyOne(stack: TestStack, client: number, how: PayHow): Promise<ClientRecord> {
  const shopper = new Shopper(stack, client);
  await persist(() => shopper.begin());
  const { orderNo } = await persist(() => shopper.place(CHAOS_SKU));
  const paymentId = await persist(() => shopper.beginPayment(orderNo));
  await payAtSandbox(stack, paymentId, how);
  return { client, how, orderNo, paymentId, paid: true, refusal: null };
}
