import { useSyncExternalStore } from 'react';

/** What a buyer put aside: what it takes to ask for a quote, and the price seen then, so that a change can be told. */
export interface CartItem {
  readonly skuId: string;
  readonly quantity: number;
  readonly faceValue?: string;
  readonly account?: Readonly<Record<string, string>>;
  readonly slug: string;
  readonly name: string;
  readonly skuName: string;
  /** The cover as it was then; a picture that is gone falls back to the drawn cover. */
  readonly imageId?: string;
  /** Price of one unit as it was on the product page, a decimal text. */
  readonly seenPrice: string;
}

const CART_KEY = 'kf.cart';
const NOW_KEY = 'kf.buy-now';
export const CART_LINES_MAX = 50;

function isItem(value: unknown): value is CartItem {
  if (typeof value !== 'object' || value === null) return false;
  const item = value as Record<string, unknown>;
  return (
    typeof item['skuId'] === 'string' &&
    Number.isInteger(item['quantity']) &&
    Number(item['quantity']) > 0 &&
    typeof item['slug'] === 'string' &&
    typeof item['name'] === 'string' &&
    typeof item['skuName'] === 'string' &&
    typeof item['seenPrice'] === 'string'
  );
}

function read(storage: Storage, key: string): readonly CartItem[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isItem).slice(0, CART_LINES_MAX) : [];
  } catch {
    return [];
  }
}

function write(storage: Storage, key: string, items: readonly CartItem[]): void {
  try {
    storage.setItem(key, JSON.stringify(items));
  } catch {
    // A browser without storage keeps the cart as long as the page lives.
  }
}

let items: readonly CartItem[] | undefined;
const listeners = new Set<() => void>();

function current(): readonly CartItem[] {
  items ??= read(localStorage, CART_KEY);
  return items;
}

function replace(next: readonly CartItem[]): void {
  items = next;
  write(localStorage, CART_KEY, next);
  for (const listener of listeners) listener();
}

// Another tab of the same shop changed the cart.
window.addEventListener('storage', (event) => {
  if (event.key !== CART_KEY) return;
  items = undefined;
  for (const listener of listeners) listener();
});

/** Two lines are the same when they are the same good for the same account. */
export function lineKey(item: Pick<CartItem, 'skuId' | 'faceValue' | 'account'>): string {
  const account = Object.entries(item.account ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([item.skuId, item.faceValue ?? null, account]);
}

export function addToCart(item: CartItem): void {
  const key = lineKey(item);
  const known = current().find((each) => lineKey(each) === key);
  if (known === undefined) {
    replace([...current(), item].slice(-CART_LINES_MAX));
    return;
  }
  const together = { ...item, quantity: known.quantity + item.quantity };
  replace(current().map((each) => (each === known ? together : each)));
}

export function setQuantity(key: string, quantity: number): void {
  replace(current().map((each) => (lineKey(each) === key ? { ...each, quantity } : each)));
}

export function removeFromCart(key: string): void {
  replace(current().filter((each) => lineKey(each) !== key));
}

export function restoreToCart(item: CartItem, index: number): void {
  replace([...current().slice(0, index), item, ...current().slice(index)]);
}

export function emptyCart(): void {
  replace([]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCart(): readonly CartItem[] {
  return useSyncExternalStore(subscribe, current);
}

/** The one thing of “buy now”; it lives in the tab and leaves the cart alone. */
export function setBuyNow(item: CartItem): void {
  write(sessionStorage, NOW_KEY, [item]);
}

export function readBuyNow(): readonly CartItem[] {
  return read(sessionStorage, NOW_KEY);
}

export function forgetBuyNow(): void {
  write(sessionStorage, NOW_KEY, []);
}
