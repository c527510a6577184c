import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

export interface DebtRow {
  readonly distributor_id: string;
  readonly name: string;
  readonly code: string;
  readonly currency: string;
  readonly debt: bigint;
  readonly pending: bigint;
  /** When it last stood at nothing and rose. */
  readonly since: Date | null;
}

/** Who owes what, the largest first. */
export async function listDebtRows(tx: ReadTx<'admin'>, limit: number): Promise<DebtRow[]> {
  return await readSql(
    tx,
    sql<DebtRow>`
      select d.id as distributor_id, d.name, d.code, b.currency, b.amount as debt,
             coalesce((select -p.amount from ledger.account_balance p
                        where p.tenant_id = b.tenant_id and p.code = '2010' and p.owner_id = b.owner_id and p.currency = b.currency), 0)::bigint as pending,
             (select min(e.created_at) from ledger.entry e
               where e.tenant_id = b.tenant_id and e.account_id = b.id
                 and e.account_version > coalesce((select max(z.account_version) from ledger.entry z
                       where z.tenant_id = b.tenant_id and z.account_id = b.id and z.balance_after = 0), 0)) as since
        from ledger.account_balance b
        join tenancy.distributor d on d.tenant_id = b.tenant_id and d.id = b.owner_id
       where b.tenant_id = app.tenant_id() and b.code = '1210' and b.amount > 0
       order by b.amount desc, d.name limit ${limit}`,
  );
}

export interface WriteOffRow {
  readonly id: string;
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly reason: string;
  readonly state: 'requested' | 'approved' | 'rejected';
  readonly requested_by: string;
  readonly decided_by: string | null;
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly position: string;
}

/** Write-offs, newest first. */
export async function listWriteOffRows(
  tx: ReadTx<'admin'>,
  filter: {
    readonly states?: readonly WriteOffRow['state'][] | undefined;
    readonly before?: { readonly position: string; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<WriteOffRow[]> {
  const { states, before } = filter;
  return await readSql(
    tx,
    sql<WriteOffRow>`
      select o.id, o.distributor_id, d.name as distributor_name, o.currency, o.amount, o.reason, o.state, o.requested_by, o.decided_by, o.created_at,
             o.decided_at, o.created_at::text as position
        from debts.write_off o
        join tenancy.distributor d on d.tenant_id = o.tenant_id and d.id = o.distributor_id
       where o.tenant_id = app.tenant_id() and (${states === undefined}::boolean or o.state = any (${[...(states ?? [])]}::text[]))
         and (${before?.position ?? null}::timestamptz is null or (o.created_at, o.id) < (${before?.position ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       order by o.created_at desc, o.id desc limit ${filter.limit}`,
  );
}

export async function findDistributor(tx: ServiceTx, id: string) {
  return await tx.selectFrom('tenancy.distributor').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
}

export interface NewWriteOff {
  readonly id: string;
  readonly distributorId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly reason: string;
  readonly requestedBy: string;
}

/** Writes a write-off: a proposal, or one that two people have agreed on already, with the journal that posted it. */
export async function insertWriteOff(
  tx: ServiceTx,
  given: NewWriteOff,
  agreed?: { readonly approvedBy: string; readonly journalId: string },
): Promise<void> {
  await tx
    .insertInto('debts.write_off')
    .values({
      id: given.id,
      distributor_id: given.distributorId,
      currency: given.currency,
      amount: given.amount,
      reason: given.reason,
      requested_by: given.requestedBy,
      ...(agreed === undefined
        ? {}
        : { state: 'approved', decided_by: agreed.approvedBy, decided_at: NOW, journal_id: agreed.journalId }),
    })
    .execute();
}

export async function lockWriteOff(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('debts.write_off')
    .select(['id', 'distributor_id', 'currency', 'amount', 'state', 'requested_by'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function decideWriteOff(
  tx: ServiceTx,
  id: string,
  decision: { readonly state: 'approved' | 'rejected'; readonly by: string; readonly journalId: string | null },
): Promise<void> {
  await tx
    .updateTable('debts.write_off')
    .set({ state: decision.state, decided_by: decision.by, decided_at: NOW, journal_id: decision.journalId })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute();
}
