import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { systemCtx, type Core } from '../../context.ts';
import { PortError, assert, isDomainError } from '../../errors.ts';
import { loadTenantKeys } from '../../inventory/index.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { applyPayoutReport } from '../apply-payout-report.ts';
import { readSealedPayees } from '../payee-queries.ts';
import { openRail } from '../payout-accounts.ts';
import type { PayoutRail, PayoutReport, PayoutRequest } from '../payout-rail.port.ts';
import { readChecks } from '../policy-queries.ts';
import { openText } from '../sealed-text.ts';
import { netOf, submitByRule } from '../submit-withdrawals.ts';
import { leaseDue, listApprovedIds, type DueWithdrawalRow } from '../withdrawal-queries.ts';

const BATCH = 50;
const AT_ONCE = 4;
const LEASE_SECONDS = 60;

/**
 * Sends approved withdrawals where the wholesaler lets them leave by rule, takes submitted ones to their rail, and asks about
 * those whose outcome is open or that a bank may still send back. Our reference is the withdrawal's id each time, so a
 * repeated call never pays twice. Rails are called in no transaction, and only after `submitted` was committed.
 */
export async function sweepPayouts(core: Core, tenantId: TenantId, requestId: string): Promise<{ done: number }> {
  const sent = await sendByRule(core, tenantId, requestId);
  const due = await serviceTx(core.db, { tenantId, requestId }, (tx) => leaseDue(tx, BATCH, LEASE_SECONDS));
  await runAtOnce(due, AT_ONCE, async (row) => {
    const report = await payOrAsk(core, tenantId, row);
    const { id: withdrawalId, asked, is_overdue: isOverdue } = row;
    await applyPayoutReport(core, { tenantId, requestId, withdrawalId, asked, isOverdue, report });
  });
  return { done: sent + due.length };
}

async function sendByRule(core: Core, tenantId: TenantId, requestId: string): Promise<number> {
  const { accountId, ids } = await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
    const { autoAccountId } = await readChecks(tx);
    return { accountId: autoAccountId, ids: autoAccountId === null ? [] : await listApprovedIds(tx, BATCH) };
  });
  if (accountId === null) return 0;
  const ctx = systemCtx(core, tenantId, 'worker', requestId);
  let sent = 0;
  for (const id of ids) if (await submitByRule(ctx, id, accountId)) sent += 1;
  return sent;
}

/** What the rail says. Where it could not be asked, what was true before is still true. */
async function payOrAsk(core: Core, tenantId: TenantId, row: DueWithdrawalRow): Promise<PayoutReport> {
  const asBefore: PayoutReport = row.state === 'submitted' ? { state: 'pending' } : { state: 'unknown' };
  let rail: PayoutRail;
  let request: PayoutRequest;
  try {
    rail = await openRail(core, tenantId, row.account_id ?? '');
    if (row.state === 'paid' || row.asked > 0) {
      const answer = await rail.query(row.id);
      if (answer.state !== 'not_found') return answer;
      // A paid one that the rail has forgotten stays what it was.
      if (row.state === 'paid') return asBefore;
    }
    request = await requestOf(core, tenantId, row);
  } catch (error) {
    // A vault that is away, settings that do not fit, a rail that does not answer: nothing has failed yet.
    if (!(error instanceof PortError || isDomainError(error))) throw error;
    return asBefore;
  }
  try {
    return await rail.pay(request);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return error.retryable ? asBefore : { state: 'failed', failure: error.message };
  }
}

async function requestOf(core: Core, tenantId: string, row: DueWithdrawalRow): Promise<PayoutRequest> {
  const [payee] = await serviceTx(core.db, { tenantId }, (tx) => readSealedPayees(tx, [row.payee_id]));
  assert(payee !== undefined, 'a withdrawal names a payee that does not exist');
  const keys = await loadTenantKeys(core, tenantId);
  const number = openText(
    keys,
    { what: 'payee', id: payee.id },
    { keyId: payee.sealed_key_id, nonce: payee.sealed_nonce, ciphertext: payee.sealed },
  );
  return {
    reference: row.id,
    amount: netOf(row),
    currency: parseCurrency(row.currency),
    payee: { kind: payee.kind, holder: payee.holder, number, bankName: payee.bank_name, branch: payee.branch },
    note: row.withdrawal_no,
  };
}
