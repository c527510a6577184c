import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderStatusDto, StockStatusDto } from '@keyfall/contracts/order-schemas';
import type { BuyerPrincipal, Ctx, VisitorPrincipal } from '../context.ts';
import { onOrderChange } from '../orders/index.ts';
import { viewOrderStatus, viewStock } from './view-order.ts';

/** Changes of another process are seen by looking; those of this one are heard at once. */
const LOOK_EVERY_MS = 1000;

/**
 * An order's state each time it changes, beginning with the present one (unless it is the version the reader has), until
 * the signal aborts. @throws DomainError order_not_found
 */
export async function* watchOrder(
  ctx: Ctx<BuyerPrincipal>,
  orderNo: string,
  seenVersion: string | null,
  signal: AbortSignal,
): AsyncGenerator<OrderStatusDto, void, undefined> {
  let seen = seenVersion;
  let wake: (() => void) | undefined;
  let stop: (() => void) | undefined;
  try {
    while (!signal.aborted) {
      const { orderId, ...status } = await viewOrderStatus(ctx, orderNo);
      stop ??= onOrderChange(ctx.core, ctx.principal.tenantId, orderId, () => wake?.());
      if (status.version !== seen) {
        seen = status.version;
        yield status;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        pause(LOOK_EVERY_MS, signal).then(resolve, resolve);
      });
    }
  } finally {
    stop?.();
  }
}

/** The stock figures of SKUs each time they change, beginning with the present ones, until the signal aborts. */
export async function* watchStock(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  skuIds: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly StockStatusDto[], void, undefined> {
  let seen = '';
  while (!signal.aborted) {
    const now = await viewStock(ctx, skuIds);
    const text = JSON.stringify(now);
    if (text !== seen) {
      seen = text;
      yield now;
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
