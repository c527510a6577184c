import { NIL_UUID } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';
import type { AccountCode } from './chart.rules.ts';
import { rethrowLedgerError } from './errors.ts';
import type { JournalDraft } from './journal.rules.ts';

export interface PostingDetails {
  /** UUIDv7 of the journal, made outside of a retried transaction. */
  readonly journalId: string;
  /** What people find it by, as a rule the order's number. At most 200 characters. */
  readonly reference?: string | null;
  /** Ids and figures; never a secret. */
  readonly meta?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Posts a journal through `ledger.post`, the ledger's only writer. Strong accounts are locked in account order; a caller
 * that decides by balances locks them first with {@link lockBalances}.
 *
 * @returns false when a journal of the same key and content is there already
 * @throws DomainError `journal_conflict` (the key was used for other content), `insufficient_balance` (a floor would break)
 */
export async function postJournal(
  tx: ServiceTx,
  tenantId: string,
  draft: JournalDraft,
  details: PostingDetails,
): Promise<boolean> {
  const codes = draft.lines.map((line) => line.code);
  const owners = draft.lines.map((line) => line.ownerId ?? NIL_UUID);
  const amounts = draft.lines.map((line) => line.amount);
  try {
    const { rows } = await sql<{ posted: boolean }>`
      select ledger.post(${tenantId}, ${details.journalId}, ${draft.idemKey}, ${draft.kind}, ${draft.currency},
        ${codes}::text[], ${owners}::uuid[], ${amounts}::bigint[], null, ${draft.orderId}::uuid, ${details.reference ?? null}::text, null,
        ${JSON.stringify(details.meta ?? {})}::jsonb) as posted`.execute(tx);
    return rows[0]?.posted ?? false;
  } catch (error) {
    rethrowLedgerError(error, draft.idemKey);
  }
}

/** A strong account that a decision depends on. */
export interface BalanceKey {
  readonly code: AccountCode;
  readonly ownerId: string;
}

export interface LockedBalance extends BalanceKey {
  /** On the account's normal side, minor units. */
  readonly balance: bigint;
}

/**
 * Locks strong balances in account order and reads them. All of a transaction's spendable balances are locked in one call,
 * as late as possible (the ledger is last in the lock order); accounts that do not exist yet are opened with zero.
 */
export async function lockBalances(
  tx: ServiceTx,
  tenantId: string,
  currency: CurrencyCode,
  keys: readonly BalanceKey[],
): Promise<readonly LockedBalance[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ code: AccountCode; owner_id: string; balance: bigint }>`
    select code, owner_id, balance
      from ledger.lock_balances(${tenantId}, ${currency}, ${keys.map((key) => key.code)}::text[], ${keys.map((key) => key.ownerId)}::uuid[])
  `.execute(tx);
  return rows.map((row) => ({ code: row.code, ownerId: row.owner_id, balance: row.balance }));
}

/**
 * Sets how far a spendable account may go down, on its normal side: the floor becomes `goal`, or the present balance where
 * that is lower; credits lift it later. Answers the floor that holds now. Locks the balance.
 */
export async function setFloor(
  tx: ServiceTx,
  tenantId: string,
  currency: CurrencyCode,
  key: BalanceKey,
  goal: bigint,
): Promise<bigint> {
  const { rows } = await sql<{ floor: bigint }>`
    select ledger.set_floor(${tenantId}, ${currency}, ${key.code}, ${key.ownerId}, ${goal}::bigint) as floor`.execute(
    tx,
  );
  return onlyRow(rows).floor;
}

/** Folds up to `limit` movements of delta accounts into their balances; returns how many. Any number may run at once. */
export async function foldDeltas(tx: ServiceTx, tenantId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ folded: number }>`select ledger.fold(${tenantId}, ${limit}) as folded`.execute(tx);
  return rows[0]?.folded ?? 0;
}
