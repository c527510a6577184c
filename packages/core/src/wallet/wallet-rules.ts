import type { BankAccountId } from '@keyfall/contracts';
import type { Rate } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { insertBankAccount, replaceBonusRules, updateBankAccount } from './queries.ts';
import { readTenantCurrency } from './read-queries.ts';

/**
 * What top-ups earn on top from now on; what was promised before stays. Amounts in minor units.
 * @throws DomainError currency_mismatch, validation_failed (the same amount twice)
 */
export async function setBonusRules(
  ctx: Ctx<StaffPrincipal>,
  rules: readonly { readonly amountFrom: bigint; readonly currency: string; readonly percent: Rate }[],
): Promise<void> {
  if (new Set(rules.map((rule) => rule.amountFrom)).size < rules.length)
    throw new DomainError('validation_failed', { fields: ['rules'] });
  await asService(ctx, async (tx) => {
    const currency = await readTenantCurrency(tx);
    const other = rules.find((rule) => rule.currency !== currency);
    if (other !== undefined) throw new DomainError('currency_mismatch', { expected: currency, given: other.currency });
    await replaceBonusRules(tx, rules);
    await recordAudit(tx, ctx, {
      action: 'wallet.set_bonus_rules',
      data: { rules: rules.map((rule) => `${rule.amountFrom}: ${rule.percent}%`) },
    });
  });
}

/**
 * Adds a bank account that distributors may pay into, or changes one. Disabled ones take no new declarations.
 * @throws DomainError not_found
 */
export async function saveBankAccount(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly id?: BankAccountId | undefined;
    readonly bank: string;
    readonly holder: string;
    readonly number: string;
    readonly enabled: boolean;
  },
): Promise<{ readonly id: BankAccountId }> {
  const { id, ...text } = input;
  const ownId = id ?? (uuidv7() as BankAccountId);
  await asService(ctx, async (tx) => {
    if (id === undefined) await insertBankAccount(tx, { ...text, id: ownId, currency: await readTenantCurrency(tx) });
    else if (!(await updateBankAccount(tx, id, text))) throw new DomainError('not_found', { what: 'bank_account' });
    await recordAudit(tx, ctx, {
      action: 'wallet.save_bank_account',
      subjectKind: 'bank_account',
      subjectId: ownId,
      data: { bank: text.bank, holder: text.holder, enabled: text.enabled },
    });
  });
  return { id: ownId };
}
