import type { GatewayAccountId, TicketId } from '@keyfall/contracts';
import type { Core, Ctx, StaffPrincipal } from '@keyfall/core';
import type { BillRow } from '@keyfall/core/payments';
import { listTickets, reconcileDay, resolveTicket } from '@keyfall/core/reconciliation';
import { serviceTx } from '@keyfall/db';
import { giveBills } from './history-gateway.ts';

const DAYS = 14;
const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;
/** Days back on which the provider's books differ from ours, for somebody to find. */
const DEARER_DAY = 2;
const UNTOLD_DAY = 3;
const EXPLAINED_DAY = 6;

/**
 * Two weeks of bills of the demo's payment provider, compared by the use case: what we booked, but for a fee that was higher
 * than told, and a payment of which no notice came. One difference has been explained already.
 */
export async function makeBills(world: {
  readonly core: Core;
  readonly finance: Ctx<StaffPrincipal>;
  readonly accountId: GatewayAccountId;
}): Promise<void> {
  const { core, finance, accountId } = world;
  const { tenantId } = finance.principal;
  giveBills((day) => billOf(world, day));
  for (let back = DAYS; back >= 1; back -= 1) {
    await reconcileDay(core, { tenantId, accountId, day: dayBack(back), requestId: 'demo-bills' });
  }
  const { items } = await listTickets(finance, { state: 'open', limit: 50 });
  const known = items.find(({ day }) => day === dayBack(EXPLAINED_DAY));
  if (known === undefined) return;
  const note = 'A payment of the old shop, which shares the account.';
  await resolveTicket(finance, { ticketId: known.id as TicketId, resolution: 'explained', note });
}

/** The provider's day, so many days back. */
function dayBack(days: number): string {
  return new Date(Date.now() + OFFSET_MS - days * DAY_MS).toISOString().slice(0, 10);
}

async function* billOf(
  { core, finance, accountId }: Parameters<typeof makeBills>[0],
  day: string,
): AsyncGenerator<BillRow, void, undefined> {
  const from = new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);
  const until = new Date(from.getTime() + DAY_MS);
  const { payments, refunds } = await serviceTx(core.db, { tenantId: finance.principal.tenantId }, async (tx) => ({
    payments: await tx
      .selectFrom('payments.receipt')
      .select(['provider_txn', 'attempt_id', 'currency', 'amount', 'fee', 'paid_at'])
      .where('account_id', '=', accountId)
      .where('paid_at', '>=', from)
      .where('paid_at', '<', until)
      .orderBy('paid_at')
      .execute(),
    refunds: await tx
      .selectFrom('payments.refund as f')
      .innerJoin('payments.receipt as r', (join) =>
        join.onRef('r.tenant_id', '=', 'f.tenant_id').onRef('r.id', '=', 'f.receipt_id'),
      )
      .select(['f.id', 'r.provider_txn', 'r.attempt_id', 'f.currency', 'f.amount', 'f.done_at'])
      .where('r.account_id', '=', accountId)
      .where('f.done_at', '>=', from)
      .where('f.done_at', '<', until)
      .orderBy('f.done_at')
      .execute(),
  }));
  for (const [index, row] of payments.entries()) {
    const dearer = day === dayBack(DEARER_DAY) && index === 0 ? 2n : 0n;
    const amounts = { gross: row.amount, refunded: 0n, fee: row.fee + dearer };
    const about = { transactionId: row.provider_txn, reference: row.attempt_id ?? '', currency: row.currency };
    yield lineOf({ kind: 'payment', ...about, ...amounts, occurredAt: row.paid_at });
  }
  if (day === dayBack(UNTOLD_DAY) || day === dayBack(EXPLAINED_DAY)) {
    const about = { transactionId: `hist_untold_${day}`, reference: `old-shop-${day}`, currency: 'CNY' };
    yield lineOf({ kind: 'payment', ...about, gross: 1900n, refunded: 0n, fee: 11n, occurredAt: from });
  }
  for (const row of refunds) {
    const about = { transactionId: row.provider_txn, reference: row.attempt_id ?? '', refundReference: row.id };
    const amounts = { currency: row.currency, gross: 0n, refunded: row.amount, fee: 0n };
    yield lineOf({ kind: 'refund', ...about, ...amounts, occurredAt: row.done_at ?? from });
  }
}

function lineOf(row: Omit<BillRow, 'net'>): BillRow {
  return { ...row, net: row.gross - row.refunded - row.fee };
}
