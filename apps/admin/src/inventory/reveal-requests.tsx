import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { RequestState } from './request-state.tsx';

type Request = Outputs['stockRequests']['reveals']['items'][number];
interface Decision {
  readonly request: Request;
  readonly verdict: 'approve' | 'reject';
}

/** Codes that somebody wants to reveal beyond a day's bound; another person agrees or not. */
export function RevealRequests(): ReactNode {
  const t = useT('admin');
  const [wanted, setWanted] = useState<Decision | undefined>(undefined);
  const paging = useKeysetPaging('reveal-requests');
  const query = useQuery({
    ...trpc.stockRequests.reveals.queryOptions(paging.input),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const { run, ...state } = useAct(
    ({ request, verdict }: Decision) => client.stockRequests.decideReveal.mutate({ id: request.id, verdict }),
    {
      said: t('controls.decided'),
      onDone: () => setWanted(undefined),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() }),
    },
  );
  const columns = useColumns(setWanted);
  const isRejection = wanted?.verdict === 'reject';
  return (
    <>
      <DataTable
        id="reveal-requests"
        label={t('controls.reveals')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.mask}
        empty={<EmptyState title={t('controls.noReveals')} description={t('controls.noRevealsHelp')} />}
      />
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        danger={isRejection}
        title={t(isRejection ? 'controls.rejectReveal' : 'controls.approveReveal')}
        description={t(isRejection ? 'controls.rejectHelp' : 'controls.approveRevealHelp')}
        facts={[
          { label: t('inventory.masked'), value: <span className="mono">{wanted?.request.mask}</span> },
          { label: t('controls.asker'), value: wanted?.request.requestedBy },
          { label: t('common:labels.reason'), value: wanted?.request.reason },
        ]}
        confirmLabel={t(isRejection ? 'common:actions.reject' : 'common:actions.approve')}
        {...state}
        onConfirm={() => (wanted === undefined ? undefined : run(wanted))}
      />
    </>
  );
}

function useColumns(onDecide: (decision: Decision) => void): readonly DataColumn<Request>[] {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const mayDecide = can('inventory.reveal');
  return useMemo(
    (): readonly DataColumn<Request>[] => [
      {
        id: 'mask',
        header: t('inventory.masked'),
        width: 150,
        cell: (row) => <span className="mono">{row.mask}</span>,
      },
      { id: 'sku', header: t('catalog.sku.code'), width: 150, cell: (row) => row.skuCode },
      { id: 'reason', header: t('common:labels.reason'), wrap: true, cell: (row) => row.reason },
      { id: 'asker', header: t('controls.asker'), width: 140, cell: (row) => row.requestedBy ?? '' },
      { id: 'decider', header: t('controls.decider'), width: 140, narrow: 'hide', cell: (row) => row.decidedBy ?? '' },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <RequestState state={row.state} />,
      },
      { id: 'until', header: t('controls.validUntil'), width: 170, cell: (row) => format.dateTime(row.validUntil) },
      {
        id: 'act',
        header: t('audit.action'),
        width: 190,
        hideable: false,
        cell: (row) => {
          if (row.state !== 'requested' || !mayDecide) return '';
          if (row.isOwn) return <span className="quiet small">{t('controls.own')}</span>;
          return (
            <Group gap={6} wrap="nowrap">
              <Button size="compact-xs" onClick={() => onDecide({ request: row, verdict: 'approve' })}>
                {t('common:actions.approve')}
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => onDecide({ request: row, verdict: 'reject' })}>
                {t('common:actions.reject')}
              </Button>
            </Group>
          );
        },
      },
    ],
    [t, format, mayDecide, onDecide],
  );
}
