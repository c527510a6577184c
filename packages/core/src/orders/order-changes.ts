import { EventEmitter } from 'node:events';
import type { Database } from '@keyfall/db';

const buses = new WeakMap<Database, EventEmitter>();

function busOf(db: Database): EventEmitter {
  const present = buses.get(db);
  if (present !== undefined) return present;
  const bus = new EventEmitter();
  // One listener per open order page.
  bus.setMaxListeners(0);
  buses.set(db, bus);
  return bus;
}

/**
 * Tells this process's open pages that an order has changed, after the commit that changed it. Other processes find out by
 * looking every second, so losing one costs a second and nothing else.
 */
export function announceOrderChange(core: { readonly db: Database }, tenantId: string, orderId: string): void {
  busOf(core.db).emit(`${tenantId}:${orderId}`);
}

/** Hears of changes of an order made by this process, until the returned function is called. */
export function onOrderChange(
  core: { readonly db: Database },
  tenantId: string,
  orderId: string,
  listener: () => void,
): () => void {
  const bus = busOf(core.db);
  bus.on(`${tenantId}:${orderId}`, listener);
  return () => {
    bus.off(`${tenantId}:${orderId}`, listener);
  };
}
