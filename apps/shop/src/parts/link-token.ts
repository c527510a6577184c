import { useState } from 'react';

/** Tokens stand behind `#` in mailed links, where no server and no log sees them. Read once and taken out of the address. */
export function useLinkToken(): string | undefined {
  const [token] = useState(() => {
    const hash = window.location.hash.slice(1);
    return /^[A-Za-z0-9_-]{20,100}$/.test(hash) ? hash : undefined;
  });
  return token;
}

/** Takes the token out of the address bar and the history, once it was spent. */
export function forgetLinkToken(): void {
  window.history.replaceState(window.history.state, '', window.location.pathname);
}
