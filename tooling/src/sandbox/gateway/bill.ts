import type { Row } from '../store/open-store.ts';
import { bigintOf, numberOf, textOf } from '../store/row.ts';
import type { Gateway } from './gateway.ts';

export const BILL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

export const BILL_HEADER = 'kind,occurred_at,transaction_id,reference,refund_reference,currency,gross,refunded,fee,net';

const DAY_MS = 24 * 60 * 60 * 1000;
const PAGE_ROWS = 500;

/** The day's first and following day's first millisecond in the gateway's calendar, or undefined for no real date. */
export function billDay(date: string, utcOffsetMinutes: number): { from: number; until: number } | undefined {
  if (!BILL_DATE.test(date)) return undefined;
  const utcMidnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(utcMidnight) || new Date(utcMidnight).toISOString().slice(0, 10) !== date) return undefined;
  const from = utcMidnight - utcOffsetMinutes * 60_000;
  return { from, until: from + DAY_MS };
}

/**
 * The day's bill of one merchant as CSV lines: header, captures, refunds, and a last line `end,<count>` by which a
 * reader knows that nothing was cut off. No field ever needs quotes. Read in pages, so memory stays flat.
 */
export function* billLines(
  gateway: Gateway,
  merchantId: string,
  day: { readonly from: number; readonly until: number },
): Generator<string> {
  yield BILL_HEADER;
  let count = 0;
  for (const row of pages(gateway, CAPTURES, merchantId, day)) {
    count += 1;
    yield captureLine(row);
  }
  for (const row of pages(gateway, REFUNDS, merchantId, day)) {
    count += 1;
    yield refundLine(row);
  }
  yield `end,${count}`;
}

const CAPTURES = `
  select c.seq, c.paid_at as occurred_at, c.id as transaction_id, p.reference, c.currency, c.amount, c.fee
  from capture c join payment p on p.id = c.payment_id
  where p.merchant_id = ?1 and c.paid_at < ?2 and (c.paid_at, c.seq) > (?3, ?4)
  order by c.paid_at, c.seq limit ?5`;

const REFUNDS = `
  select r.seq, r.done_at as occurred_at, r.capture_id as transaction_id, p.reference, r.currency, r.amount,
    r.reference as refund_reference
  from refund r join capture c on c.id = r.capture_id join payment p on p.id = c.payment_id
  where r.merchant_id = ?1 and r.state = 'done' and r.done_at < ?2 and (r.done_at, r.seq) > (?3, ?4)
  order by r.done_at, r.seq limit ?5`;

function* pages(
  gateway: Gateway,
  sql: string,
  merchantId: string,
  day: { readonly from: number; readonly until: number },
): Generator<Row> {
  let after = { at: day.from - 1, seq: Number.MAX_SAFE_INTEGER };
  for (;;) {
    const rows = gateway.store.all(sql, merchantId, day.until, after.at, after.seq, PAGE_ROWS);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return;
    after = { at: numberOf(last, 'occurred_at'), seq: numberOf(last, 'seq') };
  }
}

function captureLine(row: Row): string {
  const gross = bigintOf(row, 'amount');
  const fee = bigintOf(row, 'fee');
  return line('payment', row, '', [gross, 0n, fee, gross - fee]);
}

/** The gateway keeps its fee when money goes back. */
function refundLine(row: Row): string {
  const refunded = bigintOf(row, 'amount');
  return line('refund', row, textOf(row, 'refund_reference'), [0n, refunded, 0n, -refunded]);
}

function line(kind: string, row: Row, refundReference: string, figures: readonly bigint[]): string {
  return [
    kind,
    new Date(numberOf(row, 'occurred_at')).toISOString(),
    textOf(row, 'transaction_id'),
    textOf(row, 'reference'),
    refundReference,
    textOf(row, 'currency'),
    ...figures.map(String),
  ].join(',');
}
