import { randomInt } from 'node:crypto';
import { toMoneyDto } from '@keyfall/contracts';
import type { ReferralCodeInput, ReferralPageDto } from '@keyfall/contracts/income-schemas';
import { money, parseCurrency } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asDistributor, asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  countOpenCodes,
  endCode,
  insertReferralCode,
  listReferralCodes,
  listReferralShops,
  sellsByPercentage,
} from './referral-queries.ts';

/** No letters that are read as digits or as each other. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;
const OPEN_CODES_MAX = 50;

/** A distributor's referral codes with what they brought, and the shops whose visitors they count for. */
export async function readReferrals(ctx: Ctx<DistributorPrincipal>): Promise<ReferralPageDto> {
  const { distributorId } = ctx.principal;
  const { codes, currency } = await asDistributor(ctx, async (tx) => ({
    codes: await listReferralCodes(tx, distributorId),
    currency: (await tx.selectFrom('tenancy.tenant').select('currency').executeTakeFirstOrThrow()).currency,
  }));
  // Which shops stand above is not among the rows of the portal's role: names and addresses of open shops, nothing else.
  const { shops, isUsed } = await asService(ctx, async (tx) => ({
    shops: await listReferralShops(tx, distributorId),
    isUsed: await sellsByPercentage(tx),
  }));
  const { addresses } = ctx.core.ports;
  return {
    codes: codes.map((row) => ({
      code: row.code,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      orders: row.orders,
      income: toMoneyDto(money(row.income, parseCurrency(currency))),
    })),
    shops: shops.map((shop) => ({
      name: shop.name,
      origin: addresses.shopOrigin(addresses.slugHost(shop.slug)),
    })),
    isUsed,
  };
}

/**
 * Makes a referral code of one's own.
 * @throws DomainError already_exists (code), distributor_not_active, limit_exceeded (50 that have not ended)
 */
export async function makeReferralCode(
  ctx: Ctx<DistributorPrincipal>,
  input: ReferralCodeInput,
): Promise<{ readonly code: string }> {
  const { distributorId, loginId } = ctx.principal;
  const code = input.code ?? randomCode();
  await asService(ctx, async (tx) => {
    const open = await countOpenCodes(tx, distributorId);
    if (open === undefined) throw new DomainError('distributor_not_active', { state: 'frozen' });
    if (open >= OPEN_CODES_MAX)
      throw new DomainError('limit_exceeded', { limit: 'referral_codes', max: OPEN_CODES_MAX });
    const made = await insertReferralCode(tx, { code, distributorId, name: input.name, createdBy: loginId });
    if (!made) throw new DomainError('already_exists', { what: 'referral_code', field: 'code' });
    await recordAudit(tx, ctx, {
      action: 'pricing.make_referral_code',
      subjectKind: 'distributor',
      subjectId: distributorId,
      data: { code, name: input.name },
    });
  });
  return { code };
}

function randomCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** Ends a referral code of one's own: from now on it counts for nothing. @throws DomainError not_found */
export async function endReferralCode(ctx: Ctx<DistributorPrincipal>, code: string): Promise<void> {
  const { distributorId } = ctx.principal;
  await asService(ctx, async (tx) => {
    if (!(await endCode(tx, distributorId, code))) throw new DomainError('not_found', { what: 'referral_code' });
    await recordAudit(tx, ctx, {
      action: 'pricing.end_referral_code',
      subjectKind: 'distributor',
      subjectId: distributorId,
      data: { code },
    });
  });
}
