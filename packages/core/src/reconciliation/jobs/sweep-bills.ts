import type { GatewayAccountId, TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { isDomainError, PortError } from '../../errors.ts';
import { openGateway } from '../../payments/index.ts';
import { listBilledAccounts, listDueDays } from '../bill-queries.ts';
import { reconcileDay } from '../reconcile-day.ts';

/** Days of one account in one round: the minute round goes on where this one ended. */
const DAYS_AT_ONCE = 10;

/** Compares every day that is over and was not compared yet, account by account, oldest first. */
export async function sweepBills(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const accounts = await serviceTx(core.db, { tenantId, requestId }, listBilledAccounts);
  let done = 0;
  for (const account of accounts) {
    for (const day of await dueDaysOf(core, tenantId, account.id)) {
      const result = await reconcileDay(core, {
        tenantId: tenantId as TenantId,
        accountId: account.id as GatewayAccountId,
        day,
        requestId,
      });
      // A provider that is away is away for its other days too.
      if (result === null) break;
      done += 1;
    }
  }
  return { done };
}

async function dueDaysOf(core: Core, tenantId: string, accountId: string): Promise<readonly string[]> {
  try {
    const { gateway } = await openGateway(core, tenantId, accountId);
    const account = { id: accountId, utcOffsetMinutes: gateway.billUtcOffsetMinutes };
    return await serviceTx(core.db, { tenantId }, (tx) => listDueDays(tx, account, DAYS_AT_ONCE));
  } catch (error) {
    // An account that is not set up any more has no bills to give; its days wait until it is.
    if (error instanceof PortError || isDomainError(error)) return [];
    throw error;
  }
}
