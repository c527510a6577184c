import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from '../../widgets/loaded.tsx';
import { PriceGrid } from './price-grid.tsx';
import { priceKey, type PricingApi } from './pricing-api.ts';

/** Prices of single distributors: what each pays in effect and why, and overrides where one is to pay something else. */
export function ChildrenView({ api }: { readonly api: PricingApi }): ReactNode {
  const t = useT('pricing');
  const targets = useQuery({ queryKey: priceKey(api, 'targets'), queryFn: () => api.targets() });
  return (
    <Loaded query={targets}>
      {({ children }) =>
        children.length === 0 ? (
          <EmptyState title={t('grid.noChildren')} description={t('grid.noChildrenHelp')} />
        ) : (
          <PriceGrid
            api={api}
            by="children"
            choices={children.map((child) => ({ value: child.id, label: `${child.name} · ${child.code}` }))}
          />
        )
      }
    </Loaded>
  );
}
