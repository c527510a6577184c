import { withRetry } from '@keyfall/db';
import { formatMinor } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { availableToWalletJournal, lockBalances, postJournal } from '../ledger/index.ts';
import { insertTransfer, readWalletOwner } from './queries.ts';

/**
 * Moves available income into the distributor's own wallet. There is no way back. The same reference moves it once. Locks:
 * reference, then debt, available and wallet. Amounts in minor units.
 *
 * @throws DomainError currency_mismatch, idempotency_conflict, debt_open, insufficient_available
 */
export async function moveIncomeToWallet(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly clientRef: string; readonly amount: bigint; readonly currency: string },
): Promise<void> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const ids = { transferId: uuidv7(), journalId: uuidv7() };
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const owner = await readWalletOwner(tx, distributorId);
      if (owner === undefined) throw new DomainError('not_found', { what: 'wallet' });
      const { currency } = owner;
      if (input.currency !== currency)
        throw new DomainError('currency_mismatch', { expected: currency, given: input.currency });
      const written = await insertTransfer(tx, {
        id: ids.transferId,
        distributorId,
        amount: input.amount,
        currency,
        clientRef: input.clientRef,
        madeBy: loginId,
      });
      if (written !== 'new') {
        if (written.amount !== input.amount) throw new DomainError('idempotency_conflict');
        return;
      }
      await recordAudit(tx, ctx, {
        action: 'wallet.move_income',
        subjectKind: 'wallet_transfer',
        subjectId: ids.transferId,
        data: { amount: input.amount.toString(), currency },
      });
      await wakeWorker(tx, tenantId, 'wallet.watch');
      const locked = await lockBalances(
        tx,
        tenantId,
        currency,
        (['1210', '2020', '2040'] as const).map((code) => ({ code, ownerId: distributorId })),
      );
      const balanceOf = (code: string): bigint => locked.find((row) => row.code === code)?.balance ?? 0n;
      const debt = balanceOf('1210');
      if (debt > 0n) throw new DomainError('debt_open', { debt: formatMinor(debt, currency), currency });
      const available = balanceOf('2020');
      if (available < input.amount) {
        throw new DomainError('insufficient_available', {
          needed: formatMinor(input.amount, currency),
          available: formatMinor(available, currency),
          currency,
        });
      }
      const draft = availableToWalletJournal({
        transferId: ids.transferId,
        distributorId,
        currency,
        amount: input.amount,
      });
      await postJournal(tx, tenantId, draft, { journalId: ids.journalId });
    }),
  );
}
