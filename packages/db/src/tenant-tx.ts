/**
 * The one door to rows: transactions whose context travels with BEGIN, as the role of the caller's audience.
 *
 * `begin; set local …` is sent un-awaited, so on a pipelined connection the first statement leaves in the same breath.
 * A failure in it aborts the transaction (fail closed); its text is built from constants and validated literals only,
 * since a syntax error in it would leave the next statement outside of any transaction.
 */
import type { Kysely, RawBuilder } from 'kysely';
import type { PoolClient } from 'pg';
import { poolOf, namesOn, type Database, type PoolName } from './database.ts';
import {
  identityContextSql,
  tenantContextSql,
  type IdentityScope,
  type PortalScope,
  type ShopScope,
  type TenantScope,
} from './scopes.ts';
import { kyselyOver, type TxState } from './tx-driver.ts';
import type { Audience, BulkTx, IdentityTx, PlatformTx, ReadTx, SchedulerTx, ServiceTx, VaultTx } from './tx-types.ts';

export interface TxOptions {
  /** `request` (the default): a statement may take 5 s. `job`: 60 s. */
  readonly pace?: 'request' | 'job';
}

const timeoutsSql = (pace: 'request' | 'job'): string =>
  `;set local lock_timeout='2s';set local statement_timeout='${pace === 'job' ? '60s' : '5s'}';set local idle_in_transaction_session_timeout='5s'`;

/** Reads and writes the tenant's rows as `kf_service`: every command. Commits when `work` resolves, else rolls back. */
export async function serviceTx<T>(
  db: Database,
  scope: TenantScope,
  work: (tx: ServiceTx) => Promise<T>,
  options: TxOptions = {},
): Promise<T> {
  const begin = `begin${tenantContextSql(scope)}${timeoutsSql(options.pace ?? 'request')}`;
  return runTx(db, 'kf_service', begin, (tx) => work(tx as unknown as ServiceTx));
}

/** Reads for a wholesaler's screen: its tenant's rows. */
export async function adminTx<T>(
  db: Database,
  scope: TenantScope,
  work: (tx: ReadTx<'admin'>) => Promise<T>,
): Promise<T> {
  return readTx(db, 'kf_admin', tenantContextSql(scope), work);
}

/** Reads for a distributor's screen or API key: its own rows. */
export async function portalTx<T>(
  db: Database,
  scope: PortalScope,
  work: (tx: ReadTx<'portal'>) => Promise<T>,
): Promise<T> {
  return readTx(db, 'kf_portal', tenantContextSql(scope, ['tenantId', 'distributorId']), work);
}

/** Reads for a visitor of a shop: what it publishes, and the buyer's own orders when the scope names one. */
export async function shopTx<T>(db: Database, scope: ShopScope, work: (tx: ReadTx<'shop'>) => Promise<T>): Promise<T> {
  return readTx(db, 'kf_shop', tenantContextSql(scope, ['tenantId', 'shopId']), work);
}

/** Reads the ciphertext of codes that a committed reveal row names. */
export async function vaultTx<T>(db: Database, scope: TenantScope, work: (tx: VaultTx) => Promise<T>): Promise<T> {
  const begin = `begin read only${tenantContextSql(scope)}${timeoutsSql('request')}`;
  return runTx(db, 'kf_vault', begin, (tx) => work(tx as unknown as VaultTx));
}

/** Reads and writes the identity rows whose key is presented: login, session, invitation, host. */
export async function identityTx<T>(
  db: Database,
  scope: IdentityScope,
  work: (tx: IdentityTx) => Promise<T>,
): Promise<T> {
  const begin = `begin${identityContextSql(scope)}${timeoutsSql('request')}`;
  return runTx(db, 'kf_identity', begin, (tx) => work(tx as unknown as IdentityTx));
}

/** Looks for due work over all tenants and ticks it off; sees nothing else. */
export async function schedulerTx<T>(db: Database, work: (tx: SchedulerTx) => Promise<T>): Promise<T> {
  return runTx(db, 'kf_scheduler', `begin${timeoutsSql('request')}`, (tx) => work(tx as unknown as SchedulerTx));
}

/** The operator: tenants, domains, health; no business rows. */
export async function platformTx<T>(db: Database, work: (tx: PlatformTx) => Promise<T>): Promise<T> {
  return runTx(db, 'kf_platform', `begin${timeoutsSql('request')}`, (tx) => work(tx as unknown as PlatformTx));
}

/** A transaction may wait for the one before it, whose statement takes up to 60 s: see OrderedCommits of imports. */
const BULK_IDLE_SQL = `;set local idle_in_transaction_session_timeout='60s'`;

/** A service transaction in which `copyInto` can fill temporary tables. Paced as a job. */
export async function bulkTx<T>(db: Database, scope: TenantScope, work: (tx: BulkTx) => Promise<T>): Promise<T> {
  const begin = `begin${tenantContextSql(scope)}${timeoutsSql('job')}${BULK_IDLE_SQL}`;
  return runTx(db, 'bulk', begin, (tx, client) => {
    const bulk = tx as unknown as BulkTx;
    bulkClients.set(bulk, client);
    return work(bulk).finally(() => bulkClients.delete(bulk));
  });
}

const bulkClients = new WeakMap<BulkTx, PoolClient>();

/** For `copyInto` only; not exported from the package. Throws once the transaction is over. */
export function bulkClientOf(tx: BulkTx): PoolClient {
  const client = bulkClients.get(tx);
  if (client === undefined) throw new TypeError('copyInto needs the transaction of a running bulkTx');
  return client;
}

/** Runs a SELECT written as SQL in a screen's transaction. The transaction is read only, whatever the text says. */
export async function readSql<Row>(tx: ReadTx | VaultTx, query: RawBuilder<Row>): Promise<Row[]> {
  const { rows } = await query.execute(tx as unknown as Kysely<unknown>);
  return rows;
}

/** True when the database answers, for /readyz. */
export async function pingDatabase(db: Database): Promise<boolean> {
  try {
    await platformTx(db, (tx) => tx.selectNoFrom((eb) => eb.lit(1).as('one')).execute());
    return true;
  } catch {
    return false;
  }
}

function readTx<A extends Audience, T>(
  db: Database,
  pool: PoolName,
  context: string,
  work: (tx: ReadTx<A>) => Promise<T>,
): Promise<T> {
  return runTx(db, pool, `begin read only${context}${timeoutsSql('request')}`, (tx) =>
    work(tx as unknown as ReadTx<A>),
  );
}

async function runTx<T>(
  db: Database,
  pool: PoolName,
  begin: string,
  work: (tx: Kysely<unknown>, client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await poolOf(db, pool).connect();
  const state: TxState = { over: false, broken: undefined, nameOf: namesOn(db, pool) };
  // Not awaited: see the head of this file. Its failure is kept, not lost.
  const begun = client.query(begin).then(
    () => undefined,
    (error: Error) => error,
  );
  try {
    const result = await work(kyselyOver(client, state), client);
    state.over = true;
    const failedBegin = await begun;
    if (failedBegin !== undefined) throw failedBegin;
    const committed = await client.query('commit');
    // PostgreSQL answers COMMIT with ROLLBACK when a statement failed and somebody swallowed its error.
    if (committed.command !== 'COMMIT')
      throw new Error('the transaction was rolled back: the error of a statement was swallowed');
    return result;
  } catch (error) {
    state.over = true;
    await client.query('rollback').catch((failure: Error) => (state.broken = failure));
    throw (await begun) ?? error;
  } finally {
    client.release(state.broken);
  }
}
