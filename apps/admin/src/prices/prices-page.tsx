import { useT } from '@keyfall/i18n';
import { EmptyState, FilterBar, PageHeader } from '@keyfall/ui';
import { useTitle, useUrlState } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { NativeSelect } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';
import { useAdminSession } from '../session/use-admin-session.ts';
import { CostGrid } from './cost-grid.tsx';
import { ShopPrices } from './shop-prices.tsx';

const VIEWS = ['cost', 'shop'] as const;

/** Prices: what a distributor pays, and what a shop makes of it. */
export function PricesPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.prices'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('distributor', 'shop', 'q', 'after');
  const views = useView(VIEWS, { keep: ['distributor', 'shop', 'q'] });
  const isShop = views.view === 'shop';
  return (
    <>
      <PageHeader title={t('nav.prices')} description={t('prices.help')} />
      <ViewTabs label={t('nav.prices')} state={views} nameOf={(each) => t(`prices.${each}View`)}>
        {isShop ? (
          <ShopSelect value={url.shop} onChange={(shop) => setUrl({ shop, after: undefined })} />
        ) : (
          <DistributorPicker
            label={t('prices.distributor')}
            value={url.distributor}
            onChange={(distributor) => setUrl({ distributor, after: undefined })}
          />
        )}
      </ViewTabs>
      <FilterBar
        filters={[{ kind: 'search', id: 'q', label: t('prices.search'), placeholder: t('catalog.searchHint') }]}
        values={url}
        onChange={(patch) => setUrl({ ...patch, after: undefined })}
      />
      {isShop ? (
        url.shop === undefined ? (
          <Choose text={t('prices.chooseShop')} />
        ) : (
          <ShopPrices key={url.shop} shopId={url.shop} q={url.q} />
        )
      ) : url.distributor === undefined ? (
        <Choose text={t('prices.chooseDistributor')} />
      ) : (
        <CostGrid key={url.distributor} distributorId={url.distributor} q={url.q} />
      )}
    </>
  );
}

function Choose({ text }: { readonly text: string }): ReactNode {
  const t = useT('admin');
  return <EmptyState icon={<IconAdjustments size={24} />} title={t('prices.chooseTitle')} description={text} />;
}

function ShopSelect(props: {
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}): ReactNode {
  const t = useT('admin');
  const shops = useQuery(trpc.shops.list.queryOptions({ limit: 200 }));
  return (
    <NativeSelect
      label={t('prices.shop')}
      w={320}
      maw="100%"
      value={props.value ?? ''}
      data={[
        { value: '', label: t('list.choose') },
        ...(shops.data?.items ?? []).map((shop) => ({ value: shop.id, label: `${shop.name} · ${shop.slug}` })),
      ]}
      onChange={(event) => props.onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}
