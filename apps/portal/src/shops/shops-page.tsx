import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, PageHeader, SidePanel } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { Can, StateLabel, useKeysetPaging, useListTable, useNavigation, useTitle, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { SHOP_STATES } from '@keyfall/contracts';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { NewShopForm } from './new-shop-form.tsx';

type ShopRow = Outputs['shops']['list']['items'][number];

/** The distributor's own shops, and beside them the form of a new one. */
export function ShopsPage(): ReactNode {
  const t = useT('portal');
  const { navigate } = useNavigation();
  useTitle(t('nav.shops'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('q', 'status', 'open');
  const paging = useKeysetPaging('shops');
  const status = SHOP_STATES.find((state) => state === url.status);
  const input: Inputs['shops']['list'] = {
    ...paging.input,
    ...(url.q === undefined ? {} : { search: url.q }),
    ...(status === undefined ? {} : { status }),
  };
  const query = useQuery({ ...trpc.shops.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useShopColumns();
  const filters = useShopFilters();
  const isFiltered = url.q !== undefined || status !== undefined;
  const newButton = (
    <Can permission="shops.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => setUrl({ open: 'new' }, { push: true })}>
        {t('shops.new')}
      </Button>
    </Can>
  );
  return (
    <>
      <PageHeader title={t('nav.shops')} description={t('shops.help')} action={newButton} />
      <FilterBar
        filters={filters}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="shops"
        label={t('nav.shops')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/shops/${row.id}`}
        empty={
          <ListEmpty
            isFiltered={isFiltered}
            title={t('shops.emptyTitle')}
            description={t('shops.emptyHelp')}
            action={newButton}
          />
        }
      />
      <SidePanel opened={url.open === 'new'} onClose={() => setUrl({ open: undefined })} title={t('shops.new')}>
        <NewShopForm onDone={(id) => navigate(`/shops/${id}`)} onCancel={() => setUrl({ open: undefined })} />
      </SidePanel>
    </>
  );
}

function useShopFilters(): readonly Filter[] {
  const t = useT('portal');
  return [
    { kind: 'search', id: 'q', label: t('shops.searchLabel'), placeholder: t('shops.searchHint') },
    {
      kind: 'select',
      id: 'status',
      label: t('common:labels.state'),
      options: SHOP_STATES.map((state) => ({ value: state, label: t(`common:states.shop.${state}`) })),
    },
  ];
}

function useShopColumns(): readonly DataColumn<ShopRow>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<ShopRow>[] => [
      { id: 'name', header: t('common:labels.name'), cell: (row) => row.name },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="shop" state={row.status} />,
      },
      { id: 'address', header: t('shops.address'), cell: (row) => row.hosts.join(' · ') },
      {
        id: 'created',
        header: t('common:labels.created'),
        width: 170,
        narrow: 'hide',
        cell: (row) => <time dateTime={row.createdAt}>{format.date(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
