/** What the server tells a route about its request, before any route runs. */
export interface RequestVariables {
  /** Stands in the answer, in the log and in every error that a person sees. */
  requestId: string;
  /** The host name the visitor used, in lower case, without port: decides audience, cookies and shop. Never input. */
  hostName: string;
  site: 'admin' | 'portal' | 'shop' | 'links';
  /** The visitor's address: of the connection, or told by a trusted proxy. */
  clientAddress: string;
  /** True when the visitor came by https, here or at a trusted proxy. */
  isSecure: boolean;
}

/** The environment of every hono route of this package. */
export interface ApiHttpEnv {
  Variables: RequestVariables;
}
