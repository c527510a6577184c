import type { CashFlowDto } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useTableState, useUrlState } from '@keyfall/web';
import { PeriodFilters, ReportChart, useJournalKind, useStatementPeriod } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { CashEntries } from './cash-entries.tsx';

type Kind = CashFlowDto['kinds'][number];

/** What came to gateways and banks and what left them, by day and by kind. */
export function CashFlow(): ReactNode {
  const t = useT('documents');
  const can = useCan();
  const format = useFormat();
  const [url, setUrl] = useUrlState('month', 'from', 'until', 'kind', 'after');
  const period = useStatementPeriod(url);
  const query = useQuery({ ...trpc.reports.cashFlow.queryOptions({ period }), placeholderData: keepPreviousData });
  const table = useTableState(query);
  const flow = query.data;
  return (
    <>
      <PeriodFilters
        url={url}
        onChange={(patch) => setUrl({ ...patch, kind: undefined, after: undefined })}
        period={period}
        {...(can('reports.export')
          ? { files: { file: 'report', formats: ['csv', 'xlsx'], query: { report: 'cash-flow' } } }
          : {})}
      />
      <StatGrid>
        {(['opening', 'closing'] as const).map((figure) => (
          <StatCard
            key={figure}
            label={t(`reports.${figure}`)}
            value={flow === undefined ? undefined : <Money {...flow[figure]} size="large" />}
          />
        ))}
      </StatGrid>
      {flow === undefined ? null : (
        <ReportChart
          currency={flow.currency}
          series={[t('reports.in'), t('reports.out')]}
          rows={flow.days.map((day) => ({ label: format.day(`${day.day}T12:00:00`), values: [day.in, day.out] }))}
        />
      )}
      <DataTable
        id="cash-flow"
        label={t('reports.views.cash')}
        columns={useKindColumns()}
        rows={flow?.kinds}
        rowKey={(row) => row.kind}
        rowLabel={(row) => row.kind}
        onOpen={(row) => setUrl({ kind: row.kind, after: undefined }, { push: true })}
        openKey={url.kind}
        {...table}
        empty={<EmptyState title={t('reports.nothingTitle')} description={t('reports.nothingHelp')} />}
      />
      {url.kind === undefined ? null : <CashEntries key={url.kind} kind={url.kind} period={period} />}
    </>
  );
}

function useKindColumns(): readonly DataColumn<Kind>[] {
  const t = useT('documents');
  const format = useFormat();
  const kindName = useJournalKind();
  return useMemo(
    (): readonly DataColumn<Kind>[] => [
      { id: 'kind', header: t('reports.kind'), cell: (row) => kindName(row.kind) },
      {
        id: 'entries',
        header: t('reports.entries'),
        align: 'end',
        width: 100,
        cell: (row) => format.number(row.entries),
      },
      { id: 'in', header: t('reports.in'), align: 'end', width: 150, cell: (row) => <Money {...row.in} /> },
      {
        id: 'out',
        header: t('reports.out'),
        align: 'end',
        width: 150,
        narrow: 'corner',
        cell: (row) => <Money {...row.out} />,
      },
    ],
    [t, format, kindName],
  );
}
