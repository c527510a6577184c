import type { ServiceTx } from '@keyfall/db';
import { DomainError } from '../errors.ts';
import type { PricedCart } from '../orders/index.ts';
import { countAvailable } from './queries.ts';

/**
 * Whether the stock of this moment covers a cart whose codes are not kept. Lines that may wait for stock need none.
 * @throws DomainError out_of_stock
 */
export async function assertEnoughStock(tx: ServiceTx, cart: PricedCart): Promise<void> {
  const wanted = new Map<string, { readonly skuId: string; readonly face: string | null; quantity: number }>();
  for (const { sku, cart: line, faceValue } of cart.lines) {
    if (sku === null || sku.when_empty === 'backorder') continue;
    const key = `${sku.id}:${faceValue ?? ''}`;
    const present = wanted.get(key) ?? { skuId: sku.id, face: faceValue, quantity: 0 };
    present.quantity += line.quantity;
    wanted.set(key, present);
  }
  for (const { skuId, face, quantity } of wanted.values()) {
    const available = await countAvailable(tx, { skuId, face, upTo: quantity });
    if (available < quantity) throw new DomainError('out_of_stock', { skuId, available });
  }
}
