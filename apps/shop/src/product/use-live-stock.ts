import type { StockStatusDto } from '@keyfall/contracts/order-schemas';
import { createEventStream, useEventStream } from '@keyfall/web';
import type { EventStream } from '@keyfall/web';
import { useQueryClient } from '@tanstack/react-query';
import { client, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';
import type { ShopProduct } from './use-choice.ts';

type SkuIds = Inputs['orders']['watchStock']['skuIds'];

/** The server watches so many SKUs on one stream. */
const WATCHED_MAX = 50;

const stream: EventStream<StockStatusDto> = createEventStream<StockStatusDto>({
  name: 'stock',
  topicOf: (event) => event.skuId,
  open: (skuIds, _lastEventId, { onEvent, onState }) => {
    const watched = skuIds.slice(0, WATCHED_MAX) as SkuIds;
    const subscription = client.orders.watchStock.subscribe(
      { skuIds: watched },
      {
        onStarted: () => onState('live'),
        onData: (figures) => {
          for (const figure of figures) onEvent(figure, undefined);
        },
        onError: () => onState('waiting'),
      },
    );
    return () => subscription.unsubscribe();
  },
});
const canShare = 'locks' in navigator;

/** An open page hears of stock within a second. What changed is read anew, so price and words stay one truth. */
export function useLiveStock(product: ShopProduct | undefined): void {
  const queryClient = useQueryClient();
  const skus = canShare ? (product?.skus ?? []) : [];
  useEventStream(
    stream,
    skus.map((sku) => sku.id),
    ({ skuId, available }) => {
      const known = product?.skus.find((sku) => sku.id === skuId);
      if (product === undefined || known === undefined || known.available === (available ?? known.available)) return;
      void queryClient.invalidateQueries({ queryKey: trpc.catalog.product.queryKey({ slug: product.slug }) });
    },
  );
}
