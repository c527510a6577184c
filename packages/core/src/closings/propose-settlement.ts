import type { DistributorId, PayeeId } from '@keyfall/contracts';
import { constraintOf, withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { raiseAlert } from '../notifications/index.ts';
import { lockUsablePayee, newNumber, readAccount, readPolicy } from '../withdrawals/index.ts';
import { holdParty, insertSettlement, type LeftBehind } from './closing-queries.ts';
import { planClosing, type ClosingBalances } from './closing.rules.ts';
import { readStanding } from './hindrances.ts';

export type PayWay =
  | { readonly kind: 'payee'; readonly payeeId: PayeeId }
  /** Paid already, from this account of ours; the bank's own reference proves it. */
  | { readonly kind: 'by_hand'; readonly accountId: string; readonly bankReference: string };

export interface SettlementProposal {
  readonly distributorId: DistributorId;
  readonly offsetsWallet: boolean;
  /** Left out only where nothing is paid. */
  readonly way: PayWay | null;
  readonly reason: string;
  /** The balances the person saw, minor units of `currency`. */
  readonly signed: ClosingBalances;
  readonly currency: string;
}

/**
 * Proposes what happens to everything that is left of a distributor, so that it can be closed. Nothing moves until another person
 * agrees; whoever may is alerted. One proposal is open per distributor. Locks: distributor, payee.
 *
 * @throws DomainError not_found (distributor, payee, account), closing_hindered, closing_balances_changed, currency_mismatch,
 *   payee_not_verified, payee_cooling_off, payout_account_unusable, already_exists
 */
export async function proposeSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: SettlementProposal,
): Promise<{ readonly settlementId: string }> {
  const { distributorId, reason } = input;
  const { loginId } = ctx.principal;
  const ids = { settlement: uuidv7(), no: newNumber('S') };
  const work = withRetry(() =>
    asService(ctx, async (tx) => {
      await holdParty(tx, distributorId);
      const { party, left, hindrances } = await readStanding(tx, distributorId);
      if (hindrances.length > 0) throw new DomainError('closing_hindered', { reasons: hindrances });
      if (input.currency !== party.currency)
        throw new DomainError('currency_mismatch', { expected: party.currency, given: input.currency });
      if (!isSame(left, input.signed)) throw new DomainError('closing_balances_changed');
      const { taxRate } = await readPolicy(tx, distributorId);
      const plan = planClosing(left, { offsetsWallet: input.offsetsWallet, taxRate });
      const isPaid = plan.income + plan.cash > 0n;
      if (isPaid !== (input.way !== null))
        throw new DomainError('closing_hindered', { reasons: [isPaid ? 'way_missing' : 'nothing_to_pay'] });
      const way = await checkWay(tx, distributorId, input.way, party.currency);
      await insertSettlement(tx, {
        id: ids.settlement,
        settlementNo: ids.no,
        distributorId,
        currency: party.currency,
        available: left.available,
        cash: left.cash,
        bonus: left.bonus,
        debt: left.debt,
        offsetsWallet: input.offsetsWallet,
        taxRate,
        ...way,
        reason,
        requestedBy: loginId,
      });
      await raiseAlert(tx, {
        kind: 'closing.proposed',
        subject: ids.settlement,
        params: { distributor: party.name, asked_by: loginId },
      });
      await recordAudit(tx, ctx, {
        action: 'closings.propose',
        subjectKind: 'distributor',
        subjectId: distributorId,
        data: {
          settlementId: ids.settlement,
          available: left.available.toString(),
          cash: left.cash.toString(),
          bonus: left.bonus.toString(),
          debt: left.debt.toString(),
          currency: party.currency,
          way: way.way,
          reason,
        },
      });
    }),
  );
  try {
    await work;
  } catch (error) {
    if (constraintOf(error) === 'settlement_open') throw new DomainError('already_exists', { what: 'settlement' });
    throw error;
  }
  return { settlementId: ids.settlement };
}

export function isSame(left: Pick<LeftBehind, keyof ClosingBalances>, signed: ClosingBalances): boolean {
  return (
    left.available === signed.available &&
    left.cash === signed.cash &&
    left.bonus === signed.bonus &&
    left.debt === signed.debt
  );
}

async function checkWay(tx: ServiceTx, distributorId: string, way: PayWay | null, currency: string) {
  if (way === null) return { way: 'nothing' as const, payeeId: null, accountId: null, bankReference: null };
  if (way.kind === 'payee') {
    await lockUsablePayee(tx, way.payeeId, distributorId);
    return { way: way.kind, payeeId: way.payeeId, accountId: null, bankReference: null };
  }
  const account = await readAccount(tx, way.accountId);
  if (account === undefined) throw new DomainError('not_found', { what: 'payout_account' });
  if (account.currency !== currency) throw new DomainError('payout_account_unusable');
  return { way: way.kind, payeeId: null, accountId: account.id, bankReference: way.bankReference };
}
