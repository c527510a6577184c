import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';

export type CaptureOutcome =
  | { readonly outcome: 'applied'; readonly order_id: string; readonly state: string; readonly open: number }
  | { readonly outcome: 'applied'; readonly order_id: null; readonly top_up_id: string }
  | { readonly outcome: 'repeated'; readonly first: 'applied' | 'suspense'; readonly order_id: string | null }
  | { readonly outcome: 'suspense'; readonly reason: string; readonly order_id: string | null };

export interface CaptureArguments {
  readonly tenantId: string;
  /** Made outside of a retried transaction, so that doing it again is doing the same. */
  readonly receiptId: string;
  readonly journalId: string;
  readonly accountId: string;
  readonly provider: string;
  readonly transactionId: string;
  readonly attemptId: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly fee: bigint;
  readonly paidAt: Date;
}

/** Recognises a provider's money in one call; see `payments.capture`. */
export async function callCapture(tx: ServiceTx, given: CaptureArguments): Promise<CaptureOutcome> {
  const { rows } = await sql<{ result: CaptureOutcome }>`
    select payments.capture(${given.tenantId}, ${given.receiptId}, ${given.journalId}, ${given.accountId}, ${given.provider},
      ${given.transactionId}, null, ${given.attemptId}::uuid, ${given.amount}::bigint, ${given.currency}, ${given.fee}::bigint, ${given.paidAt}) as result
  `.execute(tx);
  return onlyRow(rows).result;
}
