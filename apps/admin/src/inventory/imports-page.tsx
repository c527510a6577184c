import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, PageHeader } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, StateLabel, useErrorNotice, useKeysetPaging, useTitle } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';

type ImportJob = Outputs['inventory']['imports']['items'][number];

const WATCH_MS = 3_000;
const isMoving = (job: ImportJob): boolean => job.state === 'ready' || job.state === 'running';

/** All imports, newest first; those that run are watched. */
export function ImportsPage(): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  useTitle(t('nav.imports'), useAdminSession().tenant.name);
  const paging = useKeysetPaging('imports');
  const query = useQuery({
    ...trpc.inventory.imports.queryOptions(paging.input),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) === true ? WATCH_MS : false),
  });
  const columns = useImportColumns();
  const newButton = (
    <Can permission="inventory.import">
      <Button component="a" href="/imports/new" leftSection={<IconPackageImport size={16} />}>
        {t('inventory.newImport')}
      </Button>
    </Can>
  );
  return (
    <>
      <PageHeader title={t('nav.imports')} description={t('inventory.importsHelp')} action={newButton} />
      <DataTable
        id="imports"
        label={t('nav.imports')}
        columns={columns}
        rows={query.data?.items}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.fileName}
        rowHref={(row) => `/imports/${row.id}`}
        error={noticeOf(query.error)}
        onRetry={() => void query.refetch()}
        fetching={query.isFetching && !query.data?.items.some(isMoving)}
        paging={paging.pagingOf(query.data)}
        empty={
          <EmptyState
            title={t('inventory.noImportsTitle')}
            description={t('inventory.noImportsHelp')}
            action={newButton}
          />
        }
      />
    </>
  );
}

function useImportColumns(): readonly DataColumn<ImportJob>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<ImportJob>[] => [
      { id: 'file', header: t('inventory.file'), cell: (row) => row.fileName },
      {
        id: 'sku',
        header: t('catalog.sku.code'),
        width: 190,
        cell: (row) => <span className="mono">{row.skuCode}</span>,
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="import" state={row.state} />,
      },
      {
        id: 'accepted',
        header: t('inventory.accepted'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.accepted),
      },
      {
        id: 'duplicates',
        header: t('inventory.duplicates'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.duplicates),
      },
      {
        id: 'rejected',
        header: t('inventory.rejected'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.rejected),
      },
      {
        id: 'size',
        header: t('inventory.size'),
        align: 'end',
        width: 100,
        hiddenByDefault: true,
        cell: (row) => format.bytes(row.sizeBytes),
      },
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
