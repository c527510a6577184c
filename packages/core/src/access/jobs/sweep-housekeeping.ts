import type { TenantId } from '@keyfall/contracts';
import { asService, systemCtx, type Core } from '../../context.ts';
import { forgetHostsOfClosed, forgetReleasedHosts } from '../../shops/index.ts';
import { removeOldIdentityRows } from '../one-time-token-queries.ts';

const BATCH = 500;

/** `housekeeping`: removes ended sessions, spent links, stale counters, and hosts whose shop let go of them a month ago. */
export async function sweepHousekeeping(
  core: Core,
  tenantId: string,
  requestId: string,
): Promise<{ readonly done: number }> {
  const ctx = systemCtx(core, tenantId as TenantId, 'worker', requestId);
  const done = await asService(
    ctx,
    async (tx) =>
      (await removeOldIdentityRows(tx, BATCH)) + (await forgetReleasedHosts(tx)) + (await forgetHostsOfClosed(tx)),
  );
  return { done };
}
