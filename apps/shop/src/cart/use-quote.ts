import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { lineInputs, quote } from '../orders-api.ts';
import type { QuoteDto } from '../orders-api.ts';
import type { CartItem } from './cart-store.ts';

const REPRICE_EVERY_MS = 20_000;

export const quoteKey = (items: readonly CartItem[]): readonly unknown[] => ['quote', lineInputs(items)];

/** The server's word on prices, limits and stock of a cart; asked again while the page is open. */
export function useQuote(items: readonly CartItem[]): UseQueryResult<QuoteDto> {
  return useQuery({
    queryKey: quoteKey(items),
    queryFn: () => quote(items),
    enabled: items.length > 0,
    staleTime: 0,
    refetchInterval: REPRICE_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}
