import type { ApplicationDecider, ApplyInput } from '@keyfall/contracts/application-schemas';
import type { DistributorState } from '@keyfall/contracts';
import type { AnyTenantTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { keyOf, loginKeyOf, newToken } from '../access/index.ts';

const NOW = sql<Date>`app.now()`;

/** A distributor's public link; undefined while there has never been one. */
export async function findApplicationLink(tx: ServiceTx, distributorId: string) {
  return await tx
    .selectFrom('tenancy.application_link')
    .select(['token', 'enabled'])
    .where('distributor_id', '=', distributorId)
    .executeTakeFirst();
}

/** Opens or shuts a distributor's link, and makes its token where there is none or a new one is wanted. */
export async function writeApplicationLink(
  tx: ServiceTx,
  tenantId: string,
  distributorId: string,
  change: { readonly enabled: boolean; readonly renew: boolean },
): Promise<void> {
  const token = newToken();
  const written = await tx
    .insertInto('tenancy.application_link')
    .values({ distributor_id: distributorId, token, enabled: change.enabled })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'distributor_id'])
        .doUpdateSet({ ...(change.renew ? { token } : {}), enabled: change.enabled, updated_at: NOW }),
    )
    .returning('token')
    .executeTakeFirstOrThrow();
  // The row is locked by now: of two that make a link at once, one makes its address.
  if (written.token !== token) return;
  await tx.deleteFrom('identity.application_address').where('distributor_ref', '=', distributorId).execute();
  await tx
    .insertInto('identity.application_address')
    .values({ key: keyOf(token), tenant_ref: tenantId, distributor_ref: distributorId })
    .execute();
}

export interface ApplicationPlace {
  readonly id: string;
  readonly name: string;
  readonly depth: number;
  readonly status: DistributorState;
  readonly enabled: boolean;
  readonly tenant_name: string;
  readonly tenant_status: string;
  readonly recruiting: boolean;
  readonly may_recruit: boolean;
  readonly income_depth: number;
}

/** What a public link leads to, and all that decides whether it is open; undefined when its distributor has none. */
export async function findApplicationPlace(
  tx: ServiceTx,
  distributorId: string,
): Promise<ApplicationPlace | undefined> {
  return await tx
    .selectFrom('tenancy.distributor as node')
    .innerJoin('tenancy.tenant as tenant', 'tenant.tenant_id', 'node.tenant_id')
    .innerJoin('tenancy.application_link as link', (join) =>
      join.onRef('link.tenant_id', '=', 'node.tenant_id').onRef('link.distributor_id', '=', 'node.id'),
    )
    .select([
      'node.id',
      'node.name',
      'node.depth',
      'node.status',
      'node.may_recruit',
      'link.enabled',
      'tenant.name as tenant_name',
      'tenant.status as tenant_status',
      'tenant.recruiting',
      'tenant.income_depth',
    ])
    .where('node.id', '=', distributorId)
    .executeTakeFirst();
}

/** The wholesaler's own house, below which its link lets people apply. */
export async function findHouseId(tx: ServiceTx): Promise<string | undefined> {
  const row = await tx.selectFrom('tenancy.distributor').select('id').where('depth', '=', 0).executeTakeFirst();
  return row?.id;
}

/**
 * Applications over a link that wait for their address to be proved, and newcomers of it who have handed nothing in, as long as they
 * applied in the last so many days.
 */
export async function countOpenApplications(tx: ServiceTx, distributorId: string, days: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from identity.one_time_token t
              where t.tenant_ref = app.tenant_id() and t.purpose = 'application' and t.used_at is null and t.expires_at > app.now()
                and t.data ->> 'parentId' = ${distributorId}::text)
          + (select count(*) from tenancy.distributor d
              where d.tenant_id = app.tenant_id() and d.parent_id = ${distributorId}::uuid and d.status = 'invited'
                and exists (select from tenancy.distributor_event e
                             where e.tenant_id = d.tenant_id and e.distributor_id = d.id and e.kind = 'applied'
                               and e.created_at > app.now() - make_interval(days => ${days}))))::integer as n`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** Takes back what the same address asked of the same link before: only the last mail's link is to work. */
export async function deleteApplications(tx: ServiceTx, distributorId: string, mail: string): Promise<void> {
  await tx
    .deleteFrom('identity.one_time_token')
    .where('purpose', '=', 'application')
    .where('login_key', '=', loginKeyOf(mail))
    .where(sql<boolean>`data ->> 'parentId' = ${distributorId}`)
    .where('used_at', 'is', null)
    .execute();
}

/** What the row of an application's mailed link says. */
export type ApplicationData = Omit<ApplyInput, 'token'> & { readonly audience: 'portal'; readonly parentId: string };

/** The data of such a row, as it was written. */
export function applicationOf(data: unknown): ApplicationData | undefined {
  const isOurs = typeof data === 'object' && data !== null && 'parentId' in data && 'mail' in data;
  return isOurs ? (data as ApplicationData) : undefined;
}

/** Who decides about applications below a distributor. */
export async function findDecider(tx: AnyTenantTx): Promise<ApplicationDecider> {
  const row = await tx.selectFrom('tenancy.tenant').select('applications_decided_by').executeTakeFirst();
  return row?.applications_decided_by ?? 'wholesaler';
}

export async function setDecider(tx: ServiceTx, decidedBy: ApplicationDecider): Promise<void> {
  await tx.updateTable('tenancy.tenant').set({ applications_decided_by: decidedBy, updated_at: NOW }).execute();
}

/** Who directly above an applicant decides about it; undefined where the wholesaler does, or whoever it is cannot act. */
export async function findDecidingParent(tx: ServiceTx, applicantId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('tenancy.distributor as node')
    .innerJoin('tenancy.tenant as tenant', 'tenant.tenant_id', 'node.tenant_id')
    .innerJoin('tenancy.distributor as parent', (join) =>
      join.onRef('parent.tenant_id', '=', 'node.tenant_id').onRef('parent.id', '=', 'node.parent_id'),
    )
    .select('parent.id')
    .where('node.id', '=', applicantId)
    .where('parent.depth', '>', 0)
    .where('parent.status', '=', 'active')
    .where('tenant.applications_decided_by', '=', 'parent')
    .executeTakeFirst();
  return row?.id;
}

/** The name of a pending child of a distributor; undefined when there is none such. */
export async function findPendingChild(tx: ServiceTx, parentId: string, id: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('tenancy.distributor')
    .select('name')
    .where('id', '=', id)
    .where('parent_id', '=', parentId)
    .where('status', '=', 'pending')
    .executeTakeFirst();
  return row?.name;
}
