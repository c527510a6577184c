import type { Auth } from '@keyfall/auth';
import type { Core } from '@keyfall/core';
import type { ShopOfHost } from '@keyfall/core/shops';

/** What the routes of this package are built from; the composition root makes it once. */
export interface ApiKit {
  readonly core: Core;
  readonly auth: Auth;
  /** The shop of a host, kept for a few seconds; undefined when the host belongs to none. */
  shopOfHost(hostName: string): Promise<ShopOfHost | undefined>;
  /** Hears of errors that nobody designed; the client only learns the request id. */
  readonly onUnexpected: (error: unknown, requestId: string) => void;
}
