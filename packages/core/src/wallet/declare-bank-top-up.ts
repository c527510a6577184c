import type { BankAccountId, DistributorId, TopUpId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { bonusOfTopUp, bonusRuleOf } from './bonus.rules.ts';
import {
  countOpenTopUps,
  findTopUpByRef,
  insertTopUp,
  readBankAccount,
  readBonusRules,
  readWalletOwner,
} from './queries.ts';

export interface BankTopUpInput {
  readonly clientRef: string;
  /** Whose wallet; staff only, a distributor declares for itself. */
  readonly distributorId?: DistributorId | undefined;
  readonly bankAccountId: BankAccountId;
  readonly amount: bigint;
  readonly currency: string;
  readonly payerName: string;
  readonly note: string;
}

const OPEN_MAX = 20;

/**
 * Declares a transfer to one of the wholesaler's bank accounts. Nothing moves until a person of the wholesaler, another one
 * than who declared it, finds it on the bank's statement. The same reference and request declares it once.
 *
 * @throws DomainError not_found (wallet, bank account), currency_mismatch, idempotency_conflict, rate_limited
 */
export async function declareBankTopUp(
  ctx: Ctx<StaffPrincipal | DistributorPrincipal>,
  input: BankTopUpInput,
): Promise<{ readonly topUpId: TopUpId }> {
  const { principal } = ctx;
  const distributorId = principal.kind === 'distributor' ? principal.distributorId : input.distributorId;
  if (distributorId === undefined) throw new DomainError('not_found', { what: 'wallet' });
  const id = uuidv7();
  return await asService(ctx, async (tx) => {
    const owner = await readWalletOwner(tx, distributorId);
    if (owner === undefined) throw new DomainError('not_found', { what: 'wallet' });
    const account = await readBankAccount(tx, input.bankAccountId);
    if (account === undefined || !account.enabled) throw new DomainError('not_found', { what: 'bank_account' });
    if (input.currency !== account.currency || account.currency !== owner.currency)
      throw new DomainError('currency_mismatch', { expected: owner.currency, given: input.currency });
    const earlier = await findTopUpByRef(tx, { distributorId, clientRef: input.clientRef });
    if (earlier !== undefined) {
      const isSame = earlier.amount === input.amount && earlier.bank_account_id === input.bankAccountId;
      if (!isSame) throw new DomainError('idempotency_conflict');
      return { topUpId: earlier.id as TopUpId };
    }
    if ((await countOpenTopUps(tx, distributorId)) >= OPEN_MAX) throw new DomainError('rate_limited', {});
    const isNew = await insertTopUp(tx, {
      id,
      distributorId,
      amount: input.amount,
      bonus: bonusOfTopUp(input.amount, (await readBonusRules(tx)).map(bonusRuleOf)),
      currency: owner.currency,
      clientRef: input.clientRef,
      declaredBy: principal.loginId,
      declaredSide: principal.kind === 'distributor' ? 'distributor' : 'staff',
      via: { bankAccountId: input.bankAccountId, payerName: input.payerName, note: input.note },
    });
    if (!isNew) throw new DomainError('idempotency_in_progress');
    await recordAudit(tx, ctx, {
      action: 'wallet.declare_top_up',
      subjectKind: 'top_up',
      subjectId: id,
      data: { distributorId, amount: input.amount.toString(), currency: owner.currency },
    });
    return { topUpId: id as TopUpId };
  });
}
