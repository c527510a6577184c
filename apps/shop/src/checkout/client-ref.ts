import { lineKey } from '../cart/cart-store.ts';
import type { CartItem } from '../cart/cart-store.ts';
import { randomId } from '../orders-api.ts';

const KEY = 'kf.checkout';

interface Stored {
  readonly request: string;
  readonly ref: string;
}

function stored(): Stored | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof value !== 'object' || value === null) return undefined;
    const { request, ref } = value as Partial<Stored>;
    return typeof request === 'string' && typeof ref === 'string' ? { request, ref } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The reference under which a request is placed. The same request keeps its reference over retries and reloads; once it was
 * paid or changed, the next one gets a new one. `wishes` is whatever else makes it another request.
 */
export function clientRefFor(items: readonly CartItem[], wishes: readonly (string | null | undefined)[]): string {
  const request = JSON.stringify([items.map((item) => [lineKey(item), item.quantity]), ...wishes]);
  const known = stored();
  if (known?.request === request) return known.ref;
  const ref = randomId();
  sessionStorage.setItem(KEY, JSON.stringify({ request, ref } satisfies Stored));
  return ref;
}

/** The request was placed for good: the same goods again are another order. */
export function forgetClientRef(): void {
  sessionStorage.removeItem(KEY);
}
