import { useQuery } from '@tanstack/react-query';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

export type ShopSession = Outputs['session']['me'];

/** How well the shop knows whoever looks; undefined while it is being asked. */
export function useShopSession(): ShopSession | undefined {
  return useQuery(trpc.session.me.queryOptions(undefined, { staleTime: 60_000 })).data;
}
