const KEY = 'kf.referral';
const PARAMETER = 'r';
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const CODE = /^[A-Za-z0-9_-]{1,40}$/;

interface Kept {
  readonly code: string;
  readonly atMs: number;
}

/** The address without the referral code, and the code in it; undefined where it holds none. A code of no known form is dropped. */
export function takeReferral(
  path: string,
  search: string,
): { readonly code: string | undefined; readonly place: string } | undefined {
  const parameters = new URLSearchParams(search);
  const given = parameters.get(PARAMETER);
  if (given === null) return undefined;
  parameters.delete(PARAMETER);
  const rest = parameters.toString();
  const code = given.trim();
  return { code: CODE.test(code) ? code : undefined, place: rest === '' ? path : `${path}?${rest}` };
}

/** Whether what was kept may still be sent. A clock that was put back makes nothing last longer. */
export function isFresh(kept: Kept, nowMs: number): boolean {
  return CODE.test(kept.code) && kept.atMs <= nowMs && nowMs - kept.atMs < KEPT_MS;
}

/** Remembers who brought this visitor (the last one counts, for thirty days) and takes the code out of the address. */
export function keepReferral(): void {
  const { pathname, search, hash } = window.location;
  const taken = takeReferral(pathname, search);
  if (taken === undefined) return;
  window.history.replaceState(window.history.state, '', `${taken.place}${hash}`);
  if (taken.code === undefined) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ code: taken.code, atMs: Date.now() } satisfies Kept));
  } catch {
    // A browser without storage forgets who brought it.
  }
}

/** The code to send with an order; undefined where nobody brought this visitor within the last thirty days. */
export function referralCode(): string | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return undefined;
    const { code, atMs } = stored as Partial<Kept>;
    if (typeof code !== 'string' || typeof atMs !== 'number') return undefined;
    return isFresh({ code, atMs }, Date.now()) ? code : undefined;
  } catch {
    return undefined;
  }
}
