import type { TopUpState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import { spendableOf } from '../ledger/index.ts';

const NOW = sql<Date>`app.now()`;

/** A distributor that may have a wallet, with its tenant's currency; the house has none. Undefined: no such distributor. */
export async function readWalletOwner(tx: ServiceTx, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor as d')
    .innerJoin('tenancy.tenant as t', 't.tenant_id', 'd.tenant_id')
    .select(['d.id', 'd.status', 't.currency', 't.timezone'])
    .select(sql<Date>`app.now()`.as('now'))
    .where('d.id', '=', distributorId)
    .where('d.depth', '>', 0)
    .$castTo<{ id: string; status: string; currency: CurrencyCode; timezone: string; now: Date }>()
    .executeTakeFirst();
}

export async function readBonusRules(tx: ServiceTx) {
  return await tx.selectFrom('wallet.bonus_rule').select(['amount_from', 'percent']).orderBy('amount_from').execute();
}

/** The bonus rules become these. */
export async function replaceBonusRules(
  tx: ServiceTx,
  rules: readonly { readonly amountFrom: bigint; readonly percent: string }[],
): Promise<void> {
  await tx.deleteFrom('wallet.bonus_rule').where('amount_from', '>', 0n).execute();
  if (rules.length === 0) return;
  await tx
    .insertInto('wallet.bonus_rule')
    .values(rules.map((rule) => ({ amount_from: rule.amountFrom, percent: rule.percent })))
    .execute();
}

export async function readBankAccount(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('wallet.bank_account')
    .select(['id', 'bank', 'currency', 'enabled'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export interface BankAccountText {
  readonly bank: string;
  readonly holder: string;
  readonly number: string;
  readonly enabled: boolean;
}

export async function insertBankAccount(
  tx: ServiceTx,
  account: BankAccountText & { readonly id: string; readonly currency: string },
): Promise<void> {
  await tx.insertInto('wallet.bank_account').values(account).execute();
}

/** Changes an account; false when there is none. */
export async function updateBankAccount(tx: ServiceTx, id: string, change: BankAccountText): Promise<boolean> {
  const result = await tx.updateTable('wallet.bank_account').set(change).where('id', '=', id).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export interface TopUpRow {
  readonly id: string;
  readonly distributor_id: string;
  readonly method: 'gateway' | 'bank';
  readonly state: TopUpState;
  readonly amount: bigint;
  readonly bonus: bigint;
  readonly currency: CurrencyCode;
  readonly client_ref: string;
  readonly account_id: string | null;
  readonly bank_account_id: string | null;
  readonly declared_by: string;
  readonly payer_name: string | null;
  readonly expires_at: Date | null;
  readonly reversed_at: Date | null;
}

const TOP_UP_COLUMNS = [
  'id',
  'distributor_id',
  'method',
  'state',
  'amount',
  'bonus',
  'currency',
  'client_ref',
  'account_id',
  'bank_account_id',
  'declared_by',
  'payer_name',
  'expires_at',
  'reversed_at',
] as const;

/** The top-up a distributor made under this reference before, if any. */
export async function findTopUpByRef(
  tx: ServiceTx,
  key: { readonly distributorId: string; readonly clientRef: string },
): Promise<TopUpRow | undefined> {
  return await tx
    .selectFrom('wallet.top_up')
    .select(TOP_UP_COLUMNS)
    .where('distributor_id', '=', key.distributorId)
    .where('client_ref', '=', key.clientRef)
    .$castTo<TopUpRow>()
    .executeTakeFirst();
}

export async function lockTopUp(tx: ServiceTx, id: string): Promise<TopUpRow | undefined> {
  return await tx
    .selectFrom('wallet.top_up')
    .select(TOP_UP_COLUMNS)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .$castTo<TopUpRow>()
    .executeTakeFirst();
}

export interface NewTopUp {
  readonly id: string;
  readonly distributorId: string;
  readonly amount: bigint;
  readonly bonus: bigint;
  readonly currency: string;
  readonly clientRef: string;
  readonly declaredBy: string;
  readonly declaredSide: 'distributor' | 'staff';
  readonly via:
    | { readonly accountId: string; readonly expiresAt: Date }
    | { readonly bankAccountId: string; readonly payerName: string; readonly note: string };
}

/** Writes a top-up; false when the distributor used the reference before. */
export async function insertTopUp(tx: ServiceTx, given: NewTopUp): Promise<boolean> {
  const { via } = given;
  const result = await tx
    .insertInto('wallet.top_up')
    .values({
      id: given.id,
      distributor_id: given.distributorId,
      amount: given.amount,
      bonus: given.bonus,
      currency: given.currency,
      client_ref: given.clientRef,
      declared_by: given.declaredBy,
      declared_side: given.declaredSide,
      ...('accountId' in via
        ? {
            method: 'gateway' as const,
            state: 'awaiting_payment' as const,
            account_id: via.accountId,
            expires_at: via.expiresAt,
          }
        : {
            method: 'bank' as const,
            state: 'declared' as const,
            bank_account_id: via.bankAccountId,
            payer_name: via.payerName,
            note: via.note === '' ? null : via.note,
          }),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'distributor_id', 'client_ref']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** How many top-ups a distributor keeps open. */
export async function countOpenTopUps(tx: ServiceTx, distributorId: string): Promise<number> {
  const row = await tx
    .selectFrom('wallet.top_up')
    .select((eb) => eb.fn.countAll<bigint>().as('open'))
    .where('distributor_id', '=', distributorId)
    .where('state', 'in', ['awaiting_payment', 'declared'])
    .executeTakeFirstOrThrow();
  return Number(row.open);
}

/** The attempt that pays a top-up. */
export async function findAttemptOfTopUp(tx: ServiceTx, topUpId: string) {
  return await tx
    .selectFrom('payments.attempt')
    .select(['id', 'state', 'pay_url', 'expires_at'])
    .where('top_up_id', '=', topUpId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A declared transfer has been found on the bank's statement. The line's index makes it count once. */
export async function confirmTopUpRow(
  tx: ServiceTx,
  id: string,
  decided: { readonly by: string; readonly bankLine: string; readonly journalId: string },
): Promise<void> {
  await tx
    .updateTable('wallet.top_up')
    .set({
      state: 'confirmed',
      bank_line: decided.bankLine,
      decided_by: decided.by,
      decided_at: NOW,
      journal_id: decided.journalId,
    })
    .where('id', '=', id)
    .execute();
}

export async function refuseTopUpRow(
  tx: ServiceTx,
  id: string,
  decided: { readonly by: string; readonly reason: string },
): Promise<void> {
  await tx
    .updateTable('wallet.top_up')
    .set({ state: 'refused', reason: decided.reason, decided_by: decided.by, decided_at: NOW })
    .where('id', '=', id)
    .execute();
}

export async function markTopUpReversed(tx: ServiceTx, id: string, by: string, reason: string): Promise<void> {
  await tx
    .updateTable('wallet.top_up')
    .set({ reversed_at: NOW, reversed_by: by, reason })
    .where('id', '=', id)
    .execute();
}

/** Gives up top-ups whose time is over and whose payments the provider has closed. Money that still comes is taken. */
export async function closeExpiredTopUps(tx: ServiceTx, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with due as (
      select t.id from wallet.top_up t
       where t.tenant_id = app.tenant_id() and t.state = 'awaiting_payment' and t.expires_at <= app.now()
         and not exists (select from payments.attempt a where a.tenant_id = t.tenant_id and a.top_up_id = t.id and a.state in ('created', 'pending', 'unknown'))
       order by t.expires_at limit ${limit} for no key update skip locked)
    update wallet.top_up t set state = 'closed', decided_at = app.now() from due
     where t.tenant_id = app.tenant_id() and t.id = due.id returning t.id`.execute(tx);
  return rows.length;
}

/** Writes a move of income into the wallet; the amount of the earlier one when the reference was used before. */
export async function insertTransfer(
  tx: ServiceTx,
  given: {
    readonly id: string;
    readonly distributorId: string;
    readonly amount: bigint;
    readonly currency: string;
    readonly clientRef: string;
    readonly madeBy: string;
  },
): Promise<'new' | { readonly amount: bigint }> {
  const result = await tx
    .insertInto('wallet.transfer')
    .values({
      id: given.id,
      distributor_id: given.distributorId,
      amount: given.amount,
      currency: given.currency,
      client_ref: given.clientRef,
      made_by: given.madeBy,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'distributor_id', 'client_ref']).doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 1n) return 'new';
  return await tx
    .selectFrom('wallet.transfer')
    .select('amount')
    .where('distributor_id', '=', given.distributorId)
    .where('client_ref', '=', given.clientRef)
    .executeTakeFirstOrThrow();
}

/** Locks a wallet's settings, making them where there are none. Answers the credit limit. */
export async function lockCreditLimit(tx: ServiceTx, distributorId: string): Promise<bigint> {
  await tx
    .insertInto('wallet.setting')
    .values({ distributor_id: distributorId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'distributor_id']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('wallet.setting')
    .select('credit_limit')
    .where('distributor_id', '=', distributorId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.credit_limit;
}

export async function writeCreditLimit(
  tx: ServiceTx,
  change: {
    readonly id: string;
    readonly distributorId: string;
    readonly currency: string;
    readonly before: bigint;
    readonly after: bigint;
    readonly reason: string;
    readonly changedBy: string;
  },
): Promise<void> {
  await tx
    .updateTable('wallet.setting')
    .set({ credit_limit: change.after, updated_at: NOW })
    .where('distributor_id', '=', change.distributorId)
    .execute();
  await tx
    .insertInto('wallet.credit_change')
    .values({
      id: change.id,
      distributor_id: change.distributorId,
      currency: change.currency,
      limit_before: change.before,
      limit_after: change.after,
      reason: change.reason,
      changed_by: change.changedBy,
    })
    .execute();
}

export async function writeLowMark(tx: ServiceTx, distributorId: string, lowMark: bigint | null): Promise<void> {
  await tx
    .insertInto('wallet.setting')
    .values({ distributor_id: distributorId, low_mark: lowMark })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id']).doUpdateSet({ low_mark: lowMark, updated_at: NOW }),
    )
    .execute();
}

export interface WatchedWalletRow {
  readonly distributor_id: string;
  readonly currency: string;
  readonly low_mark: bigint | null;
  readonly spendable: bigint;
}

/** Wallets somebody wants to be told of, with what can be spent now, and those an alert is open for. */
export async function readWatchedWallets(tx: ServiceTx): Promise<WatchedWalletRow[]> {
  const { rows } = await sql<WatchedWalletRow>`
    select s.distributor_id, t.currency, s.low_mark,
           ${spendableOf(sql`s.tenant_id`, sql`s.distributor_id`, sql`t.currency`)} as spendable
      from wallet.setting s
      join tenancy.tenant t on t.tenant_id = s.tenant_id
     where s.tenant_id = app.tenant_id()
       and (s.low_mark is not null or exists (select from notify.alert n where n.tenant_id = s.tenant_id and n.kind = 'wallet.low'
              and n.subject = s.distributor_id::text and n.closed_at is null))
     order by s.distributor_id`.execute(tx);
  return rows;
}
