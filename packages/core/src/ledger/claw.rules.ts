import type { DistributorId } from '@keyfall/contracts';
import { assert } from '../errors.ts';

/** What has to be taken back from one earner of one order line. */
export interface ClawDemand {
  readonly distributorId: DistributorId;
  readonly amount: bigint;
  /** What of this line's share is still pending: earned less fee borne, clawed from pending and released. */
  readonly pendingLeft: bigint;
}

/** What an earner could be charged, read under the lock that the posting holds. */
export interface Spendable {
  /** Available balance, withdrawals that were not yet submitted already cancelled back into it. */
  readonly available: bigint;
  /** Prepaid balance, where the contract lets it be charged for a clawback; else zero. */
  readonly wallet: bigint;
}

/** Where a claw is taken from. The parts sum to the demand. */
export interface ClawPart {
  readonly distributorId: DistributorId;
  readonly amount: bigint;
  readonly fromPending: bigint;
  readonly fromAvailable: bigint;
  readonly fromWallet: bigint;
  readonly toDebt: bigint;
}

const NOTHING: Spendable = { available: 0n, wallet: 0n };

function least(left: bigint, right: bigint): bigint {
  if (right <= 0n) return 0n;
  return left < right ? left : right;
}

/**
 * Decides where claws are taken from: the line's own pending share, then available, then (where allowed) the wallet; what
 * none of them covers becomes debt, which later income repays first. Demands of one earner share its balances, in order.
 */
export function planClaws(
  demands: readonly ClawDemand[],
  balances: ReadonlyMap<DistributorId, Spendable>,
): readonly ClawPart[] {
  const left = new Map(balances);
  return demands.map(({ distributorId, amount, pendingLeft }) => {
    assert(amount >= 0n, 'a claw is below zero');
    const { available, wallet } = left.get(distributorId) ?? NOTHING;
    const fromPending = least(amount, pendingLeft);
    const fromAvailable = least(amount - fromPending, available);
    const fromWallet = least(amount - fromPending - fromAvailable, wallet);
    const toDebt = amount - fromPending - fromAvailable - fromWallet;
    left.set(distributorId, { available: available - fromAvailable, wallet: wallet - fromWallet });
    return { distributorId, amount, fromPending, fromAvailable, fromWallet, toDebt };
  });
}
