/**
 * What a transaction is about: whose rows, on whose behalf. A scope becomes literals in the SQL text that opens the
 * transaction, so every value is validated again here, whatever its type promised.
 */

/** Identifiers are UUIDs in lower case. They come from the session, the API key or the host, never from input. */
export interface TenantScope {
  readonly tenantId: string;
  readonly distributorId?: string;
  readonly shopId?: string;
  readonly buyerId?: string;
  /** Who acts, for audit: a login, a buyer, an operator. */
  readonly actorId?: string;
  /** Ties log lines, audit rows and the answer of one request together: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly requestId?: string;
}
/** A distributor's screens: its own rows. */
export interface PortalScope extends TenantScope {
  readonly distributorId: string;
}
/** A shop's screens: what it publishes, and the rows of the buyer, when one is known. */
export interface ShopScope extends TenantScope {
  readonly shopId: string;
}
/** What a login look-up presents: hex SHA-256 hashes or host names. */
export interface IdentityScope {
  readonly presented: string | readonly string[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;
const PRESENTED = /^(?:[0-9a-f]{64}|[a-z0-9.:-]{1,253})$/;
const PRESENTED_MAX = 16;

const CONTEXT: readonly (readonly [keyof TenantScope, string, RegExp])[] = [
  ['tenantId', 'app.tenant_id', UUID],
  ['distributorId', 'app.distributor_id', UUID],
  ['shopId', 'app.shop_id', UUID],
  ['buyerId', 'app.buyer_id', UUID],
  ['actorId', 'app.actor_id', UUID],
  ['requestId', 'app.request_id', REQUEST_ID],
];

/** `set local` statements of a tenant's context. Throws before anything is sent when a value is not what it must be. */
export function tenantContextSql(scope: TenantScope, required: readonly (keyof TenantScope)[] = ['tenantId']): string {
  let text = '';
  for (const [field, variable, pattern] of CONTEXT) {
    const value = scope[field];
    if (value === undefined) {
      if (required.includes(field)) throw new TypeError(`a scope without ${field}`);
      continue;
    }
    if (typeof value !== 'string' || !pattern.test(value)) throw new TypeError(`${field} of a scope is malformed`);
    text += `;set local ${variable}='${value}'`;
  }
  return text;
}

/** The `set local` of what a look-up presents, joined with commas, which no hash and no host contains. */
export function identityContextSql({ presented }: IdentityScope): string {
  const values = typeof presented === 'string' ? [presented] : presented;
  if (values.length === 0 || values.length > PRESENTED_MAX)
    throw new TypeError(`1 to ${PRESENTED_MAX} values may be presented`);
  for (const value of values) {
    if (typeof value !== 'string' || !PRESENTED.test(value))
      throw new TypeError('a presented value is neither a hash nor a host');
  }
  return `;set local app.presented='${values.join(',')}'`;
}
