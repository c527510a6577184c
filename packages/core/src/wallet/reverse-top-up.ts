import type { DistributorId, GatewayAccountId, TopUpId } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import {
  isEmptyJournal,
  lockBalances,
  postJournal,
  topUpBonusReversalJournal,
  topUpReversalJournal,
} from '../ledger/index.ts';
import { cancelForClaw, lockHeldWithdrawals } from '../withdrawals/index.ts';
import { endPayBack, lockRequestedOf, sumPayBacks } from './pay-back-queries.ts';
import { lockTopUp, markTopUpReversed } from './queries.ts';
import { releasePayBack } from './request-pay-back.ts';

const WALLET_CODES = ['1210', '2040', '2041', '2045'] as const;
const WALLET_AND_HELD_CODES = ['1210', '2020', '2030', '2040', '2041', '2045'] as const;

/**
 * A gateway took a top-up's money back (charge-back). What is left leaves the wallet, the rest becomes debt; of the bonus
 * goes what is left. Reports of the outside world are booked whatever the wallet holds. What was asked to be paid back of it is
 * given up, what was agreed to be paid back is not taken twice. The debt takes back what the distributor has asked for and has not
 * been sent. Locks: top-up, its pay-backs, held withdrawals, then debt, available, held, wallet.
 *
 * @throws DomainError not_found (no top-up through a gateway), top_up_state_conflict (not confirmed, or taken back before)
 */
export async function reverseTopUp(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly topUpId: TopUpId; readonly reason: string },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const ids = { journalId: uuidv7(), bonusJournalId: uuidv7() };
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const topUp = await lockTopUp(tx, input.topUpId);
      if (topUp === undefined || topUp.method !== 'gateway') throw new DomainError('not_found', { what: 'top_up' });
      if (topUp.state !== 'confirmed' || topUp.reversed_at !== null)
        throw new DomainError('top_up_state_conflict', { from: topUp.state, to: 'reversed' });
      assert(topUp.account_id, 'a top-up through a gateway names its account');
      await markTopUpReversed(tx, topUp.id, loginId, input.reason);
      await recordAudit(tx, ctx, {
        action: 'wallet.reverse_top_up',
        subjectKind: 'top_up',
        subjectId: topUp.id,
        data: { amount: topUp.amount.toString(), currency: topUp.currency, reason: input.reason },
      });
      await wakeWorker(tx, tenantId, 'wallet.watch');
      const ownerId = topUp.distributor_id;
      const asked = await lockRequestedOf(tx, topUp.id);
      const { agreed, bonus_taken: bonusTaken } = await sumPayBacks(tx, topUp.id);
      const amount = topUp.amount - agreed;
      if (amount <= 0n) throw new DomainError('top_up_state_conflict', { from: 'paid_back', to: 'reversed' });
      const held = await lockHeldWithdrawals(tx, [ownerId]);
      const locked = await lockBalances(
        tx,
        tenantId,
        topUp.currency,
        (held.length === 0 ? WALLET_CODES : WALLET_AND_HELD_CODES).map((code) => ({ code, ownerId })),
      );
      let released = 0n;
      for (const row of asked) {
        await endPayBack(tx, row.id, { state: 'cancelled', by: null, reason: input.reason });
        await releasePayBack(tx, tenantId, row);
        released += row.amount;
      }
      const balanceOf = (code: string): bigint => locked.find((row) => row.code === code)?.balance ?? 0n;
      const owner = {
        topUpId: topUp.id as TopUpId,
        distributorId: ownerId as DistributorId,
        currency: topUp.currency,
      };
      const reversal = topUpReversalJournal({
        ...owner,
        amount,
        walletBalance: balanceOf('2040') + released,
        by: { chargeback: topUp.account_id as GatewayAccountId },
      });
      await postJournal(tx, tenantId, reversal, { journalId: ids.journalId });
      const bonus = topUpBonusReversalJournal({
        ...owner,
        bonus: topUp.bonus - bonusTaken,
        bonusBalance: balanceOf('2041'),
      });
      if (!isEmptyJournal(bonus)) await postJournal(tx, tenantId, bonus, { journalId: ids.bonusJournalId });
      if (held.length === 0) return;
      // Whatever is owed now is repaid by what waits to be sent.
      const [debt] = await lockBalances(tx, tenantId, topUp.currency, [{ code: '1210', ownerId }]);
      await cancelForClaw(tx, tenantId, held, {
        distributorId: ownerId,
        currency: topUp.currency,
        missing: 0n,
        debt: debt?.balance ?? 0n,
      });
    }),
  );
}
