import { useCan } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { trpc } from '../api.ts';
import { wearBrand } from './own-brand.ts';
import { usePortalSession } from './use-portal-session.ts';

/** Dresses the portal as the distributor's own first shop: accent, corners, logo. The upline's look is nowhere in it. */
export function useOwnLook(): { readonly logoUrl: string | undefined } {
  const can = useCan();
  const { status } = usePortalSession().distributor;
  // Somebody who is not let in yet has no shop, and may not ask for one.
  const mayLook = status !== 'invited' && status !== 'pending' && can('shops.read');
  const shops = useQuery({ ...trpc.shops.list.queryOptions({ limit: 50 }), enabled: mayLook });
  const first = shops.data?.items.find(({ status }) => status === 'open') ?? shops.data?.items[0];
  const shop = useQuery({
    ...trpc.shops.get.queryOptions({ id: first?.id ?? '' }),
    enabled: first !== undefined,
  });
  const brand = shop.data?.brand;
  useEffect(() => {
    if (brand !== undefined) wearBrand(brand);
  }, [brand]);
  const logo = brand?.logoImageId ?? null;
  return { logoUrl: logo === null ? undefined : `/img/${logo}` };
}
