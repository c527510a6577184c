import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** The gateway account that took a receipt's money, where it has to go back to, and whose it is; null for money of a wallet. */
export async function readReceiptAccount(tx: ServiceTx, receiptId: string) {
  return await tx
    .selectFrom('payments.receipt')
    .select(['account_id as accountId', 'collected_by as collectedBy'])
    .where('id', '=', receiptId)
    .executeTakeFirstOrThrow();
}

/** What the seller bears of the gateway's fee of a paid order; 0n where the wholesaler bears it or nothing was paid. */
export async function readSellerFee(tx: ServiceTx, orderId: string): Promise<bigint> {
  const { rows } = await sql<{ fee: bigint }>`
    select r.fee from payments.receipt r
      join payments.gateway_account g on g.tenant_id = r.tenant_id and g.id = r.account_id
     where r.tenant_id = app.tenant_id() and r.order_id = ${orderId} and r.outcome = 'applied' and g.fee_bearer = 'seller'`.execute(
    tx,
  );
  return rows[0]?.fee ?? 0n;
}
