import type { BankAccountId, CryptoWalletId, DistributorId, GatewayAccountId, SupplierId } from '@keyfall/contracts';

export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'expense';
export type OwnerKind = 'platform' | 'bank_account' | 'crypto_wallet' | 'gateway_account' | 'distributor' | 'supplier';

/**
 * `strong`: one locked row, always current, with a floor, for money somebody can spend.
 * `delta`: writers only insert and a job folds, for everything hot.
 */
export type BalanceMode = 'strong' | 'delta';

/** How far a balance may fall, on its normal side. `credit`: to zero less the owner's credit limit. Null: no bound. */
export type BalanceFloor = 'zero' | 'credit' | null;

export interface AccountSpec {
  readonly name: string;
  readonly type: AccountType;
  readonly normalSide: 'D' | 'C';
  readonly ownerKind: OwnerKind;
  readonly mode: BalanceMode;
  readonly floor: BalanceFloor;
}

// Generic in the owner's kind, so that the chart keeps it as a literal and the compiler checks every posting's owners.
const asset = <Owner extends OwnerKind>(
  name: string,
  ownerKind: Owner,
  mode: BalanceMode = 'delta',
  floor: BalanceFloor = null,
) => ({ name, type: 'asset', normalSide: 'D', ownerKind, mode, floor }) as const;
const liability = <Owner extends OwnerKind>(
  name: string,
  ownerKind: Owner,
  mode: BalanceMode = 'delta',
  floor: BalanceFloor = null,
) => ({ name, type: 'liability', normalSide: 'C', ownerKind, mode, floor }) as const;
const platform = <Type extends AccountType, Side extends 'D' | 'C'>(name: string, type: Type, normalSide: Side) =>
  ({ name, type, normalSide, ownerKind: 'platform', mode: 'delta', floor: null }) as const;

/**
 * The chart of accounts of every tenant. Amounts are signed minor units, `+` debit and `−` credit. A floor guards our own
 * decisions only: 1120 has none, because a supplier's statement may report anything; sending checks it under the lock.
 */
export const CHART = {
  '1010': asset('bank', 'bank_account'),
  '1020': asset('gateway_clearing', 'gateway_account'),
  '1030': asset('crypto_wallet', 'crypto_wallet'),
  '1110': platform('inventory_codes', 'asset', 'D'),
  '1120': asset('supplier_float', 'supplier', 'strong'),
  '1130': asset('supplier_in_flight', 'supplier'),
  '1140': asset('supplier_claims', 'supplier'),
  '1210': asset('distributor_debt', 'distributor', 'strong', 'zero'),
  '1290': platform('debt_allowance', 'asset', 'C'),
  '2010': liability('commission_pending', 'distributor'),
  '2020': liability('available', 'distributor', 'strong', 'zero'),
  '2030': liability('withdraw_hold', 'distributor', 'strong', 'zero'),
  '2040': liability('wallet', 'distributor', 'strong', 'credit'),
  '2041': liability('wallet_bonus', 'distributor', 'strong', 'zero'),
  '2045': liability('wallet_hold', 'distributor', 'strong', 'zero'),
  '2050': platform('payout_in_transit', 'liability', 'C'),
  '2060': platform('refund_payable', 'liability', 'C'),
  '2070': platform('order_deferred', 'liability', 'C'),
  '2080': platform('suspense_receipts', 'liability', 'C'),
  '2090': platform('tax_payable', 'liability', 'C'),
  '2092': platform('withholding_payable', 'liability', 'C'),
  '2095': platform('voucher_liability', 'liability', 'C'),
  '2110': liability('supplier_payable', 'supplier'),
  '3010': platform('capital', 'equity', 'C'),
  '3090': platform('fx_position', 'equity', 'C'),
  '4010': platform('sales_revenue', 'income', 'C'),
  '4020': platform('withdrawal_fee_income', 'income', 'C'),
  '4030': platform('gateway_fee_recovery', 'income', 'C'),
  '4040': platform('breakage', 'income', 'C'),
  '5010': platform('cogs', 'expense', 'D'),
  '5020': platform('gateway_fees', 'expense', 'D'),
  '5030': platform('coupon_promo', 'expense', 'D'),
  '5040': platform('commission_expense', 'expense', 'D'),
  '5050': platform('fulfilment_loss', 'expense', 'D'),
  '5055': platform('stock_loss', 'expense', 'D'),
  '5060': platform('bad_debt', 'expense', 'D'),
  '5070': platform('rounding_fx', 'expense', 'D'),
  '5080': platform('payout_cost', 'expense', 'D'),
  '5090': platform('chargeback_cost', 'expense', 'D'),
} as const satisfies Record<string, AccountSpec>;

export type AccountCode = keyof typeof CHART;

export const ACCOUNT_CODES = Object.keys(CHART).toSorted() as readonly AccountCode[];

/** What identifies the owner of an account of each kind; the platform's own accounts have none. */
export interface OwnerIds {
  platform: never;
  bank_account: BankAccountId;
  crypto_wallet: CryptoWalletId;
  gateway_account: GatewayAccountId;
  distributor: DistributorId;
  supplier: SupplierId;
}

export type OwnerIdOf<Code extends AccountCode> = OwnerIds[(typeof CHART)[Code]['ownerKind']];

export function accountSpecOf(code: AccountCode): AccountSpec {
  return CHART[code];
}

/** A signed balance (debits less credits) on the account's normal side, as people read it. */
export function onNormalSide(code: AccountCode, signed: bigint): bigint {
  return accountSpecOf(code).normalSide === 'D' ? signed : -signed;
}
