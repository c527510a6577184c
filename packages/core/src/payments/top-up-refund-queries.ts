import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** The money of a confirmed top-up as its gateway took it, with what has been promised back of it already. Minor units. */
export async function readTopUpReceipt(tx: ServiceTx, topUpId: string) {
  const { rows } = await sql<{ id: string; amount: bigint; currency: string; promised: bigint }>`
    select r.id, r.amount, r.currency,
           coalesce((select sum(f.amount) from payments.refund f
                      where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.state <> 'rejected'), 0)::bigint as promised
      from payments.receipt r
     where r.tenant_id = app.tenant_id() and r.top_up_id = ${topUpId} and r.outcome = 'applied' and r.collected_by = 'platform'`.execute(
    tx,
  );
  return rows[0];
}

/** Writes a refund of part of a top-up that people have agreed to; its provider is asked at once. */
export async function insertTopUpRefund(
  tx: ServiceTx,
  refund: {
    readonly id: string;
    readonly receiptId: string;
    readonly distributorId: string;
    readonly amount: bigint;
    readonly currency: string;
    readonly reason: string;
    readonly requestedBy: string;
    readonly approvedBy: string;
    readonly journalId: string;
  },
): Promise<void> {
  await tx
    .insertInto('payments.refund')
    .values({
      id: refund.id,
      receipt_id: refund.receiptId,
      distributor_id: refund.distributorId,
      kind: 'top_up',
      amount: refund.amount,
      currency: refund.currency,
      state: 'approved',
      cause: 'wallet_pay_back',
      reason: refund.reason,
      requested_by: refund.requestedBy,
      approved_by: refund.approvedBy,
      approved_at: NOW,
      next_try_at: NOW,
      journal_id: refund.journalId,
    })
    .execute();
}
