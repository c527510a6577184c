import type { BankAccountId, GatewayAccountId, SettlementId } from '@keyfall/contracts';
import { fromMoneyDto } from '@keyfall/contracts';
import type { Ctx, StaffPrincipal } from '@keyfall/core';
import { confirmSettlement, declareSettlement, readUnsettled, refuseSettlement } from '@keyfall/core/reconciliation';
import { readWalletRules } from '@keyfall/core/wallet';

const DAY_MS = 86_400_000;
/** A bank's charge on one of the transfers, for somebody to book or explain. */
const WIRE_FEE = 500n;

/**
 * What became of the demo's bills at the bank: three days settled to the unit, three with less than the bills come to, two
 * declared and waiting for the owner, one declared by mistake and refused. The latest days are not settled.
 */
export async function makeSettlements(world: {
  readonly owner: Ctx<StaffPrincipal>;
  /** Declares; the owner agrees. */
  readonly finance: Ctx<StaffPrincipal>;
  readonly accountId: GatewayAccountId;
}): Promise<void> {
  const { owner, finance, accountId } = world;
  const account = (await readUnsettled(finance)).find((each) => each.accountId === accountId);
  const [bank] = (await readWalletRules(finance)).bankAccounts;
  if (account === undefined || bank === undefined) return;
  const declare = async (from: number, until: number, less = 0n): Promise<SettlementId | undefined> => {
    const bills = account.bills.slice(from, until);
    const received = bills.reduce((sum, bill) => sum + fromMoneyDto(bill.net).minor, 0n) - less;
    const last = bills.at(-1);
    if (last === undefined || received <= 0n) return undefined;
    const arrivedOn = new Date(Date.parse(`${last.day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
    const { settlementId } = await declareSettlement(finance, {
      accountId,
      bankAccountId: bank.id as BankAccountId,
      bankLine: `${arrivedOn.replaceAll('-', '')}-${String(410 + from).padStart(6, '0')}`,
      arrivedOn,
      received,
      currency: bank.currency,
      billIds: bills.map(({ billId }) => billId),
    });
    return settlementId;
  };
  for (const settlementId of [await declare(0, 3), await declare(3, 6, WIRE_FEE)]) {
    if (settlementId !== undefined) await confirmSettlement(owner, { settlementId });
  }
  await declare(6, 8);
  const mistaken = await declare(8, 9);
  if (mistaken !== undefined) {
    await refuseSettlement(owner, { settlementId: mistaken, reason: '当日流水无此笔 Not on that day’s statement' });
  }
}
