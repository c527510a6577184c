import type { AuditEntry } from '@keyfall/contracts/tenancy-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, KeyValueList, PageHeader, PanelSection, SidePanel } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { AuditData, ListEmpty, useAuditAction } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

/** What the actions' names begin with, as areas to look at. */
const AREAS = [
  'access',
  'shops',
  'pricing',
  'catalog',
  'refunds',
  'wallet',
  'purchases',
  'withdrawals',
  'payees',
  'invoices',
  'collecting',
  'payments',
  'distributors',
] as const;

/** What the distributor's own people did, newest first. */
export function AuditPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('nav.audit'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('area', 'open');
  const paging = useKeysetPaging('audit');
  const area = AREAS.find((each) => each === url.area);
  const query = useQuery({
    ...trpc.audit.list.queryOptions({
      ...paging.input,
      ...(area === undefined ? {} : { action: `${area}.` }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useAuditColumns();
  const actionName = useActionName();
  const open = query.data?.items.find(({ id }) => id === url.open);
  const filters: readonly Filter[] = [
    {
      kind: 'select',
      id: 'area',
      label: t('audit.area'),
      options: AREAS.map((value) => ({ value, label: t(`audit.areas.${value}`) })),
    },
  ];
  return (
    <>
      <PageHeader title={t('nav.audit')} description={t('audit.help')} />
      <FilterBar
        filters={filters}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="audit"
        label={t('nav.audit')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => actionName(row.action)}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={url.area !== undefined}
            title={t('audit.emptyTitle')}
            description={t('audit.emptyHelp')}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={open === undefined ? '' : actionName(open.action)}
      >
        {open === undefined ? null : <EntryFacts entry={open} />}
      </SidePanel>
    </>
  );
}

/** An act in words; one that this page does not know yet shows its name. */
function useActionName(): (action: string) => string {
  const wordsOf = useAuditAction('portal');
  return (action) => wordsOf(action) ?? action;
}

function ActionName({ action }: { readonly action: string }): ReactNode {
  return useActionName()(action);
}

function useAuditColumns(): readonly DataColumn<AuditEntry>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<AuditEntry>[] => [
      {
        id: 'action',
        header: t('audit.action'),
        cell: (row) => <ActionName action={row.action} />,
      },
      { id: 'who', header: t('audit.who'), cell: (row) => row.actorName ?? t(`audit.actors.${row.actorKind}`) },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 180,
        narrow: 'corner',
        cell: (row) => <time dateTime={row.at}>{format.dateTime(row.at)}</time>,
      },
      { id: 'ip', header: t('audit.ip'), width: 150, narrow: 'hide', cell: (row) => row.ip ?? '—' },
    ],
    [t, format],
  );
}

function EntryFacts({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  return (
    <>
      <KeyValueList
        items={[
          { label: t('common:labels.time'), value: format.dateTime(entry.at) },
          { label: t('audit.who'), value: entry.actorName ?? t(`audit.actors.${entry.actorKind}`) },
          { label: t('audit.ip'), value: entry.ip },
          { label: t('audit.request'), value: entry.requestId },
        ]}
      />
      {Object.keys(entry.data).length === 0 ? null : (
        <PanelSection title={t('audit.data')}>
          <AuditData data={entry.data} />
        </PanelSection>
      )}
    </>
  );
}
