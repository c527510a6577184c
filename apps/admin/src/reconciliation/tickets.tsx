import { TICKET_KINDS, type TicketDto } from '@keyfall/contracts/reconciliation-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, Money, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { TicketPanel } from './ticket-panel.tsx';

/** Differences, newest first; the open ones unless the address says otherwise. */
export function Tickets(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('tickets');
  const [url, setUrl] = useUrlState('state', 'kind', 'open');
  const kind = TICKET_KINDS.find((each) => each === url.kind);
  const query = useQuery({
    ...trpc.reconciliation.tickets.queryOptions({
      state: url.state === 'resolved' ? 'resolved' : 'open',
      ...paging.input,
      ...(kind === undefined ? {} : { kind }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const open = query.data?.items.find((row) => row.id === url.open);
  return (
    <>
      <FilterBar
        filters={useTicketFilters()}
        values={url}
        onChange={(patch) => {
          setUrl({ ...patch, open: undefined });
          paging.reset();
        }}
      />
      <DataTable
        id="tickets"
        label={t('reconciliation.views.tickets')}
        columns={useTicketColumns()}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${t(`reconciliation.kinds.${row.kind}`)} ${row.subject}`}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={<EmptyState title={t('reconciliation.none')} description={t('reconciliation.noneHelp')} />}
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={open === undefined ? '' : t(`reconciliation.kinds.${open.kind}`)}
      >
        {open === undefined ? null : (
          <TicketPanel key={open.id} ticket={open} onEnded={() => setUrl({ open: undefined })} />
        )}
      </SidePanel>
    </>
  );
}

function useTicketFilters(): readonly Filter[] {
  const t = useT('admin');
  return [
    {
      kind: 'select',
      id: 'state',
      label: t('reconciliation.state'),
      unset: t('reconciliation.states.open'),
      options: [{ value: 'resolved', label: t('reconciliation.states.resolved') }],
    },
    {
      kind: 'select',
      id: 'kind',
      label: t('reconciliation.kind'),
      options: TICKET_KINDS.map((kind) => ({ value: kind, label: t(`reconciliation.kinds.${kind}`) })),
    },
  ];
}

function useTicketColumns(): readonly DataColumn<TicketDto>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<TicketDto>[] => [
      { id: 'kind', header: t('reconciliation.kind'), cell: (row) => t(`reconciliation.kinds.${row.kind}`) },
      {
        id: 'account',
        header: t('reconciliation.account'),
        narrow: 'hide',
        width: 160,
        cell: (row) => row.accountName,
      },
      { id: 'day', header: t('reconciliation.day'), width: 110, cell: (row) => row.day },
      {
        id: 'subject',
        header: t('reconciliation.subject'),
        narrow: 'hide',
        cell: (row) => <span className="mono small">{row.subject}</span>,
      },
      ...(['ours', 'theirs'] as const).map((side) => ({
        id: side,
        header: t(`reconciliation.${side}`),
        align: 'end' as const,
        width: 120,
        cell: (row: TicketDto) => {
          const money = row[side];
          return money === null ? '—' : <Money {...money} />;
        },
      })),
      {
        id: 'state',
        header: t('reconciliation.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.state === 'open' ? 'warning' : 'success'}>
            {row.resolution === null
              ? t('reconciliation.states.open')
              : t(`reconciliation.resolutions.${row.resolution}`)}
          </StateBadge>
        ),
      },
      {
        id: 'created',
        header: t('reconciliation.created'),
        width: 160,
        narrow: 'hide',
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
