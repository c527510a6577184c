import { NIL_UUID, fromMoneyDto, type DistributorId, type MoneyDto } from '@keyfall/contracts';
import type { DistributorTaxDto, WithdrawalPolicyDto } from '@keyfall/contracts/withdrawal-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { moneyOf } from '../orders/index.ts';
import { readAccount } from './account-queries.ts';
import { readChecks, readParty, readPolicy, readTaxRate, writePolicy, writeTaxRate } from './policy-queries.ts';

/** The wholesaler's rules of withdrawals, in its own currency. */
export async function getWithdrawalPolicy(
  ctx: Ctx<StaffPrincipal>,
): Promise<WithdrawalPolicyDto & { readonly version: string; readonly currency: string }> {
  return await asStaff(ctx, async (tx) => {
    const [policy, checks] = await Promise.all([readPolicy(tx, NIL_UUID), readChecks(tx)]);
    const { currency } = policy;
    const orNull = (minor: bigint | null): MoneyDto | null => (minor === null ? null : moneyOf(minor, currency));
    return {
      minimum: moneyOf(policy.minimum, currency),
      feeFixed: moneyOf(policy.feeFixed, currency),
      feeRate: policy.feeRate,
      taxRate: policy.taxRate,
      dailyMax: orNull(policy.dailyMax),
      monthlyMax: orNull(policy.monthlyMax),
      secondAbove: orNull(checks.secondAbove),
      autoApproveMax: moneyOf(checks.autoApproveMax, currency),
      autoAccountId: checks.autoAccountId,
      coolingOffHours: policy.coolingOffHours,
      version: checks.version.toString(),
      currency,
    };
  });
}

/**
 * Saves the rules. Withdrawals already asked for keep the figures they were signed with.
 *
 * @throws DomainError version_conflict, currency_mismatch, payout_account_unusable (the account that pays by itself must be a
 *   rail that is switched on)
 */
export async function saveWithdrawalPolicy(
  ctx: Ctx<StaffPrincipal>,
  input: WithdrawalPolicyDto & { readonly version: string },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const { currency } = await readPolicy(tx, NIL_UUID);
    const minorOf = (dto: MoneyDto): bigint => {
      if (dto.currency !== currency)
        throw new DomainError('currency_mismatch', { expected: currency, given: dto.currency });
      return fromMoneyDto(dto).minor;
    };
    const orNull = (dto: MoneyDto | null): bigint | null => (dto === null ? null : minorOf(dto));
    if (input.autoAccountId !== null) {
      const account = await readAccount(tx, input.autoAccountId);
      if (account === undefined || !account.enabled || account.provider === 'bank_file')
        throw new DomainError('payout_account_unusable');
    }
    const isSaved = await writePolicy(tx, BigInt(input.version), {
      minimum: minorOf(input.minimum),
      feeFixed: minorOf(input.feeFixed),
      feeRate: input.feeRate,
      taxRate: input.taxRate,
      dailyMax: orNull(input.dailyMax),
      monthlyMax: orNull(input.monthlyMax),
      secondAbove: orNull(input.secondAbove),
      autoApproveMax: minorOf(input.autoApproveMax),
      autoAccountId: input.autoAccountId,
      coolingOffHours: input.coolingOffHours,
    });
    if (!isSaved) throw new DomainError('version_conflict', { what: 'withdrawal_policy' });
    if (input.autoAccountId !== null) await wakeWorker(tx, ctx.principal.tenantId, 'payout.submit');
    await recordAudit(tx, ctx, { action: 'withdrawals.save_policy', data: { ...input } });
  });
}

/** Which rates of withheld tax hold for a distributor. @throws DomainError not_found */
export async function getDistributorTax(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: DistributorId },
): Promise<DistributorTaxDto> {
  return await asStaff(ctx, async (tx) => {
    if ((await readParty(tx, input.distributorId)) === undefined)
      throw new DomainError('not_found', { what: 'distributor' });
    const [own, { taxRate }] = await Promise.all([readTaxRate(tx, input.distributorId), readPolicy(tx, NIL_UUID)]);
    return { own, usual: taxRate };
  });
}

/** Gives a distributor its own rate of withheld tax. @throws DomainError not_found */
export async function setDistributorTax(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: DistributorId; readonly taxRate: string | null },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const party = await readParty(tx, input.distributorId);
    if (party === undefined) throw new DomainError('not_found', { what: 'distributor' });
    await writeTaxRate(tx, input.distributorId, input.taxRate);
    await recordAudit(tx, ctx, {
      action: 'withdrawals.set_tax',
      subjectKind: 'distributor',
      subjectId: input.distributorId,
      data: { taxRate: input.taxRate },
    });
  });
}
