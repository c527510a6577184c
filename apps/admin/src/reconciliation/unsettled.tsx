import type { ClearingDto } from '@keyfall/contracts/reconciliation-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useTableState } from '@keyfall/web';
import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

/** What each provider owes by our books, and how much of it stands on bills already. */
export function Unsettled(): ReactNode {
  const t = useT('admin');
  const query = useQuery(trpc.reconciliation.unsettled.queryOptions());
  return (
    <Box component="section" mb="lg">
      <h2 style={{ margin: '0 0 8px', fontSize: 15 }}>{t('settlements.unsettled')}</h2>
      <DataTable
        id="unsettled"
        label={t('settlements.unsettled')}
        columns={useClearingColumns()}
        rows={query.data}
        rowKey={(row) => `${row.accountId} ${row.clearing.currency}`}
        rowLabel={(row) => row.accountName}
        {...useTableState(query)}
        empty={
          <EmptyState compact title={t('settlements.nothingOwed')} description={t('settlements.nothingOwedHelp')} />
        }
      />
    </Box>
  );
}

function useClearingColumns(): readonly DataColumn<ClearingDto>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<ClearingDto>[] => [
      { id: 'account', header: t('reconciliation.account'), cell: (row) => row.accountName },
      {
        id: 'bills',
        header: t('settlements.openBills'),
        align: 'end',
        width: 130,
        cell: (row) => format.number(row.openBills),
      },
      {
        id: 'oldest',
        header: t('settlements.oldest'),
        width: 130,
        narrow: 'hide',
        cell: (row) => row.bills[0]?.day ?? '—',
      },
      ...(['billed', 'declared', 'clearing'] as const).map((figure) => ({
        id: figure,
        header: t(`settlements.${figure}`),
        align: 'end' as const,
        width: 150,
        ...(figure === 'declared' ? { narrow: 'hide' as const } : {}),
        cell: (row: ClearingDto) => <Money {...row[figure]} />,
      })),
    ],
    [t, format],
  );
}
