/** The sealed transaction types: each can only come from its function, and allows only what its role may do. */
import type { Kysely, QueryCreator } from 'kysely';
import type { ReadonlyQueryCreator } from 'kysely/readonly';
import type { Tables } from './tables.gen.ts';

export type Audience = 'admin' | 'portal' | 'shop';

declare const scope: unique symbol;
interface Sealed<Scope extends string> {
  readonly [scope]: Scope;
}

type Toolbox<DB> = Pick<Kysely<DB>, 'fn' | 'case' | 'dynamic'>;
type Reader<DB> = Pick<QueryCreator<DB>, 'selectFrom' | 'selectNoFrom'> &
  Pick<ReadonlyQueryCreator<DB>, 'with' | 'withRecursive'> &
  Toolbox<DB>;
type Writer<DB> = Pick<
  QueryCreator<DB>,
  'selectFrom' | 'selectNoFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'mergeInto' | 'with' | 'withRecursive'
> &
  Toolbox<DB> &
  Pick<Kysely<DB>, 'getExecutor' | 'executeQuery'>;
type InSchema<Schema extends string> = Pick<Tables, Extract<keyof Tables, `${Schema}.${string}`>>;

/** A screen's transaction: read only in its type, in `begin read only` and in the rights of its role. */
export type ReadTx<A extends Audience = Audience> = Reader<Tables> & Sealed<A>;
/** A use case's transaction as `kf_service`: the tenant's rows, for reading and writing. */
export type ServiceTx = Writer<Tables> & Sealed<'service'>;
/** A ServiceTx on an unpipelined connection, which `copyInto` needs. Usable wherever a ServiceTx is. */
export type BulkTx = ServiceTx & { readonly copies: true };
/** The reveal path: reads a secret that a committed reveal row names. */
export type VaultTx = Reader<Tables> & Sealed<'vault'>;
/** Login and session look-ups: rows whose key is presented. */
export type IdentityTx = Writer<InSchema<'identity' | 'ops'>> & Sealed<'identity'>;
/** Which tenant has what kind of work due. */
export type SchedulerTx = Writer<InSchema<'ops'>> & Sealed<'scheduler'>;
/** The operator's command line: tenants, domains, health. */
export type PlatformTx = Writer<InSchema<'ops' | 'tenancy' | 'identity'>> & Sealed<'platform'>;

/** Any transaction inside one tenant, for a query that both a screen and a use case run. */
export type AnyTenantTx = Pick<QueryCreator<Tables>, 'selectFrom' | 'selectNoFrom'> &
  Toolbox<Tables> &
  Sealed<Audience | 'service' | 'vault'>;
