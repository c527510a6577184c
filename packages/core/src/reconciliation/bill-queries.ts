import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { BillRow } from '../payments/index.ts';

/** Days of an account's past that are compared when it is compared for the first time. */
const FIRST_DAYS = 31;

/** Accounts whose money is the wholesaler's and that can be asked for bills. */
export async function listBilledAccounts(tx: ServiceTx): Promise<{ readonly id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from payments.gateway_account g
     where g.tenant_id = app.tenant_id() and g.sealed is not null
       and exists (select 1 from payments.receipt r where r.tenant_id = g.tenant_id and r.account_id = g.id and r.collected_by = 'platform')
     order by g.id`.execute(tx);
  return rows;
}

/**
 * Days of an account that are over and whose bill is not compared yet, or was before a receipt of that day was written. A
 * day is over when it is by app.now() and by the server's own clock: providers do not live by a clock that was moved.
 */
export async function listDueDays(
  tx: ServiceTx,
  account: { readonly id: string; readonly utcOffsetMinutes: number },
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    with clock as (
      select ((least(app.now(), app.wall_clock()) - interval '1 hour') at time zone 'UTC' + make_interval(mins => ${account.utcOffsetMinutes}::integer))::date as today),
    span as (
      select c.today, coalesce(
               (select min(b.bill_date) from reconciliation.bill b where b.tenant_id = app.tenant_id() and b.account_id = ${account.id}),
               greatest(c.today - ${FIRST_DAYS}::integer,
                 (select (min(r.paid_at) at time zone 'UTC' + make_interval(mins => ${account.utcOffsetMinutes}::integer))::date
                    from payments.receipt r where r.tenant_id = app.tenant_id() and r.account_id = ${account.id}))) as first
        from clock c)
    select d.day::date::text as day
      from span s
     cross join lateral generate_series(s.first, s.today - 1, interval '1 day') d(day)
      left join reconciliation.bill b on b.tenant_id = app.tenant_id() and b.account_id = ${account.id} and b.bill_date = d.day::date
     where b.id is null
        or b.state = 'fetching' and (b.next_try_at is null or b.next_try_at <= app.now())
        or b.state = 'failed' and b.next_try_at <= app.now()
        or b.state = 'done' and exists (
             select 1 from payments.receipt r
              where r.tenant_id = app.tenant_id() and r.account_id = ${account.id} and r.collected_by = 'platform'
                and r.paid_at >= b.from_at and r.paid_at < b.until_at and r.created_at > b.done_at)
     order by d.day limit ${limit}`.execute(tx);
  return rows.map((row) => row.day);
}

/** Whether a day of the provider's calendar has ended by the database's clock. */
export async function isDayOver(
  tx: ServiceTx,
  given: { readonly day: string; readonly utcOffsetMinutes: number },
): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`
    select ((${given.day}::date + 1)::timestamp - make_interval(mins => ${given.utcOffsetMinutes}::integer)) at time zone 'UTC' <= app.now() as over`.execute(
    tx,
  );
  return rows[0]?.over ?? false;
}

export interface OpenBill {
  readonly id: string;
  readonly tries: number;
}

/** Begins a day's bill, or begins it anew; what was read of it before is dropped. Leased for ten minutes. */
export async function openBill(
  tx: ServiceTx,
  bill: { readonly id: string; readonly accountId: string; readonly day: string; readonly utcOffsetMinutes: number },
): Promise<OpenBill> {
  const begin = sql`((${bill.day}::date)::timestamp - make_interval(mins => ${bill.utcOffsetMinutes}::integer)) at time zone 'UTC'`;
  const { rows } = await sql<OpenBill>`
    insert into reconciliation.bill (tenant_id, id, account_id, bill_date, from_at, until_at, state, tries, next_try_at)
    values (app.tenant_id(), ${bill.id}, ${bill.accountId}, ${bill.day}::date, ${begin}, ${begin} + interval '1 day', 'fetching', 1,
            app.now() + interval '10 minutes')
    on conflict (tenant_id, account_id, bill_date)
      do update set state = 'fetching', tries = bill.tries + 1, next_try_at = excluded.next_try_at, error_code = null
    returning id, tries`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new TypeError('a bill was neither opened nor found');
  await tx.deleteFrom('reconciliation.bill_line').where('bill_id', '=', row.id).execute();
  return row;
}

/** Adds lines as the provider wrote them; `first` is the number of the first. */
export async function insertBillLines(
  tx: ServiceTx,
  bill: { readonly billId: string; readonly accountId: string },
  first: number,
  rows: readonly BillRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('reconciliation.bill_line')
    .values(
      rows.map((row, index) => ({
        bill_id: bill.billId,
        line: first + index,
        account_id: bill.accountId,
        kind: row.kind,
        transaction_id: row.transactionId,
        reference: row.reference,
        refund_reference: row.refundReference ?? null,
        currency: row.currency,
        gross: row.gross,
        refunded: row.refunded,
        fee: row.fee,
        net: row.net,
        occurred_at: row.occurredAt,
      })),
    )
    .execute();
}

/** The bill is whole and compared. */
export async function finishBill(tx: ServiceTx, billId: string, lines: number): Promise<void> {
  await tx
    .updateTable('reconciliation.bill')
    .set({ state: 'done', lines, next_try_at: null, error_code: null, done_at: sql<Date>`app.now()` })
    .where('id', '=', billId)
    .execute();
}

/** The bill could not be read; it is asked for again later. */
export async function failBill(
  tx: ServiceTx,
  billId: string,
  errorCode: string,
  againAfterSeconds: number,
): Promise<void> {
  await tx
    .updateTable('reconciliation.bill')
    .set({
      state: 'failed',
      error_code: errorCode,
      next_try_at: sql<Date>`app.now() + make_interval(secs => ${againAfterSeconds})`,
    })
    .where('id', '=', billId)
    .execute();
}
