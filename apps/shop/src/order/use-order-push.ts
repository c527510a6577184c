import { createEventStream, useEventStream } from '@keyfall/web';
import type { EventStream } from '@keyfall/web';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../api.ts';
import { orderKey } from './use-order.ts';

interface OrderChanged {
  readonly orderNo: string;
}

/** All tabs of a browser share one stream; orders they show are its topics. */
const stream: EventStream<OrderChanged> = createEventStream<OrderChanged>({
  name: 'orders',
  topicOf: (event) => event.orderNo,
  open: (orderNos, _lastEventId, { onEvent, onState }) => {
    const open = orderNos.map((orderNo) =>
      client.orders.watch.subscribe(
        { orderNo },
        {
          onStarted: () => onState('live'),
          onData: () => onEvent({ orderNo }, undefined),
          onError: () => onState('waiting'),
        },
      ),
    );
    return () => {
      for (const subscription of open) subscription.unsubscribe();
    };
  },
});

/** The election of a tab needs locks, which a page over plain http does not have: polling serves it alone. */
const canShare = 'locks' in navigator;

/** Hears of an order's changes at once. Polling (`useOrder`) stays as the net below. */
export function useOrderPush(orderNo: string, isWanted: boolean): void {
  const queryClient = useQueryClient();
  useEventStream(stream, isWanted && canShare ? [orderNo] : [], () => {
    void queryClient.invalidateQueries({ queryKey: orderKey(orderNo) });
  });
}
