import type { AnyTenantTx, ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** The distributor whose balances are to be settled, with its tenant's currency; the house is none. */
export async function findClosingParty(tx: AnyTenantTx, id: string) {
  return await tx
    .selectFrom('tenancy.distributor as d')
    .innerJoin('tenancy.tenant as t', 't.tenant_id', 'd.tenant_id')
    .select(['d.id', 'd.name', 'd.code', 'd.status', 't.currency'])
    .where('d.id', '=', id)
    .where('d.depth', '>', 0)
    .$castTo<{ id: string; name: string; code: string; status: string; currency: CurrencyCode }>()
    .executeTakeFirst();
}

/** Keeps other settlements of this distributor, and its unfreezing, out until the transaction ends. */
export async function holdParty(tx: ServiceTx, id: string): Promise<void> {
  await tx.selectFrom('tenancy.distributor').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

export interface LeftBehind {
  readonly pending: bigint;
  readonly held: bigint;
  readonly wallet_held: bigint;
  readonly available: bigint;
  readonly cash: bigint;
  readonly bonus: bigint;
  readonly debt: bigint;
  /** Accounts in another currency that are not empty. */
  readonly foreign: number;
  /** When the last of what is pending becomes available. */
  readonly pending_until: Date | null;
}

/** Every balance of a distributor, each on its normal side, exact at this moment. */
export async function readLeftBehind(tx: ServiceTx, distributorId: string, currency: string): Promise<LeftBehind> {
  const { rows } = await sql<LeftBehind>`
    select coalesce(-sum(b.amount) filter (where b.code = '2010' and own), 0)::bigint as pending, coalesce(-sum(b.amount) filter (where b.code = '2030' and own), 0)::bigint as held,
           coalesce(-sum(b.amount) filter (where b.code = '2045' and own), 0)::bigint as wallet_held, coalesce(-sum(b.amount) filter (where b.code = '2020' and own), 0)::bigint as available,
           coalesce(-sum(b.amount) filter (where b.code = '2040' and own), 0)::bigint as cash, coalesce(-sum(b.amount) filter (where b.code = '2041' and own), 0)::bigint as bonus,
           coalesce(sum(b.amount) filter (where b.code = '1210' and own), 0)::bigint as debt, (count(*) filter (where not own))::integer as foreign,
           (select max(c.release_at) from orders.commission_line c
             where c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId} and c.amount > c.fee_borne + c.clawed_pending + c.released) as pending_until
      from (select x.code, x.amount, x.currency = ${currency} as own from ledger.account_balance x
             where x.tenant_id = app.tenant_id() and x.owner_id = ${distributorId}::uuid and x.amount <> 0) b`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) throw new RangeError('an aggregate answers one row');
  return row;
}

export interface NewSettlement {
  readonly id: string;
  readonly settlementNo: string;
  readonly distributorId: string;
  readonly currency: string;
  readonly available: bigint;
  readonly cash: bigint;
  readonly bonus: bigint;
  readonly debt: bigint;
  readonly offsetsWallet: boolean;
  readonly taxRate: string;
  readonly way: 'nothing' | 'payee' | 'by_hand';
  readonly payeeId: string | null;
  readonly accountId: string | null;
  readonly bankReference: string | null;
  readonly reason: string;
  readonly requestedBy: string;
}

export async function insertSettlement(tx: ServiceTx, given: NewSettlement): Promise<void> {
  await tx
    .insertInto('closings.settlement')
    .values({
      id: given.id,
      settlement_no: given.settlementNo,
      distributor_id: given.distributorId,
      currency: given.currency,
      available: given.available,
      cash: given.cash,
      bonus: given.bonus,
      debt: given.debt,
      offsets_wallet: given.offsetsWallet,
      tax_rate: given.taxRate,
      way: given.way,
      payee_id: given.payeeId,
      account_id: given.accountId,
      bank_reference: given.bankReference,
      reason: given.reason,
      requested_by: given.requestedBy,
    })
    .execute();
}

/** Whose balances a settlement is about: that distributor is locked before it. */
export async function findPartyOfSettlement(tx: ServiceTx, id: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('closings.settlement')
    .select('distributor_id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.distributor_id;
}

export async function lockSettlement(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('closings.settlement')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}
export type SettlementRow = NonNullable<Awaited<ReturnType<typeof lockSettlement>>>;

export async function decideSettlement(
  tx: ServiceTx,
  id: string,
  decision: { readonly state: 'approved' | 'rejected'; readonly by: string },
): Promise<void> {
  await tx
    .updateTable('closings.settlement')
    .set({ state: decision.state, decided_by: decision.by, decided_at: NOW })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute();
}
