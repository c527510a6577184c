import type { CommissionAgingDto } from '@keyfall/contracts/report-schemas';
import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useTableState } from '@keyfall/web';
import { PeriodFiles, ReportCut } from '@keyfall/web/office';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

const AGES = ['due', 'week', 'month', 'later', 'available', 'withdrawing', 'debt'] as const;

type Row = CommissionAgingDto['rows'][number];

/** Who has earned what, and when it can be had. A row leads to the distributor's accounts. */
export function CommissionAging(): ReactNode {
  const t = useT('documents');
  const can = useCan();
  const query = useQuery(trpc.reports.commissionAging.queryOptions());
  const table = useTableState(query);
  const total = query.data?.total;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <p className="quiet small">{t('reports.agingHelp')}</p>
        {can('reports.export') ? (
          <PeriodFiles file="report" formats={['csv', 'xlsx']} query={{ report: 'commission-aging' }} />
        ) : null}
      </Group>
      <StatGrid>
        {AGES.map((age) => (
          <StatCard
            key={age}
            label={t(`reports.${age}`)}
            value={total === undefined ? undefined : <Money {...total[age]} size="large" />}
          />
        ))}
      </StatGrid>
      <ReportCut report={query.data} />
      <DataTable
        id="commission-aging"
        label={t('reports.views.aging')}
        columns={useAgingColumns()}
        rows={query.data?.rows}
        rowKey={(row) => row.distributorId}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/statements?party=distributor:${row.distributorId}`}
        {...table}
        empty={<EmptyState title={t('reports.nothingTitle')} description={t('reports.agingHelp')} />}
      />
    </>
  );
}

function useAgingColumns(): readonly DataColumn<Row>[] {
  const t = useT('documents');
  return useMemo(
    (): readonly DataColumn<Row>[] => [
      { id: 'name', header: t('reports.distributor'), cell: (row) => row.name },
      ...AGES.map((age) => ({
        id: age,
        header: t(`reports.${age}`),
        align: 'end' as const,
        width: 120,
        ...(age === 'available' ? { narrow: 'corner' as const } : {}),
        cell: (row: Row) => <Money {...row[age]} />,
      })),
    ],
    [t],
  );
}
