import type { GatewayAccountId, TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { PortError } from '../errors.ts';
import { closeAlert, raiseAlert } from '../notifications/index.ts';
import { openGateway, type BillRow } from '../payments/index.ts';
import { failBill, finishBill, insertBillLines, openBill, type OpenBill } from './bill-queries.ts';
import { closeVanished, openTickets } from './match-queries.ts';

const BATCH_LINES = 500;
const AGAIN_AFTER_SECONDS = [300, 900, 3600, 3600, 14_400] as const;
const ALERT_AFTER_TRIES = 3;

interface Day {
  readonly tenantId: TenantId;
  readonly accountId: GatewayAccountId;
  /** `2026-11-21` in the provider's calendar. */
  readonly day: string;
  readonly requestId: string;
}

export interface ReconciledDay {
  readonly lines: number;
  /** Differences that had no ticket yet. */
  readonly opened: number;
}

/**
 * Fetches a day's bill from the provider, keeps it line by line, and opens a ticket for each difference from our receipts
 * and refunds, both ways. Nothing is corrected. A day that was compared before is compared anew: tickets are kept, those
 * whose difference is gone close. Answers null when the provider gave no whole bill; it is asked again later and after the
 * third time an alert is raised. No network call inside a transaction.
 *
 * @throws DomainError gateway_not_configured
 */
export async function reconcileDay(core: Core, given: Day): Promise<ReconciledDay | null> {
  const { tenantId, accountId, day, requestId } = given;
  const { gateway } = await openGateway(core, tenantId, accountId);
  const scope = { tenantId, requestId };
  const bill = await serviceTx(core.db, scope, (tx) =>
    openBill(tx, { id: uuidv7(), accountId, day, utcOffsetMinutes: gateway.billUtcOffsetMinutes }),
  );
  let lines: number;
  try {
    lines = await keepLines(core, given, bill, gateway.fetchBill(day));
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await postpone(core, given, bill, error);
    return null;
  }
  return await serviceTx(core.db, scope, async (tx) => {
    // The day counts as compared from here on: what is written later for it is found by its time.
    await finishBill(tx, bill.id, lines);
    await closeVanished(tx, accountId);
    const opened = await openTickets(tx, bill.id);
    await closeAlert(tx, 'reconciliation.bill_missing', accountId);
    return { lines, opened };
  });
}

async function keepLines(core: Core, day: Day, bill: OpenBill, rows: AsyncIterable<BillRow>): Promise<number> {
  const place = { billId: bill.id, accountId: day.accountId };
  const scope = { tenantId: day.tenantId, requestId: day.requestId };
  let kept = 0;
  let batch: BillRow[] = [];
  const keep = async (): Promise<void> => {
    const full = batch;
    batch = [];
    await serviceTx(core.db, scope, (tx) => insertBillLines(tx, place, kept + 1, full));
    kept += full.length;
  };
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH_LINES) await keep();
  }
  if (batch.length > 0) await keep();
  return kept;
}

async function postpone(core: Core, given: Day, bill: OpenBill, error: PortError): Promise<void> {
  const seconds = AGAIN_AFTER_SECONDS[Math.min(bill.tries, AGAIN_AFTER_SECONDS.length) - 1] ?? 14_400;
  await serviceTx(core.db, { tenantId: given.tenantId, requestId: given.requestId }, async (tx) => {
    await failBill(tx, bill.id, error.retryable ? 'unavailable' : 'refused', seconds);
    if (bill.tries < ALERT_AFTER_TRIES) return;
    await raiseAlert(tx, { kind: 'reconciliation.bill_missing', subject: given.accountId, params: { day: given.day } });
  });
}
