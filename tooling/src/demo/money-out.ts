import { randomUUID } from 'node:crypto';
import type { BankAccountId, DistributorId, PayeeId, TopUpId } from '@keyfall/contracts';
import { fromMoneyDto } from '@keyfall/contracts';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '@keyfall/core';
import { previewSettlement, proposeSettlement } from '@keyfall/core/closings';
import { readDistributors } from '@keyfall/core/distributors';
import {
  confirmBankTopUp,
  declareBankTopUp,
  listPayBackSources,
  readWalletRules,
  requestPayBack,
} from '@keyfall/core/wallet';
import { listOwnPayees } from '@keyfall/core/withdrawals';

export interface MoneyOutWorld {
  readonly owner: Ctx<StaffPrincipal>;
  /** Proposes; the owner agrees. */
  readonly finance: Ctx<StaffPrincipal>;
  /** A distributor that had paid in by bank and has a payee that may be used. */
  readonly payer: Ctx<DistributorPrincipal>;
}

const CNY = 'CNY';
/** The frozen distributor of the demo's tree. */
const LEAVING_CODE = 'OLDSTREET';

/** Money that is to leave: a transfer asked back to a payee, and what is left of a frozen distributor, proposed for settlement. */
export async function makeMoneyOut(world: MoneyOutWorld): Promise<void> {
  await askBack(world.payer);
  await proposeToSettle(world);
}

async function askBack(payer: Ctx<DistributorPrincipal>): Promise<void> {
  const transfer = (await listPayBackSources(payer)).find((source) => source.method === 'bank');
  const payee = (await listOwnPayees(payer)).find((one) => one.isUsable && one.kind === 'bank_account');
  if (transfer === undefined || payee === undefined) return;
  await requestPayBack(payer, {
    clientRef: randomUUID(),
    topUpId: transfer.topUpId as TopUpId,
    amount: 150_000n,
    currency: CNY,
    payeeId: payee.id as PayeeId,
  });
}

async function proposeToSettle({ owner, finance }: MoneyOutWorld): Promise<void> {
  const [leaving] = (await readDistributors(owner, { search: LEAVING_CODE, limit: 1 })).items;
  const [bank] = (await readWalletRules(owner)).bankAccounts;
  if (leaving === undefined || bank === undefined) return;
  const distributorId: DistributorId = leaving.id;
  const { topUpId } = await declareBankTopUp(finance, {
    clientRef: randomUUID(),
    distributorId,
    bankAccountId: bank.id as BankAccountId,
    amount: 86_000n,
    currency: CNY,
    payerName: '旧街点卡',
    note: '',
  });
  await confirmBankTopUp(owner, { topUpId, bankLine: '20261019-000052' });
  const shown = await previewSettlement(finance, { distributorId, offsetsWallet: true });
  const [account] = shown.accounts.filter((one) => one.provider === 'bank_file');
  if (account === undefined || shown.hindrances.length > 0) return;
  const { available, cash, bonus, debt } = shown.balances;
  await proposeSettlement(finance, {
    distributorId,
    offsetsWallet: true,
    way: { kind: 'by_hand', accountId: account.id, bankReference: 'CMB-20261102-7781' },
    reason: '执照注销，终止合作 The licence was given up, we part',
    signed: {
      available: fromMoneyDto(available).minor,
      cash: fromMoneyDto(cash).minor,
      bonus: fromMoneyDto(bonus).minor,
      debt: fromMoneyDto(debt).minor,
    },
    currency: CNY,
  });
}
