import { SHOP_STATES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, PageHeader, SidePanel } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, StateLabel, useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { NewShopForm } from './new-shop-form.tsx';
import { ShopPanel } from './shop-panel.tsx';

type ShopRow = Outputs['shops']['list']['items'][number];

/** Every distributor's shops. */
export function ShopsPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.shops'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('q', 'state', 'distributor', 'open');
  const paging = useKeysetPaging('shops');
  const state = SHOP_STATES.find((each) => each === url.state);
  const input: Inputs['shops']['list'] = {
    ...paging.input,
    ...(url.q === undefined ? {} : { search: url.q }),
    ...(url.distributor === undefined ? {} : { distributorId: url.distributor }),
    ...(state === undefined ? {} : { status: state }),
  };
  const query = useQuery({ ...trpc.shops.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useShopColumns();
  const close = (): void => setUrl({ open: undefined });
  const newButton = (
    <Can permission="shops.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => setUrl({ open: 'new' }, { push: true })}>
        {t('shops.create')}
      </Button>
    </Can>
  );
  return (
    <>
      <PageHeader title={t('nav.shops')} description={t('shops.help')} action={newButton} />
      <FilterBar
        filters={[
          { kind: 'search', id: 'q', label: t('shops.search') },
          {
            kind: 'select',
            id: 'state',
            label: t('common:labels.state'),
            options: SHOP_STATES.map((each) => ({ value: each, label: t(`common:states.shop.${each}`) })),
          },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
        {...(url.distributor === undefined
          ? {}
          : {
              actions: (
                <Button
                  variant="subtle"
                  color="gray"
                  leftSection={<IconX size={14} />}
                  onClick={() => setUrl({ distributor: undefined })}
                >
                  {t('shops.oneDistributor')}
                </Button>
              ),
            })}
      />
      <DataTable
        id="shops"
        label={t('nav.shops')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={[url.q, url.state, url.distributor].some((each) => each !== undefined)}
            title={t('shops.emptyTitle')}
            description={t('shops.emptyHelp')}
            action={newButton}
          />
        }
      />
      <SidePanel opened={url.open === 'new'} onClose={close} title={t('shops.create')}>
        <NewShopForm distributorId={url.distributor} onDone={(id) => setUrl({ open: id })} onCancel={close} />
      </SidePanel>
      {url.open === undefined || url.open === 'new' ? null : <ShopPanel key={url.open} id={url.open} onClose={close} />}
    </>
  );
}

function useShopColumns(): readonly DataColumn<ShopRow>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<ShopRow>[] => [
      { id: 'name', header: t('common:labels.name'), cell: (row) => row.name },
      { id: 'slug', header: t('shops.slug'), width: 160, cell: (row) => <span className="mono">{row.slug}</span> },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <StateLabel of="shop" state={row.status} />,
      },
      { id: 'distributor', header: t('prices.distributor'), cell: (row) => row.distributor.name },
      { id: 'hosts', header: t('shops.hosts'), narrow: 'hide', cell: (row) => row.hosts.join(', ') },
      {
        id: 'created',
        header: t('common:labels.created'),
        width: 170,
        narrow: 'hide',
        cell: (row) => format.dateTime(row.createdAt),
      },
    ],
    [t, format],
  );
}
