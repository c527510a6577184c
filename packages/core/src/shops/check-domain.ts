import type { DomainId } from '@keyfall/contracts';
import type { DomainDto } from '@keyfall/contracts/tenancy-schemas';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import {
  asService,
  systemCtx,
  type Core,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { DomainError, PortError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { judgeDomain, type DnsFinding, type DomainVerdict } from './domain-check.rules.ts';
import { listDueDomains, lockDomain, recordCheck, type DomainRow } from './domain-queries.ts';
import { presentDomain } from './domains.ts';
import { refusing } from './errors.ts';
import { recordNameOf, recordValueOf } from './host.rules.ts';
import { claimHost, releaseHost } from './queries.ts';
import { ownDistributorOf } from './update-shop.ts';

/**
 * Looks a domain's proof up now, because a person asks. DNS is asked outside of any transaction; what it said is judged
 * under the domain's lock.
 *
 * @throws DomainError not_found, host_taken (another shop serves it)
 */
export async function checkDomain(
  ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>,
  id: DomainId,
): Promise<DomainDto> {
  const own = ownDistributorOf(ctx);
  const domain = await asService(ctx, (tx) => lockDomain(tx, id, own));
  if (domain === undefined) throw new DomainError('not_found', { what: 'domain' });
  return await applyFinding(ctx, domain, await lookUp(ctx.core, domain), own);
}

/** Checks of one round. */
const BATCH = 20;

/** `domain.check`: new domains every few minutes, verified ones weekly, lost ones daily. */
export async function sweepDomains(
  core: Core,
  tenantId: string,
  requestId: string,
): Promise<{ readonly done: number }> {
  const ctx = systemCtx(core, tenantId as Parameters<typeof systemCtx>[1], 'worker', requestId);
  const due = await asService(ctx, (tx) => listDueDomains(tx, BATCH));
  for (const domain of due) {
    const finding = await lookUp(core, domain);
    try {
      await applyFinding(ctx, domain, finding, undefined);
    } catch (error) {
      // Removed meanwhile, or served by somebody else: its owner sees that on the next look, others go on.
      if (!(error instanceof DomainError)) throw error;
      await asService(ctx, (tx) => postpone(tx, domain));
    }
  }
  return { done: due.length };
}

async function lookUp(core: Core, domain: DomainRow): Promise<DnsFinding> {
  try {
    const records = await core.ports.dns.resolveTxt(recordNameOf(domain.host));
    const ours = records.map((text) => text.trim()).filter((text) => text.startsWith('keyfall-verify='));
    if (ours.includes(recordValueOf(domain.txt_token))) return 'found';
    return ours.length > 0 ? 'wrong' : 'missing';
  } catch (error) {
    if (error instanceof PortError) return 'unreachable';
    throw error;
  }
}

async function applyFinding(
  ctx: Ctx,
  seen: DomainRow,
  finding: DnsFinding,
  own: string | undefined,
): Promise<DomainDto> {
  const { tenantId } = ctx.principal;
  const work = asService(ctx, async (tx) => {
    const domain = await lockDomain(tx, seen.id, own);
    if (domain === undefined) throw new DomainError('not_found', { what: 'domain' });
    const verdict = judgeDomain(domain, finding);
    await moveHost(tx, ctx, domain, verdict);
    await recordCheck(tx, domain.id, verdict);
    await wakeWorker(tx, tenantId, 'domain.check', verdict.nextCheckSeconds);
    const after = await lockDomain(tx, seen.id, own);
    return presentDomain(after ?? domain);
  });
  return await refusing(work, { host_pkey: () => new DomainError('host_taken', { host: seen.host }) });
}

/** Serves a domain from the moment it is proved, and no longer once it is lost. */
async function moveHost(tx: ServiceTx, ctx: Ctx, domain: DomainRow, verdict: DomainVerdict): Promise<void> {
  if (verdict.state === domain.state) return;
  const { host, shop_id: shopId } = domain;
  if (verdict.state === 'verified') {
    await claimHost(tx, { host, tenantId: ctx.principal.tenantId, shopId, kind: 'custom' });
  } else if (verdict.state === 'lost') {
    await releaseHost(tx, host, shopId);
  }
  await recordAudit(tx, ctx, {
    action: verdict.state === 'verified' ? 'shops.verify_domain' : 'shops.lose_domain',
    subjectKind: 'shop',
    subjectId: shopId,
    data: { host },
  });
}

const POSTPONED_SECONDS = 24 * 3600;

async function postpone(tx: ServiceTx, { id, state, misses }: DomainRow): Promise<void> {
  await recordCheck(tx, id, {
    state,
    misses,
    error: 'host_taken',
    nextCheckSeconds: POSTPONED_SECONDS,
    verifiedNow: false,
  });
}
