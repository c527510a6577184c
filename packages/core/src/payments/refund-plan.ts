import type { DistributorId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { lockBalances, type BalanceKey, type Spendable } from '../ledger/index.ts';
import { planGoodwill, planRefund, type RefundPlan, type RefundUnits, type RefundableLine } from '../orders/index.ts';
import { cancelForClaw, lockHeldWithdrawals } from '../withdrawals/index.ts';
import { lockShares, readRefundLines, type RefundLineRow, type ShareRow } from './refund-queries.ts';
import type { RefundableOrderRow } from './refundable-order-queries.ts';

/** What is to go back: units of lines, or a goodwill amount without units. */
export type RefundWish = { readonly units: readonly RefundUnits[] } | { readonly goodwill: bigint };

export interface LoadedRefund {
  readonly rows: readonly RefundLineRow[];
  readonly lines: readonly RefundableLine[];
}

/** The lines of a locked order as the refund rules need them. Locks lines and income lines. */
export async function loadRefundable(tx: ServiceTx, order: RefundableOrderRow): Promise<LoadedRefund> {
  const rows = await readRefundLines(tx, order.id);
  const shares = await lockShares(tx, order.id);
  const currency = parseCurrency(order.currency);
  const lines = rows.map((row): RefundableLine => {
    // A seller that collected the money itself has earned nothing here that could be taken back.
    const own = shares.filter(
      (share) => share.line === row.line && (row.charge_amount === null || share.earner_id !== order.distributor_id),
    );
    return {
      line: row.line,
      quantity: row.quantity,
      currency,
      model: row.model,
      payable: row.amount,
      promo: 0n,
      shares: own.map((share) => ({ distributorId: share.earner_id as DistributorId, amount: share.amount })),
      delivered: row.delivered,
      unknown: 0,
      refundedDelivered: row.refunded_units,
      refundedUndelivered: row.refunded_open,
      refundedCash: row.refunded_amount - row.refunded_open_amount,
      promoReversed: 0n,
      earners: own.map(historyOf),
      charge:
        row.charge_amount === null
          ? null
          : { amount: row.charge_amount, returned: row.charge_refunded - row.charge_refunded_open },
    };
  });
  return { rows, lines };
}

function historyOf(share: ShareRow): RefundableLine['earners'][number] {
  return {
    distributorId: share.earner_id as DistributorId,
    clawed: share.clawed,
    clawedFromPending: share.clawed_pending,
    feeBorne: share.fee_borne,
    released: share.released,
  };
}

/** What a refund would take, without looking at anybody's balance: for showing it before it is approved. */
export function previewRefund(loaded: LoadedRefund, wish: RefundWish): RefundPlan {
  return planOf(loaded.lines, wish, new Map());
}

/**
 * What a refund takes from whom, decided under the locks of every balance it may move. Debt accounts are locked with the
 * available ones, in one call and in account order. A claw that would raise debt first takes back what its distributor has
 * asked for and has not been sent; those requests are locked before the balances.
 */
export async function planUnderLocks(
  tx: ServiceTx,
  tenantId: string,
  order: RefundableOrderRow,
  loaded: LoadedRefund,
  wish: RefundWish,
): Promise<RefundPlan> {
  // Which lines claw anybody does not depend on balances.
  const claws = previewRefund(loaded, wish).lines.flatMap((line) => line.returned.claws);
  const owners = [...new Set(claws.filter((claw) => claw.amount > claw.fromPending).map((claw) => claw.distributorId))];
  const held = await lockHeldWithdrawals(tx, owners);
  const wallet = order.charge?.distributorId;
  const keys: readonly BalanceKey[] = [
    ...owners.flatMap((ownerId) => [{ code: '2020', ownerId } as const, { code: '1210', ownerId } as const]),
    ...[...new Set(held.map((row) => row.distributor_id))].map((ownerId) => ({ code: '2030', ownerId }) as const),
    // A refund into a wallet is booked with its claws.
    ...(wallet === undefined
      ? []
      : [{ code: '2040', ownerId: wallet } as const, { code: '2041', ownerId: wallet } as const]),
  ];
  const locked = await lockBalances(tx, tenantId, parseCurrency(order.currency), keys);
  const balanceOf = (code: '2020' | '1210', ownerId: string): bigint =>
    locked.find((row) => row.code === code && row.ownerId === ownerId)?.balance ?? 0n;
  const balances = new Map<DistributorId, Spendable>();
  for (const distributorId of owners) {
    const demanded = claws
      .filter((claw) => claw.distributorId === distributorId)
      .reduce((sum, claw) => sum + claw.amount - claw.fromPending, 0n);
    const available = balanceOf('2020', distributorId);
    const freed = await cancelForClaw(tx, tenantId, held, {
      distributorId,
      currency: order.currency,
      missing: demanded - available,
      debt: balanceOf('1210', distributorId),
    });
    balances.set(distributorId, { available: available + freed, wallet: 0n });
  }
  return planOf(loaded.lines, wish, balances);
}

function planOf(
  lines: readonly RefundableLine[],
  wish: RefundWish,
  balances: ReadonlyMap<DistributorId, Spendable>,
): RefundPlan {
  return 'units' in wish ? planRefund(lines, wish.units, balances) : planGoodwill(lines, wish.goodwill, balances);
}
