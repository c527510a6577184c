import type { ShopOfHost } from '@keyfall/core/shops';

const HOSTS_MAX = 10_000;

interface Kept {
  readonly until: number;
  readonly shop: Promise<ShopOfHost | undefined>;
}

/**
 * Keeps what a host resolved to for a moment, since every request of a shop asks. Hosts nobody has are kept too, so that
 * a stranger's made-up hosts do not reach the database each time; the oldest entries leave when there are too many.
 */
export function cacheHosts(
  resolve: (host: string) => Promise<ShopOfHost | undefined>,
  keepMs: number,
  now: () => number = () => performance.now(),
): (host: string) => Promise<ShopOfHost | undefined> {
  const kept = new Map<string, Kept>();
  return async (host) => {
    const found = kept.get(host);
    if (found !== undefined && found.until > now()) return await found.shop;
    const shop = resolve(host);
    // Removed first, so that the map's order is the order of arrival.
    kept.delete(host);
    kept.set(host, { until: now() + keepMs, shop });
    if (kept.size > HOSTS_MAX) {
      const oldest = kept.keys().next();
      if (!oldest.done) kept.delete(oldest.value);
    }
    // A failure must not be remembered as an answer.
    shop.catch(() => kept.delete(host));
    return await shop;
  };
}
