import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, PageHeader } from '@keyfall/ui';
import type { Filter } from '@keyfall/ui';
import { Can, Loaded, useCan, useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { NothingFound } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { IconPercentage } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { useSkuName } from '../parts/local-name.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { BulkRulePanel } from './bulk-rule-panel.tsx';
import { usePriceColumns } from './price-columns.tsx';
import { usePriceEdits } from './price-edits.ts';
import { SaveBar } from './save-bar.tsx';

type Shop = Outputs['shops']['list']['items'][number];

/** Retail prices, shop by shop: cost, bounds, own price with its margin while one types, and what still needs a price. */
export function PricesPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('nav.prices'), usePortalSession().distributor.name);
  const shops = useQuery(trpc.shops.list.queryOptions({ limit: 50 }));
  return (
    <Loaded query={shops}>{({ items }) => (items.length === 0 ? <NoShop /> : <ShopPrices shops={items} />)}</Loaded>
  );
}

function NoShop(): ReactNode {
  const t = useT('portal');
  return (
    <>
      <PageHeader title={t('nav.prices')} />
      <EmptyState
        title={t('prices.noShopTitle')}
        description={t('prices.noShopHelp')}
        action={
          <Can permission="shops.write">
            <Button component="a" href="/shops?open=new">
              {t('shops.new')}
            </Button>
          </Can>
        }
      />
    </>
  );
}

function ShopPrices({ shops }: { readonly shops: readonly Shop[] }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const [url, setUrl] = useUrlState('shop', 'q', 'show');
  const [bulkOpen, setBulkOpen] = useState(false);
  const shop = shops.find(({ id }) => id === url.shop) ?? shops[0];
  const paging = useKeysetPaging('prices');
  const edits = usePriceEdits();
  const nameOf = useSkuName();
  const canWrite = can('prices.write');
  const columns = usePriceColumns(edits, canWrite);
  const input: Inputs['prices']['list'] = {
    shopId: shop?.id ?? '',
    ...paging.input,
    ...(url.q === undefined ? {} : { q: url.q }),
    ...(url.show === 'problem' ? { needsPrice: true } : {}),
  };
  const query = useQuery({ ...trpc.prices.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const filters = useFilters(shops);
  return (
    <>
      <PageHeader
        title={t('nav.prices')}
        description={t('prices.help')}
        action={
          <Can permission="prices.write">
            <Button leftSection={<IconPercentage size={16} />} onClick={() => setBulkOpen(true)}>
              {t('prices.bulk.open')}
            </Button>
          </Can>
        }
      />
      <FilterBar
        filters={filters}
        values={shops.length > 1 ? { ...url, shop: shop?.id } : url}
        onChange={(patch) => {
          // Edits belong to one shop; the others' prices are their own.
          if ('shop' in patch) edits.discard();
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="prices"
        label={t('nav.prices')}
        columns={columns}
        {...table}
        rowKey={(row) => row.skuId}
        rowLabel={(row) => `${nameOf(row).product} ${nameOf(row).sku}`}
        empty={<NothingToPrice filtered={url.q !== undefined} needsPrice={url.show === 'problem'} />}
      />
      {shop === undefined ? null : (
        <>
          <SaveBar shopId={shop.id} edits={edits} />
          <BulkRulePanel
            opened={bulkOpen}
            shopId={shop.id}
            shopName={shop.name}
            q={url.q}
            needsPrice={url.show === 'problem'}
            onClose={() => setBulkOpen(false)}
          />
        </>
      )}
    </>
  );
}

function useFilters(shops: readonly Shop[]): readonly Filter[] {
  const t = useT('portal');
  const shopFilter: Filter = {
    kind: 'select',
    id: 'shop',
    label: t('shops.shop'),
    options: shops.map(({ id, name }) => ({ value: id, label: name })),
  };
  return [
    { kind: 'search', id: 'q', label: t('prices.searchLabel'), placeholder: t('prices.searchHint') },
    ...(shops.length > 1 ? [shopFilter] : []),
    {
      kind: 'select',
      id: 'show',
      label: t('prices.show'),
      options: [{ value: 'problem', label: t('prices.needsPrice') }],
    },
  ];
}

function NothingToPrice(props: { readonly filtered: boolean; readonly needsPrice: boolean }): ReactNode {
  const t = useT('portal');
  if (props.filtered) return <NothingFound />;
  if (props.needsPrice)
    return <EmptyState title={t('prices.allPricedTitle')} description={t('prices.allPricedHelp')} />;
  return <EmptyState title={t('prices.emptyTitle')} description={t('prices.emptyHelp')} />;
}
