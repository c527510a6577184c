import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { isCurrencyCode } from '@keyfall/money';
import type { Core } from '../../context.ts';
import { PortError, isDomainError } from '../../errors.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { applyRefundReport, UNBOOKED_CURRENCY } from '../apply-refund-report.ts';
import type { RefundReport } from '../gateway.port.ts';
import { openGateway } from '../open-gateway.ts';
import { leaseDueRefunds, type DueRefundRow } from '../refund-queries.ts';

const BATCH = 50;
const AT_ONCE = 8;
const LEASE_SECONDS = 60;

/**
 * Takes approved refunds to their providers and asks about those under way. Our reference is the refund's id each time, so
 * that a repeated request never pays twice. The call happens in no transaction.
 */
export async function sweepRefunds(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const due = await serviceTx(core.db, { tenantId, requestId }, (tx) => leaseDueRefunds(tx, BATCH, LEASE_SECONDS));
  await runAtOnce(due, AT_ONCE, async (refund) => {
    const report = await submitOrAsk(core, tenantId, refund);
    await applyRefundReport(core, { tenantId: tenantId as TenantId, requestId, refundId: refund.id, report });
  });
  return { done: due.length };
}

async function submitOrAsk(core: Core, tenantId: string, refund: DueRefundRow): Promise<RefundReport> {
  const { currency } = refund;
  // Money in a currency we do not book in has to be sent back by a person.
  if (!isCurrencyCode(currency)) return { state: 'failed', failure: UNBOOKED_CURRENCY };
  try {
    const { gateway } = await openGateway(core, tenantId, refund.account_id);
    if (refund.was === 'submitted') {
      const report = await gateway.queryRefund(refund.id);
      if (report.state !== 'unknown') return report;
    }
    return await gateway.refund({
      reference: refund.id,
      transactionId: refund.provider_txn,
      amount: refund.amount,
      currency,
      reason: refund.cause,
    });
  } catch (error) {
    if (isDomainError(error)) return { state: 'failed', failure: error.code };
    if (!(error instanceof PortError)) throw error;
    return error.retryable ? { state: 'unknown' } : { state: 'failed', failure: 'refused' };
  }
}
