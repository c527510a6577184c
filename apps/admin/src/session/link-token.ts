import { useState } from 'react';

/**
 * The token of a mailed link. It stands behind `#`, which no server sees, and is taken out of the address at once, so that it
 * stays out of the history as well.
 */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const found = window.location.hash.slice(1);
    if (found !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
    return found;
  });
  return token;
}
