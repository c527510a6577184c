import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, KeyValueList, PageHeader, PanelSection, SidePanel } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { AuditData, NothingFound, useAuditAction } from '@keyfall/web/office';
import { Anchor } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { AuditChain } from './audit-chain.tsx';

type Entry = Outputs['audit']['list']['items'][number];

/** Who did what, when and from where. */
export function AuditPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.audit'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('action', 'actor', 'subject', 'open');
  const paging = useKeysetPaging('audit');
  const query = useQuery({
    ...trpc.audit.list.queryOptions({
      ...paging.input,
      ...(url.action === undefined ? {} : { action: url.action }),
      ...(url.actor === undefined ? {} : { actorId: url.actor }),
      ...(url.subject === undefined ? {} : { subjectId: url.subject }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useAuditColumns();
  const open = query.data?.items.find((entry) => entry.id === url.open);
  return (
    <>
      <PageHeader title={t('nav.audit')} description={t('audit.help')} />
      <AuditChain />
      <FilterBar
        filters={[{ kind: 'search', id: 'action', label: t('audit.searchAction'), placeholder: 'orders.refund' }]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
        {...(url.actor === undefined && url.subject === undefined
          ? {}
          : {
              actions: (
                <Anchor
                  component="button"
                  type="button"
                  onClick={() => setUrl({ actor: undefined, subject: undefined })}
                >
                  {t('audit.allEntries')}
                </Anchor>
              ),
            })}
      />
      <DataTable
        id="audit"
        label={t('nav.audit')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.action}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={<NothingFound />}
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={<AuditAction action={open?.action ?? ''} />}
      >
        {open === undefined ? null : (
          <EntryFacts entry={open} onFilter={(patch) => setUrl({ ...patch, open: undefined })} />
        )}
      </SidePanel>
    </>
  );
}

/** An act in words where we have them, with its name beside. */
function AuditAction({ action }: { readonly action: string }): ReactNode {
  const words = useAuditAction('admin')(action);
  if (words === undefined) return <span className="mono">{action}</span>;
  return (
    <>
      {words} <span className="quiet mono small">{action}</span>
    </>
  );
}

/** What an act was done to, in the reader's words. */
function AuditSubject({ kind }: { readonly kind: string | null }): ReactNode {
  const { lookUp } = useI18n();
  return kind === null ? null : (lookUp(`admin:audit.subjects.${kind}`) ?? kind);
}

function useAuditColumns(): readonly DataColumn<Entry>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Entry>[] => [
      { id: 'action', header: t('audit.action'), cell: (row) => <AuditAction action={row.action} /> },
      {
        id: 'actor',
        header: t('audit.actor'),
        width: 200,
        cell: (row) => row.actorName ?? t(`audit.actorKinds.${row.actorKind}`),
      },
      { id: 'subject', header: t('audit.subject'), width: 140, cell: (row) => <AuditSubject kind={row.subjectKind} /> },
      {
        id: 'ip',
        header: t('account.address'),
        width: 140,
        narrow: 'hide',
        cell: (row) => <span className="mono">{row.ip ?? ''}</span>,
      },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        narrow: 'corner',
        cell: (row) => format.dateTime(row.at),
      },
    ],
    [t, format],
  );
}

interface EntryFactsProps {
  readonly entry: Entry;
  readonly onFilter: (patch: { actor?: string; subject?: string }) => void;
}

function EntryFacts({ entry, onFilter }: EntryFactsProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { actorId, subjectId } = entry;
  return (
    <>
      <PanelSection>
        <KeyValueList
          items={[
            { label: t('common:labels.time'), value: format.dateTime(entry.at) },
            { label: t('audit.actor'), value: entry.actorName ?? t(`audit.actorKinds.${entry.actorKind}`) },
            { label: t('audit.subject'), value: <AuditSubject kind={entry.subjectKind} /> },
            {
              label: t('audit.subjectId'),
              value: subjectId === null ? null : <span className="mono small">{subjectId}</span>,
            },
            { label: t('account.address'), value: entry.ip },
            {
              label: t('ui:requestId'),
              value: entry.requestId === null ? null : <span className="mono small">{entry.requestId}</span>,
            },
          ]}
        />
        {actorId === null ? null : (
          <Anchor component="button" type="button" size="sm" onClick={() => onFilter({ actor: actorId })}>
            {t('audit.sameActor')}
          </Anchor>
        )}{' '}
        {subjectId === null ? null : (
          <Anchor component="button" type="button" size="sm" onClick={() => onFilter({ subject: subjectId })}>
            {t('audit.sameSubject')}
          </Anchor>
        )}
      </PanelSection>
      <PanelSection title={t('audit.data')}>
        <AuditData data={entry.data} />
      </PanelSection>
    </>
  );
}
