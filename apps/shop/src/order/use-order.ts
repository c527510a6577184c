import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { getOrder } from '../orders-api.ts';
import type { BuyerOrder } from '../orders-api.ts';

export const orderKey = (orderNo: string): readonly unknown[] => ['order', orderNo];

const SOON_MS = 2_000;
const LATER_MS = 6_000;
const SELDOM_MS = 30_000;

/** How soon something is likely to change: what keeps the page true when no push comes through. */
export function pollEveryMs(order: Pick<BuyerOrder, 'state' | 'refunds' | 'lines'> | undefined): number {
  if (order !== undefined && isFarAhead(order)) return SELDOM_MS;
  switch (order?.state) {
    case undefined:
      return LATER_MS;
    case 'awaiting_payment':
    case 'paid':
    case 'closing':
      return SOON_MS;
    case 'fulfilling':
    case 'partly_delivered':
    case 'in_review':
    case 'refund_only':
      return LATER_MS;
    default:
      return order?.refunds.some((refund) => refund.state !== 'done' && refund.state !== 'rejected')
        ? LATER_MS
        : SELDOM_MS;
  }
}

/** Whether everything that is still to come has a set time that is not near. */
function isFarAhead({ state, lines }: Pick<BuyerOrder, 'state' | 'lines'>): boolean {
  if (state !== 'paid' && state !== 'fulfilling' && state !== 'partly_delivered') return false;
  const soon = Date.now() + SELDOM_MS;
  return lines.every(
    (line) => line.state !== 'processing' || (line.deliverAt !== null && Date.parse(line.deliverAt) > soon),
  );
}

/** The order, kept true while its page is open, also in a tab one has left for the payment app. */
export function useOrder(orderNo: string): UseQueryResult<BuyerOrder> {
  return useQuery({
    queryKey: orderKey(orderNo),
    queryFn: () => getOrder(orderNo),
    staleTime: 0,
    refetchInterval: (query) => (query.state.error === null ? pollEveryMs(query.state.data) : SELDOM_MS),
    refetchIntervalInBackground: true,
  });
}
