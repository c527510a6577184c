/**
 * What must not compile. Checked by the type check (`tsc -b`): a line below that compiles is an error there, since its
 * `@ts-expect-error` would be unused.
 */
import { Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import {
  adminTx, copyInto, identityTx, platformTx, portalTx, readSql, schedulerTx, serviceTx, shopTx, vaultTx,
  type AnyTenantTx, type BulkTx, type Database, type IdentityTx, type ReadTx, type ServiceTx, type Tables, type VaultTx,
} from '../src/index.ts';
import * as exported from '../src/index.ts';

declare const db: Database;
declare const pool: Pool;
declare const unscoped: Kysely<Tables>;
declare const tenantId: string;

declare function placeOrder(tx: ServiceTx): Promise<void>;
declare function listOrders(tx: ReadTx<'portal'>): Promise<void>;
declare function findTenant(tx: AnyTenantTx): Promise<void>;

export async function onlyTransactionFunctionsReachRows(): Promise<void> {
  // @ts-expect-error a pool is no transaction
  await placeOrder(pool);
  // @ts-expect-error an unscoped kysely is no transaction
  await placeOrder(unscoped);
  // @ts-expect-error nor is it a screen's
  await listOrders(unscoped);
  // @ts-expect-error a pool is no database
  await serviceTx(pool, { tenantId }, placeOrder);
  // @ts-expect-error the database itself runs nothing
  db.query('select 1');
  // @ts-expect-error and has no kysely inside
  db.selectFrom('tenancy.tenant');
  // @ts-expect-error no pool leaves the package
  exported.poolOf;
  // @ts-expect-error no driver either
  exported.kyselyOver;
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

export async function screensOnlyRead(tx: ReadTx<'admin'>, vault: VaultTx): Promise<void> {
  await tx.selectFrom('tenancy.tenant').select('name').execute();
  await readSql(tx, sql<{ one: number }>`select 1 as one`);
  // @ts-expect-error no insert
  tx.insertInto('tenancy.level');
  // @ts-expect-error no update
  tx.updateTable('tenancy.tenant');
  // @ts-expect-error no delete
  tx.deleteFrom('tenancy.level');
  // @ts-expect-error no merge
  tx.mergeInto('tenancy.level');
  // @ts-expect-error no write hidden in a common table expression
  tx.with('gone', (with_) => with_.deleteFrom('tenancy.level').returningAll()).selectFrom('gone').selectAll();
  // @ts-expect-error raw SQL goes through readSql
  await sql`delete from tenancy.level`.execute(tx);
  // @ts-expect-error the vault only reads
  vault.updateTable('inventory.card_code_secret');
}

export async function transactionsDoNotNest(tx: ServiceTx): Promise<void> {
  // @ts-expect-error the transaction belongs to the use case
  tx.transaction();
  // @ts-expect-error nothing hands out the connection
  tx.connection();
  // @ts-expect-error nor ends it
  await tx.destroy();
  // @ts-expect-error nor changes the schema
  tx.schema;
}

export async function theTenantIsNeverNamed(tx: ServiceTx, id: string): Promise<void> {
  await tx.insertInto('tenancy.level').values({ id, name: 'gold', rank: 1 }).execute();
  await tx.selectFrom('tenancy.level').select('id').where('tenant_id', '=', id).execute();
  // @ts-expect-error the column's default writes it
  await tx.insertInto('tenancy.level').values({ tenant_id: id, id, name: 'gold', rank: 1 }).execute();
  // @ts-expect-error a row never changes its tenant
  await tx.updateTable('tenancy.level').set({ tenant_id: id }).execute();
}

export async function rolesSeeTheirTables(identity: IdentityTx): Promise<void> {
  await identity.selectFrom('identity.session').select('id').execute();
  // @ts-expect-error business rows are not identity's
  identity.selectFrom('orders.sales_order');
  // @ts-expect-error the scheduler sees due work only
  await schedulerTx(db, (tx) => tx.selectFrom('orders.sales_order').selectAll().execute());
  // @ts-expect-error the operator sees no business rows
  await platformTx(db, (tx) => tx.selectFrom('orders.sales_order').selectAll().execute());
  await vaultTx(db, { tenantId }, (tx) => tx.selectFrom('inventory.card_code_secret').select('ciphertext').execute());
}

export async function copyNeedsItsConnection(service: ServiceTx, bulk: BulkTx, rows: AsyncIterable<string>): Promise<void> {
  await placeOrder(bulk);
  await copyInto(bulk, 'copy pg_temp.staging (id) from stdin', rows);
  // @ts-expect-error a pipelined connection cannot copy
  await copyInto(service, 'copy pg_temp.staging (id) from stdin', rows);
}

export async function valuesKeepTheirTypes(tx: ServiceTx): Promise<void> {
  const order = await tx.selectFrom('orders.sales_order').select(['amount', 'state', 'created_at']).executeTakeFirstOrThrow();
  const amount: bigint = order.amount;
  const createdAt: Date = order.created_at;
  const state: 'awaiting_payment' | 'closing' | 'closed' | 'paid' | 'in_review' | 'fulfilling' | 'partly_delivered' | 'delivered' | 'refund_only' = order.state;
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
