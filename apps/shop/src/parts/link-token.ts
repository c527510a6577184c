import { useState } from 'react';

export interface LinkToken {
  readonly token: string;
  /** The order a link to an order is about. */
  readonly orderNo: string | undefined;
}

/** Tokens stand behind `#` in mailed links, where no server and no log sees them. Read once and taken out of the address. */
export function useLinkToken(): LinkToken | undefined {
  const [found] = useState(() => readLinkToken(window.location.hash.slice(1)));
  return found;
}

export function readLinkToken(hash: string): LinkToken | undefined {
  const [, token, orderNo] = /^([A-Za-z0-9_-]{20,100})(?:\.([0-9A-HJKMNP-TV-Z]{16}))?$/.exec(hash) ?? [];
  return token === undefined ? undefined : { token, orderNo };
}

/** Takes the token out of the address bar and the history, once it was spent. */
export function forgetLinkToken(): void {
  window.history.replaceState(window.history.state, '', window.location.pathname);
}
