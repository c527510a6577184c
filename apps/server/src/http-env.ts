import type { HttpBindings } from '@hono/node-server';
import type { Site } from './hosts.ts';

/** What every handler finds in its context. */
export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Stands in the answer, in the log and in every error that a person sees. */
    requestId: string;
    /** The host name the visitor used: decides the app, the cookies and the shop. Never taken from input. */
    hostName: string;
    site: Site;
    /** The visitor's address: of the connection, or told by a trusted proxy. */
    clientAddress: string;
    /** True when the visitor came by https, here or at a trusted proxy. */
    isSecure: boolean;
    isDevPage: boolean;
  };
}
