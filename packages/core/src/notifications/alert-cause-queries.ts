import type { ServiceTx } from '@keyfall/db';
import { isCurrencyCode, formatMinor } from '@keyfall/money';
import { sql } from 'kysely';
import type { AlertCause } from './alert-queries.ts';

/** A tenant with more than these of one kind learns of the first ones; the rest follow as they are dealt with. */
const CAUSES_MAX = 200;

/** SKUs of which unsold codes end soon. */
export async function findExpiringSkus(tx: ServiceTx, withinDays: number): Promise<AlertCause[]> {
  const { rows } = await sql<{ sku_id: string; code: string; units: number; first: Date }>`
    select c.sku_id, s.code, count(*)::integer as units, min(c.expires_at) as first
      from inventory.card_code c
      join catalog.sku s on s.tenant_id = c.tenant_id and s.id = c.sku_id
     where c.tenant_id = app.tenant_id() and c.state = 'available' and c.expires_at < app.now() + make_interval(days => ${withinDays}::integer)
     group by c.sku_id, s.code order by min(c.expires_at), c.sku_id limit ${CAUSES_MAX}`.execute(tx);
  return rows.map((row) => ({
    subject: row.sku_id,
    params: { code: row.code, units: row.units, first: row.first.toISOString() },
  }));
}

/** Receipts of money that fits no order and has not been sent back in time. */
export async function findWaitingSuspense(tx: ServiceTx, afterMinutes: number): Promise<AlertCause[]> {
  const { rows } = await sql<{
    id: string;
    reason: string | null;
    amount: bigint;
    currency: string;
    order_no: string | null;
  }>`
    select r.id, r.reason, r.amount, r.currency, o.order_no
      from payments.receipt r
      left join payments.refund f on f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.kind = 'suspense'
      left join orders.sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
     where r.tenant_id = app.tenant_id() and r.outcome = 'suspense' and r.created_at < app.now() - make_interval(mins => ${afterMinutes}::integer)
       and f.state is distinct from 'done'
     order by r.created_at, r.id limit ${CAUSES_MAX}`.execute(tx);
  return rows.map(({ id, reason, amount, currency, order_no: orderNo }) => ({
    subject: id,
    params: {
      reason,
      amount: isCurrencyCode(currency) ? formatMinor(amount, currency) : amount.toString(),
      currency,
      order_no: orderNo,
    },
  }));
}

/** Refunds the provider refused, those it is being asked again for too: an alert must not come and go with every try. */
export async function findFailedRefunds(tx: ServiceTx): Promise<AlertCause[]> {
  const { rows } = await sql<{ id: string; order_no: string | null }>`
    select f.id, o.order_no
      from payments.refund f
      left join orders.sales_order o on o.tenant_id = f.tenant_id and o.id = f.order_id
     where f.tenant_id = app.tenant_id() and f.next_try_at is not null
       and (f.state = 'failed' or (f.state in ('approved', 'submitted') and exists (
             select from notify.alert a where a.tenant_id = f.tenant_id and a.kind = 'refund.failed' and a.subject = f.id::text and a.closed_at is null)))
     order by f.created_at, f.id limit ${CAUSES_MAX}`.execute(tx);
  return rows.map((row) => ({ subject: row.id, params: { order_no: row.order_no } }));
}

/** Exports of unsold codes that nobody has decided yet, while they can be. */
export async function findAskedExports(tx: ServiceTx): Promise<AlertCause[]> {
  const { rows } = await sql<{ id: string; code: string; units: string; requested_by: string }>`
    select r.id, s.code, r.units::text as units, r.requested_by
      from inventory.export_request r
      join catalog.sku s on s.tenant_id = r.tenant_id and s.id = r.sku_id
     where r.tenant_id = app.tenant_id() and r.state = 'requested' and r.valid_until > app.now()
     order by r.created_at, r.id limit ${CAUSES_MAX}`.execute(tx);
  return rows.map((row) => ({
    subject: row.id,
    params: { code: row.code, units: Number(row.units), asked_by: row.requested_by },
  }));
}

/** Codes that somebody asks to open beyond a day's bound, undecided, while they can be decided. */
export async function findAskedReveals(tx: ServiceTx): Promise<AlertCause[]> {
  const { rows } = await sql<{ id: string; code: string; requested_by: string }>`
    select r.id, s.code, r.requested_by
      from inventory.reveal_request r
      join inventory.card_code c on c.tenant_id = r.tenant_id and c.id = r.code_id
      join catalog.sku s on s.tenant_id = c.tenant_id and s.id = c.sku_id
     where r.tenant_id = app.tenant_id() and r.state = 'requested' and r.valid_until > app.now()
     order by r.created_at, r.id limit ${CAUSES_MAX}`.execute(tx);
  return rows.map((row) => ({ subject: row.id, params: { code: row.code, asked_by: row.requested_by } }));
}
