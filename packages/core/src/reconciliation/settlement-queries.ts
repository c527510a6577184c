import type { SettlementState } from '@keyfall/contracts/reconciliation-schemas';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';

export interface SettledBank {
  readonly currency: CurrencyCode;
}

/** The wholesaler's bank account that money arrives at, if it is in use and the gateway's account exists. */
export async function readSettledBank(
  tx: ServiceTx,
  given: { readonly accountId: string; readonly bankAccountId: string },
): Promise<SettledBank | undefined> {
  const { rows } = await sql<SettledBank>`
    select b.currency from wallet.bank_account b
     where b.tenant_id = app.tenant_id() and b.id = ${given.bankAccountId} and b.enabled
       and exists (select 1 from payments.gateway_account g where g.tenant_id = b.tenant_id and g.id = ${given.accountId})`.execute(
    tx,
  );
  return rows[0];
}

export interface SettlementRow {
  readonly id: string;
  readonly account_id: string;
  readonly bank_account_id: string;
  readonly bank_line: string;
  readonly currency: CurrencyCode;
  readonly expected: bigint;
  readonly received: bigint;
  readonly state: SettlementState;
  readonly declared_by: string;
}

const COLUMNS = sql`s.id, s.account_id, s.bank_account_id, s.bank_line, s.currency, s.expected, s.received, s.state, s.declared_by`;

/** A settlement, locked. */
export async function lockSettlement(tx: ServiceTx, id: string): Promise<SettlementRow | undefined> {
  const { rows } = await sql<SettlementRow>`
    select ${COLUMNS} from reconciliation.settlement s
     where s.tenant_id = app.tenant_id() and s.id = ${id} for no key update`.execute(tx);
  return rows[0];
}

export interface LineSettlement extends SettlementRow {
  readonly bill_ids: readonly string[];
}

/** The settlement that a line of the bank's statement was declared for, unless it was refused; its bills in order. */
export async function findSettlementOfLine(
  tx: ServiceTx,
  line: { readonly bankAccountId: string; readonly bankLine: string },
): Promise<LineSettlement | undefined> {
  const { rows } = await sql<LineSettlement>`
    select ${COLUMNS}, coalesce((select array_agg(b.bill_id::text order by b.bill_id) from reconciliation.settlement_bill b
             where b.tenant_id = s.tenant_id and b.settlement_id = s.id), '{}') as bill_ids
      from reconciliation.settlement s
     where s.tenant_id = app.tenant_id() and s.bank_account_id = ${line.bankAccountId} and s.bank_line = ${line.bankLine} and s.state <> 'refused'`.execute(
    tx,
  );
  return rows[0];
}

export interface SettledBill {
  readonly bill_id: string;
  readonly net: bigint;
}

/** What bills of an account that were compared come to in a currency. Bills that do not fit are left out. */
export async function readBillNets(
  tx: ServiceTx,
  given: { readonly accountId: string; readonly currency: string; readonly billIds: readonly string[] },
): Promise<SettledBill[]> {
  const { rows } = await sql<SettledBill>`
    select b.id as bill_id, sum(l.net)::bigint as net
      from reconciliation.bill b
      join reconciliation.bill_line l on l.tenant_id = b.tenant_id and l.bill_id = b.id and l.currency = ${given.currency}
     where b.tenant_id = app.tenant_id() and b.id = any(${given.billIds}::uuid[]) and b.account_id = ${given.accountId} and b.state = 'done'
     group by b.id`.execute(tx);
  return rows;
}

export interface NewSettlement {
  readonly id: string;
  readonly accountId: string;
  readonly bankAccountId: string;
  readonly bankLine: string;
  readonly arrivedOn: string;
  readonly currency: string;
  readonly expected: bigint;
  readonly received: bigint;
  readonly declaredBy: string;
}

/** Declares a settlement and takes its bills. Constraints: settlement_bank_line, settlement_bill_once. */
export async function insertSettlement(
  tx: ServiceTx,
  settlement: NewSettlement,
  bills: readonly SettledBill[],
): Promise<void> {
  const { id, currency, expected, received } = settlement;
  await tx
    .insertInto('reconciliation.settlement')
    .values({
      id,
      account_id: settlement.accountId,
      bank_account_id: settlement.bankAccountId,
      bank_line: settlement.bankLine,
      arrived_on: settlement.arrivedOn,
      currency,
      expected,
      received,
      declared_by: settlement.declaredBy,
    })
    .execute();
  if (bills.length === 0) return;
  await tx
    .insertInto('reconciliation.settlement_bill')
    .values(bills.map(({ bill_id, net }) => ({ settlement_id: id, bill_id, currency, net })))
    .execute();
}

/**
 * Ends the open tickets about fees of a settlement's bills: the money that arrived proves the bill's fees. Answers by how
 * much the bill's fees are higher than what was booked, minor units, either sign.
 */
export async function bookFeesOfBills(
  tx: ServiceTx,
  settlement: Pick<SettlementRow, 'id' | 'currency' | 'bank_line'>,
  ending: { readonly resolvedBy: string; readonly journalId: string },
): Promise<bigint> {
  const { rows } = await sql<{ difference: bigint }>`
    with ended as (
      update reconciliation.ticket t
         set state = 'resolved', resolution = 'fee_booked', note = ${settlement.bank_line}, resolved_by = ${ending.resolvedBy},
             journal_id = ${ending.journalId}, resolved_at = app.now()
        from reconciliation.settlement_bill b
       where b.tenant_id = app.tenant_id() and b.settlement_id = ${settlement.id} and t.tenant_id = b.tenant_id and t.bill_id = b.bill_id
         and t.kind = 'fee_differs' and t.state = 'open' and t.currency = ${settlement.currency}
      returning t.theirs - t.ours as difference)
    select coalesce(sum(difference), 0)::bigint as difference from ended`.execute(tx);
  return rows[0]?.difference ?? 0n;
}

/** Marks a settlement as booked. */
export async function bookSettlementRow(
  tx: ServiceTx,
  id: string,
  decision: { readonly by: string; readonly journalId: string },
): Promise<void> {
  await tx
    .updateTable('reconciliation.settlement')
    .set({
      state: 'booked',
      decided_by: decision.by,
      journal_id: decision.journalId,
      decided_at: sql<Date>`app.now()`,
    })
    .where('id', '=', id)
    .execute();
}

/** Marks a settlement as refused and lets its bills and its line go. */
export async function refuseSettlementRow(
  tx: ServiceTx,
  id: string,
  decision: { readonly by: string; readonly reason: string },
): Promise<void> {
  await tx
    .updateTable('reconciliation.settlement')
    .set({ state: 'refused', decided_by: decision.by, reason: decision.reason, decided_at: sql<Date>`app.now()` })
    .where('id', '=', id)
    .execute();
  await tx
    .updateTable('reconciliation.settlement_bill')
    .set({ is_live: false })
    .where('settlement_id', '=', id)
    .execute();
}

/** Opens the ticket of a settlement that brought more or less than its bills come to. */
export async function openSettlementTicket(
  tx: ServiceTx,
  ticketId: string,
  settlement: Pick<SettlementRow, 'id' | 'account_id' | 'currency' | 'expected' | 'received'>,
): Promise<void> {
  await tx
    .insertInto('reconciliation.ticket')
    .values({
      id: ticketId,
      settlement_id: settlement.id,
      account_id: settlement.account_id,
      kind: 'settlement_differs',
      subject: settlement.id,
      currency: settlement.currency,
      ours: settlement.expected,
      theirs: settlement.received,
    })
    .execute();
}
