/**
 * What must not compile. Checked by the type check (`tsc -b`): a line below that compiles is an error there, since its
 * `@ts-expect-error` would be unused.
 */
import { sql, type Kysely, type QueryCreator } from 'kysely';
import type { Pool } from 'pg';
import {
  adminTx,
  copyInto,
  identityTx,
  portalTx,
  readSql,
  serviceTx,
  shopTx,
  vaultTx,
  type AnyTenantTx,
  type BulkTx,
  type Database,
  type IdentityTx,
  type PlatformTx,
  type ReadTx,
  type SchedulerTx,
  type ServiceTx,
  type Tables,
  type VaultTx,
} from '../src/index.ts';
import type * as packageFace from '../src/index.ts';

declare const db: Database;
declare const pool: Pool;
declare const unscoped: Kysely<Tables>;
declare const tenantId: string;

declare function placeOrder(tx: ServiceTx): Promise<void>;
declare function listOrders(tx: ReadTx<'portal'>): Promise<void>;
declare function findTenant(tx: AnyTenantTx): Promise<void>;

/** `true` only when none of the names is a member of the type: using one would be a compile error. */
type Lacks<Type, Names extends string> = [Extract<keyof Type, Names>] extends [never] ? true : false;

type Writes =
  | 'insertInto'
  | 'updateTable'
  | 'deleteFrom'
  | 'mergeInto'
  | 'replaceInto'
  | 'getExecutor'
  | 'executeQuery';
type Escapes = 'transaction' | 'startTransaction' | 'connection' | 'destroy' | 'schema' | 'introspection';

export const screensHaveNoWrite: Lacks<ReadTx, Writes> = true;
export const theVaultHasNoWrite: Lacks<VaultTx, Writes> = true;
export const transactionsDoNotNest: Lacks<ServiceTx & BulkTx & IdentityTx & ReadTx, Escapes> = true;
export const theDatabaseRunsNothing: Lacks<Database, 'query' | 'connect' | 'selectFrom' | Writes | Escapes> = true;
export const nothingUnsealedIsExported: Lacks<typeof packageFace, 'poolOf' | 'kyselyOver' | 'bulkClientOf'> = true;
// @ts-expect-error the test above can fail: a service transaction has writes
export const aServiceTransactionWrites: Lacks<ServiceTx, Writes> = true;

export async function onlyTransactionFunctionsReachRows(): Promise<void> {
  // @ts-expect-error a pool is no transaction
  await placeOrder(pool);
  // @ts-expect-error an unscoped kysely is no transaction
  await placeOrder(unscoped);
  // @ts-expect-error nor is it a screen's
  await listOrders(unscoped);
  // @ts-expect-error a pool is no database
  await serviceTx(pool, { tenantId }, placeOrder);
}

export async function audiencesDoNotMix(): Promise<void> {
  await portalTx(db, { tenantId, distributorId: tenantId }, listOrders);
  await serviceTx(db, { tenantId }, findTenant);
  await adminTx(db, { tenantId }, findTenant);
  // @ts-expect-error a shop's transaction is not a distributor's
  await shopTx(db, { tenantId, shopId: tenantId }, listOrders);
  // @ts-expect-error a command does not run in a screen's transaction
  await adminTx(db, { tenantId }, placeOrder);
  // @ts-expect-error a screen's query does not run with a command's rights
  await serviceTx(db, { tenantId }, listOrders);
  // @ts-expect-error identity is no tenant transaction
  await identityTx(db, { presented: 'x' }, findTenant);
}

export async function scopesAreComplete(): Promise<void> {
  // @ts-expect-error no tenant
  await serviceTx(db, {}, placeOrder);
  // @ts-expect-error a distributor's screen needs the distributor
  await portalTx(db, { tenantId }, listOrders);
  // @ts-expect-error a shop needs the shop
  await shopTx(db, { tenantId }, findTenant);
}

export async function screensOnlyRead(tx: ReadTx<'admin'>, unscopedDelete: QueryCreator<Tables>): Promise<void> {
  await tx.selectFrom('tenancy.tenant').select('name').execute();
  await tx
    .with('open', (creator) => creator.selectFrom('tenancy.shop').select('id'))
    .selectFrom('open')
    .selectAll()
    .execute();
  await readSql(tx, sql<{ one: number }>`select 1 as one`);
  const remove = unscopedDelete.deleteFrom('tenancy.level').returning('id');
  // @ts-expect-error no write hidden in a common table expression
  tx.with('gone', () => remove);
  // @ts-expect-error raw SQL goes through readSql
  await sql`delete from tenancy.level`.execute(tx);
}

export async function theTenantIsNeverNamed(tx: ServiceTx, id: string): Promise<void> {
  await tx.insertInto('tenancy.level').values({ id, name: 'gold', rank: 1 }).execute();
  await tx.selectFrom('tenancy.level').select('id').where('tenant_id', '=', id).execute();
  // @ts-expect-error the column's default writes it
  await tx.insertInto('tenancy.level').values({ tenant_id: id, id, name: 'gold', rank: 1 }).execute();
  // @ts-expect-error a row never changes its tenant
  await tx.updateTable('tenancy.level').set({ tenant_id: id }).execute();
}

export async function rolesSeeTheirTables(
  identity: IdentityTx,
  scheduler: SchedulerTx,
  platform: PlatformTx,
): Promise<void> {
  await identity.selectFrom('identity.session').select('id').execute();
  await scheduler.selectFrom('ops.due_work').select('kind').execute();
  await platform.selectFrom('tenancy.tenant').select('slug').execute();
  // @ts-expect-error business rows are not identity's
  identity.selectFrom('orders.sales_order');
  // @ts-expect-error the scheduler sees due work only
  scheduler.selectFrom('orders.sales_order');
  // @ts-expect-error the operator sees no business rows
  platform.selectFrom('orders.sales_order');
  await vaultTx(db, { tenantId }, (tx) => tx.selectFrom('inventory.card_code_secret').select('ciphertext').execute());
}

export async function copyNeedsItsConnection(
  service: ServiceTx,
  bulk: BulkTx,
  rows: AsyncIterable<string>,
): Promise<void> {
  await placeOrder(bulk);
  await copyInto(bulk, 'copy pg_temp.staging (id) from stdin', rows);
  // @ts-expect-error a pipelined connection cannot copy
  await copyInto(service, 'copy pg_temp.staging (id) from stdin', rows);
}

export async function valuesKeepTheirTypes(tx: ServiceTx): Promise<void> {
  const order = await tx
    .selectFrom('orders.sales_order')
    .select(['amount', 'state', 'created_at'])
    .executeTakeFirstOrThrow();
  const amount: bigint = order.amount;
  const createdAt: Date = order.created_at;
  const state:
    | 'awaiting_payment'
    | 'closing'
    | 'closed'
    | 'paid'
    | 'in_review'
    | 'fulfilling'
    | 'partly_delivered'
    | 'delivered'
    | 'refund_only' = order.state;
  void [amount, createdAt, state];
  const price = await tx.selectFrom('pricing.cost_price').select('unit_price').executeTakeFirstOrThrow();
  const unitPrice: string = price.unit_price;
  void unitPrice;
  // @ts-expect-error an exact decimal is not a number
  const rounded: number = price.unit_price;
  void rounded;
  // @ts-expect-error a state that does not exist
  tx.updateTable('orders.sales_order').set({ state: 'shipped' });
  // @ts-expect-error a JSON array must be written as text
  tx.updateTable('tenancy.tenant').set({ settings: [1, 2] });
  tx.updateTable('tenancy.tenant').set({ settings: { theme: 'dark' } });
}
