import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useErrorNotice, useKeysetPaging, useListTable, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { beginDownload } from './begin-download.ts';
import { RequestState } from './request-state.tsx';
import { ResumeExport } from './resume-export.tsx';

type Request = Outputs['stockRequests']['exports']['items'][number];
type Act = 'approve' | 'reject' | 'takeBack' | 'download';
interface Wanted {
  readonly request: Request;
  readonly act: Act | 'resume';
}
interface Chosen extends Wanted {
  readonly act: Act;
}

/** Exports of unsold codes: asked for, decided by somebody else, downloaded once, if need be in several goes. */
export function ExportRequests(): ReactNode {
  const t = useT('admin');
  const [wanted, setWanted] = useState<Wanted | undefined>(undefined);
  const paging = useKeysetPaging('export-requests');
  const query = useQuery({
    ...trpc.stockRequests.exports.queryOptions(paging.input),
    placeholderData: keepPreviousData,
    refetchInterval: (running) =>
      running.state.data?.items.some((request) => request.state === 'running') === true ? 2_000 : false,
  });
  const table = useListTable(query, paging);
  const columns = useColumns(setWanted);
  return (
    <>
      <DataTable
        id="export-requests"
        label={t('controls.exports')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.skuCode}
        empty={<EmptyState title={t('controls.noExports')} description={t('controls.noExportsHelp')} />}
      />
      <ExportAct wanted={isChosen(wanted) ? wanted : undefined} onClose={() => setWanted(undefined)} />
      {wanted?.act === 'resume' ? <ResumeExport request={wanted.request} onClose={() => setWanted(undefined)} /> : null}
    </>
  );
}

function isChosen(wanted: Wanted | undefined): wanted is Chosen {
  return wanted !== undefined && wanted.act !== 'resume';
}

/** What each act is called, and what it does. */
const WORDS = {
  approve: { title: 'approveExport', help: 'approveExportHelp' },
  reject: { title: 'rejectExport', help: 'rejectHelp' },
  takeBack: { title: 'takeBack', help: 'takeBackHelp' },
  download: { title: 'downloadTitle', help: 'downloadHelp' },
} as const satisfies Record<Act, object>;

function ExportAct({
  wanted,
  onClose,
}: {
  readonly wanted: Chosen | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const run = useMutation({
    mutationFn: ({ request: { id }, act }: Chosen) =>
      withStepUp(async () => {
        if (act === 'takeBack') await client.stockRequests.cancelExport.mutate({ id });
        else if (act === 'download') await client.stockRequests.prepareExport.mutate({ id });
        else await client.stockRequests.decideExport.mutate({ id, verdict: act });
      }),
    onSuccess: async (_, { request, act }) => {
      onClose();
      if (act === 'download') beginDownload(request.id);
      else toast.success(t(act === 'takeBack' ? 'controls.cancelled' : 'controls.decided'));
      await queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() });
    },
  });
  const verbOf = useVerb();
  const words = WORDS[wanted?.act ?? 'approve'];
  return (
    <ConfirmAction
      opened={wanted !== undefined}
      onClose={onClose}
      danger={wanted?.act === 'reject'}
      title={t(`controls.${words.title}`)}
      description={t(`controls.${words.help}`)}
      facts={[
        { label: t('catalog.sku.code'), value: wanted?.request.skuCode },
        { label: t('inventory.batch'), value: wanted?.request.batch },
        { label: t('controls.asker'), value: wanted?.request.requestedBy },
        { label: t('common:labels.reason'), value: wanted?.request.reason },
        { label: t('controls.units'), value: format.number(wanted?.request.units ?? 0), align: 'end', strong: true },
      ]}
      confirmLabel={verbOf(wanted?.act ?? 'approve')}
      busy={run.isPending}
      error={noticeOf(run.error)}
      onConfirm={() => (wanted === undefined ? undefined : run.mutate(wanted))}
    />
  );
}

/** What the button of an act says. */
function useVerb(): (act: Wanted['act']) => string {
  const t = useT('admin');
  return (act) => {
    if (act === 'resume') return t('common:resume.act');
    return act === 'approve' || act === 'reject' ? t(`common:actions.${act}`) : t(`controls.${act}`);
  };
}

function useColumns(onWant: (wanted: Wanted) => void): readonly DataColumn<Request>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Request>[] => [
      {
        id: 'sku',
        header: t('catalog.sku.code'),
        width: 150,
        cell: (row) => (
          <>
            {row.skuCode}
            {row.batch === null ? null : <div className="quiet small">{row.batch}</div>}
          </>
        ),
      },
      { id: 'reason', header: t('common:labels.reason'), wrap: true, cell: (row) => row.reason },
      {
        id: 'asker',
        header: t('controls.asker'),
        width: 130,
        cell: (row) => (
          <>
            {row.requestedBy ?? ''}
            {row.decidedBy === null ? null : (
              <div className="quiet small">
                {t('controls.decider')}: {row.decidedBy}
              </div>
            )}
          </>
        ),
      },
      { id: 'units', header: t('controls.units'), align: 'end', width: 90, cell: (row) => format.number(row.units) },
      {
        id: 'exported',
        header: t('controls.exported'),
        align: 'end',
        width: 90,
        cell: (row) => format.number(row.exported),
      },
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
        cell: (row) => <ExportButtons request={row} onWant={onWant} />,
      },
    ],
    [t, format, onWant],
  );
}

function ExportButtons(props: { readonly request: Request; readonly onWant: (wanted: Wanted) => void }): ReactNode {
  const { request, onWant } = props;
  const verbOf = useVerb();
  const can = useCan();
  const { state, isOwn } = request;
  const acts: readonly Wanted['act'][] = [
    ...(state === 'requested' && !isOwn && can('inventory.approve_export') ? (['approve', 'reject'] as const) : []),
    ...(state === 'approved' && isOwn && can('inventory.export') ? (['download'] as const) : []),
    ...((state === 'requested' || state === 'approved') && isOwn && can('inventory.export')
      ? (['takeBack'] as const)
      : []),
    ...(request.isResumable && can('inventory.export') ? (['resume'] as const) : []),
  ];
  return (
    <Group gap={6} wrap="nowrap">
      {acts.map((act) => (
        <Button
          key={act}
          size="compact-xs"
          {...(act === 'approve' || act === 'download' ? {} : { variant: 'default' })}
          onClick={() => onWant({ request, act })}
        >
          {verbOf(act)}
        </Button>
      ))}
    </Group>
  );
}
