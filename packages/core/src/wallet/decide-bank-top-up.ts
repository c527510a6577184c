import type { BankAccountId, DistributorId, TopUpId } from '@keyfall/contracts';
import { constraintOf, withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert, isDomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { bankLineKey, lockBalances, postJournal, topUpBonusJournal, topUpJournal } from '../ledger/index.ts';
import { confirmTopUpRow, lockTopUp, refuseTopUpRow, type TopUpRow } from './queries.ts';

/**
 * A declared transfer stands on the bank's statement: the money goes into the wallet with the bonus that was promised.
 * Whoever declared it cannot confirm it. The bank's line id is the journal's key, so a line is counted once however many
 * declarations name it. Locks: top-up, the wallet's balances.
 *
 * @throws DomainError not_found, second_person_required, top_up_state_conflict, bank_line_used
 */
export async function confirmBankTopUp(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly topUpId: TopUpId; readonly bankLine: string },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const ids = { journalId: uuidv7(), bonusJournalId: uuidv7() };
  const work = withRetry(() =>
    asService(ctx, async (tx) => {
      const topUp = await lockDeclared(tx, loginId, input.topUpId, 'confirmed');
      assert(topUp.bank_account_id, 'a transfer names the account it went to');
      await confirmTopUpRow(tx, topUp.id, { by: loginId, bankLine: input.bankLine, journalId: ids.journalId });
      await recordAudit(tx, ctx, {
        action: 'wallet.confirm_top_up',
        subjectKind: 'top_up',
        subjectId: topUp.id,
        data: { amount: topUp.amount.toString(), currency: topUp.currency, bankLine: input.bankLine },
      });
      await wakeWorker(tx, tenantId, 'wallet.watch');
      const owner = {
        topUpId: topUp.id as TopUpId,
        distributorId: topUp.distributor_id as DistributorId,
        currency: topUp.currency,
      };
      await lockBalances(tx, tenantId, topUp.currency, [
        { code: '2040', ownerId: topUp.distributor_id },
        { code: '2041', ownerId: topUp.distributor_id },
      ]);
      const bankAccountId = topUp.bank_account_id as BankAccountId;
      const journal = topUpJournal({
        ...owner,
        idemKey: bankLineKey(bankAccountId, input.bankLine),
        amount: topUp.amount,
        source: { via: 'bank', bankAccountId },
      });
      await postJournal(tx, tenantId, journal, { journalId: ids.journalId, reference: input.bankLine });
      if (topUp.bonus > 0n) {
        const bonus = topUpBonusJournal({ ...owner, bonus: topUp.bonus });
        await postJournal(tx, tenantId, bonus, { journalId: ids.bonusJournalId, reference: input.bankLine });
      }
    }),
  );
  try {
    await work;
  } catch (error) {
    // Counted as another top-up, or as something else the bank's statement shows.
    if (constraintOf(error) === 'top_up_bank_line' || isDomainError(error, 'journal_conflict'))
      throw new DomainError('bank_line_used', {}, { cause: error });
    throw error;
  }
}

/**
 * Turns a declared transfer down: it is not on the bank's statement. Nothing moves.
 * @throws DomainError not_found, second_person_required, top_up_state_conflict
 */
export async function refuseBankTopUp(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly topUpId: TopUpId; readonly reason: string },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const topUp = await lockDeclared(tx, ctx.principal.loginId, input.topUpId, 'refused');
    await refuseTopUpRow(tx, topUp.id, { by: ctx.principal.loginId, reason: input.reason });
    await recordAudit(tx, ctx, {
      action: 'wallet.refuse_top_up',
      subjectKind: 'top_up',
      subjectId: topUp.id,
      data: { amount: topUp.amount.toString(), currency: topUp.currency, reason: input.reason },
    });
  });
}

async function lockDeclared(
  tx: ServiceTx,
  loginId: string,
  topUpId: TopUpId,
  to: 'confirmed' | 'refused',
): Promise<TopUpRow> {
  const topUp = await lockTopUp(tx, topUpId);
  if (topUp === undefined || topUp.method !== 'bank') throw new DomainError('not_found', { what: 'top_up' });
  if (topUp.state !== 'declared') throw new DomainError('top_up_state_conflict', { from: topUp.state, to });
  if (topUp.declared_by === loginId) throw new DomainError('second_person_required');
  return topUp;
}
