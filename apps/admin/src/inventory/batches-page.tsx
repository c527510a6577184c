import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, PageHeader } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, StateLabel, UnitPrice, useCan, useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { Button, Group } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';
import { useAdminSession, useCurrency } from '../session/use-admin-session.ts';
import { BatchPanel } from './batch-panel.tsx';
import { SkuFilter } from './sku-filter.tsx';

type Batch = Outputs['inventory']['batches']['items'][number];

/** Batches: what came in together, what is left of it, and what can be done with it. */
export function BatchesPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.inventory'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('sku', 'open');
  const paging = useKeysetPaging('batches');
  const query = useQuery({
    ...trpc.inventory.batches.queryOptions({
      ...paging.input,
      ...(url.sku === undefined ? {} : { skuId: url.sku }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useBatchColumns();
  const open = query.data?.items.find((batch) => batch.id === url.open);
  const actions = (
    <Group gap="xs">
      <Button component="a" href="/inventory/requests" variant="default">
        {t('controls.requests')}
      </Button>
      <ImportButton />
    </Group>
  );
  return (
    <>
      <PageHeader title={t('nav.inventory')} description={t('inventory.batchesHelp')} action={actions} />
      <Group mb="sm">
        <SkuFilter
          value={url.sku}
          onChange={(skuId) => {
            setUrl({ sku: skuId, open: undefined });
            paging.reset();
          }}
        />
      </Group>
      <DataTable
        id="batches"
        label={t('nav.inventory')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <EmptyState
            title={t('inventory.noBatchesTitle')}
            description={t('inventory.noBatchesHelp')}
            action={<ImportButton />}
          />
        }
      />
      <BatchPanel batch={open} onClose={() => setUrl({ open: undefined })} />
    </>
  );
}

function ImportButton(): ReactNode {
  const t = useT('admin');
  return (
    <Can permission="inventory.import">
      <Button component="a" href="/imports/new" leftSection={<IconPackageImport size={16} />}>
        {t('inventory.newImport')}
      </Button>
    </Can>
  );
}

function useBatchColumns(): readonly DataColumn<Batch>[] {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const nameOf = useLocalName();
  const currency = useCurrency();
  return useMemo((): readonly DataColumn<Batch>[] => {
    const cost: DataColumn<Batch> = {
      id: 'cost',
      header: t('inventory.unitCost'),
      align: 'end',
      width: 120,
      narrow: 'hide',
      cell: (row) => <UnitPrice price={row.unitCost} currency={currency} range={row.range} />,
    };
    return [
      { id: 'name', header: t('inventory.batch'), cell: (row) => row.name },
      { id: 'sku', header: t('catalog.oneSku'), cell: (row) => `${nameOf(row)} · ${row.skuCode}` },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <StateLabel of="batch" state={row.state} />,
      },
      {
        id: 'available',
        header: t('catalog.available'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.available),
      },
      {
        id: 'accepted',
        header: t('inventory.accepted'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.accepted),
      },
      ...(can('inventory.read_cost') ? [cost] : []),
      {
        id: 'supplier',
        header: t('inventory.supplier'),
        width: 140,
        narrow: 'hide',
        cell: (row) => row.supplier ?? '',
      },
      {
        id: 'expires',
        header: t('inventory.expiresAt'),
        width: 120,
        cell: (row) => (row.expiresAt === null ? '' : format.date(row.expiresAt)),
      },
      {
        id: 'created',
        header: t('common:labels.created'),
        width: 170,
        narrow: 'hide',
        cell: (row) => format.dateTime(row.createdAt),
      },
    ];
  }, [t, format, can, nameOf, currency]);
}
