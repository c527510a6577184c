import { randomBytes } from 'node:crypto';
import type { DomainId, ShopId } from '@keyfall/contracts';
import type { DomainDto } from '@keyfall/contracts/tenancy-schemas';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import {
  asDistributor,
  asService,
  asStaff,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { countDomains, deleteDomain, insertDomain, listDomains, lockDomain, type DomainRow } from './domain-queries.ts';
import { refusing } from './errors.ts';
import { normaliseDomain, recordNameOf, recordValueOf } from './host.rules.ts';
import { findShop, lockShop, releaseHost } from './queries.ts';
import { ownDistributorOf } from './update-shop.ts';

type Writer = Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>;

const DOMAINS_MAX = 10;
const TOKEN_BYTES = 18;

/**
 * Notes that a shop wants a domain and what must be written into DNS to prove that it is the distributor's. Nothing is
 * served under it before the proof is found.
 *
 * @throws DomainError not_found (shop), host_invalid, already_exists, limit_exceeded
 */
export async function addDomain(ctx: Writer, shopId: ShopId, typed: string): Promise<{ readonly id: DomainId }> {
  const { addresses } = ctx.core.ports;
  const own = [new URL(addresses.adminOrigin).hostname, new URL(addresses.portalOrigin).hostname];
  const host = normaliseDomain(typed, [...own, addresses.slugHost('x').slice(2)]);
  const id = uuidv7() as DomainId;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const work = asService(ctx, async (tx) => {
    const shop = await lockShop(tx, shopId, ownDistributorOf(ctx));
    if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
    if ((await countDomains(tx, shopId)) >= DOMAINS_MAX) {
      throw new DomainError('limit_exceeded', { limit: 'domains', max: DOMAINS_MAX });
    }
    await insertDomain(tx, { id, shopId, distributorId: shop.distributor_id, host, token });
    await recordAudit(tx, ctx, { action: 'shops.add_domain', subjectKind: 'shop', subjectId: shopId, data: { host } });
    await wakeWorker(tx, ctx.principal.tenantId, 'domain.check', FIRST_LOOK_SECONDS);
  });
  await refusing(work, {
    shop_domain_tenant_id_host_key: () => new DomainError('already_exists', { what: 'domain', field: 'host' }),
  });
  return { id };
}

/** People write the record first and then press "check"; the worker looks by itself a little later. */
const FIRST_LOOK_SECONDS = 60;

/** A shop's domains with the record each needs. @throws DomainError not_found */
export async function readDomains(ctx: Writer, shopId: ShopId): Promise<readonly DomainDto[]> {
  const read = async (tx: Parameters<typeof listDomains>[0]): Promise<readonly DomainRow[]> => {
    const [shop, domains] = await Promise.all([findShop(tx, shopId), listDomains(tx, shopId)]);
    if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
    return domains;
  };
  const rows =
    ctx.principal.kind === 'staff'
      ? await asStaff(ctx as Ctx<StaffPrincipal>, read)
      : await asDistributor(ctx as Ctx<DistributorPrincipal>, read);
  return rows.map(presentDomain);
}

/** Takes a domain off its shop at once; for 30 days nobody else can have it. @throws DomainError not_found */
export async function removeDomain(ctx: Writer, id: DomainId): Promise<void> {
  await asService(ctx, async (tx) => {
    const domain = await lockDomain(tx, id, ownDistributorOf(ctx));
    if (domain === undefined) throw new DomainError('not_found', { what: 'domain' });
    await releaseHost(tx, domain.host, domain.shop_id);
    await deleteDomain(tx, id);
    await recordAudit(tx, ctx, {
      action: 'shops.remove_domain',
      subjectKind: 'shop',
      subjectId: domain.shop_id,
      data: { host: domain.host },
    });
  });
}

export function presentDomain(row: DomainRow): DomainDto {
  return {
    id: row.id as DomainId,
    shopId: row.shop_id as ShopId,
    host: row.host,
    state: row.state,
    record: { name: recordNameOf(row.host), value: recordValueOf(row.txt_token) },
    checkedAt: row.checked_at?.toISOString() ?? null,
    verifiedAt: row.verified_at?.toISOString() ?? null,
    lastError: row.last_error,
  };
}
