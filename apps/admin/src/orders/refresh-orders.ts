import { queryClient, trpc } from '../api.ts';

/** After an act on an order: everything that shows orders or their money asks again. */
export async function refreshOrders(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: trpc.orders.pathKey() }),
    queryClient.invalidateQueries({ queryKey: trpc.refunds.pathKey() }),
    queryClient.invalidateQueries({ queryKey: trpc.payments.pathKey() }),
  ]);
}
