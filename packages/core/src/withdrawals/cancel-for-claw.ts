import type { ServiceTx } from '@keyfall/db';
import { endHold, tellOutcome } from './give-back.ts';
import { endHeld, holdStill, insertEvent, lockHeld, type WithdrawalRow } from './withdrawal-queries.ts';

/** What distributors have asked for and not been sent yet, locked, the latest first. */
export type HeldWithdrawals = readonly WithdrawalRow[];

/**
 * Locks what these distributors have asked for, before a claw reads their balances: from here to the end of the transaction
 * none of them can ask for more, and nothing of it can be approved or sent. Call it before balances are locked.
 */
export async function lockHeldWithdrawals(tx: ServiceTx, distributorIds: readonly string[]): Promise<HeldWithdrawals> {
  await holdStill(tx, distributorIds);
  return await lockHeld(tx, distributorIds);
}

/**
 * A claw would raise debt although money waits to be sent: takes back as many of this distributor's requests as cover
 * `missing`, the latest first, and whatever else repays `debt` that there is: nothing waits to be sent beside debt. Answers how much of
 * it is available now. Balances are locked by the caller.
 */
export async function cancelForClaw(
  tx: ServiceTx,
  tenantId: string,
  held: HeldWithdrawals,
  claw: { readonly distributorId: string; readonly currency: string; readonly missing: bigint; readonly debt: bigint },
): Promise<bigint> {
  let freed = 0n;
  let debt = claw.debt;
  for (const row of held) {
    if (row.distributor_id !== claw.distributorId || row.currency !== claw.currency) continue;
    if (freed >= claw.missing && debt <= 0n) break;
    await endHeld(tx, row.id, {
      // Only the system ends an approved one on its own.
      state: row.state === 'requested' ? 'cancelled' : 'rejected',
      by: null,
      reason: 'clawback',
    });
    await endHold(tx, tenantId, row);
    await insertEvent(tx, row, { kind: 'clawed', by: 'system' });
    await tellOutcome(tx, tenantId, row, 'clawed', null);
    const repaid = debt < row.amount ? debt : row.amount;
    debt -= repaid;
    freed += row.amount - repaid;
  }
  return freed;
}
