import { ALERT_KINDS, alertWord } from '@keyfall/contracts/alerts';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, PageHeader, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import type { Alert } from './alert-kinds.ts';
import { RemedyLink } from './alerts-card.tsx';
import { CloseAlert } from './close-alert.tsx';
import { useAlertWords } from './use-alert-words.ts';

/** Everything the back office was alerted to, with what to do about it; the open ones unless asked otherwise. */
export function AlertsPage(): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  useTitle(t('nav.alerts'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('state', 'kind');
  const paging = useKeysetPaging('alerts');
  const kind = ALERT_KINDS.find((each) => each === url.kind);
  const isOpen = url.state !== 'closed';
  const query = useQuery({
    ...trpc.alerts.list.queryOptions({
      isOpen,
      ...paging.input,
      ...(kind === undefined ? {} : { kinds: [kind] }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useAlertColumns(isOpen);
  return (
    <>
      <PageHeader title={t('nav.alerts')} description={t('alerts.help')} />
      <FilterBar
        filters={[
          {
            kind: 'select',
            id: 'state',
            label: t('common:labels.state'),
            options: [{ value: 'closed', label: t('alerts.states.closed') }],
            unset: t('alerts.states.open'),
          },
          {
            kind: 'select',
            id: 'kind',
            label: t('alerts.kind'),
            options: ALERT_KINDS.map((each) => ({
              value: each,
              label: lookUp(`admin:alerts.kinds.${alertWord(each)}`) ?? each,
            })),
          },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="alerts"
        label={t('nav.alerts')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.kind}
        empty={<EmptyState title={t('alerts.noneTitle')} description={t('alerts.noneHelp')} />}
      />
    </>
  );
}

function Words({ of, part }: { readonly of: Alert; readonly part: 'title' | 'facts' | 'next' }): ReactNode {
  const wordsOf = useAlertWords();
  const text = wordsOf(of)[part];
  return part === 'next' ? <span className="quiet small">{text}</span> : text;
}

function useAlertColumns(isOpen: boolean): readonly DataColumn<Alert>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Alert>[] => [
      { id: 'kind', header: t('alerts.kind'), width: 240, wrap: true, cell: (row) => <Words of={row} part="title" /> },
      { id: 'about', header: t('alerts.about'), wrap: true, cell: (row) => <Words of={row} part="facts" /> },
      {
        id: 'next',
        header: t('alerts.next'),
        wrap: true,
        cell: (row) => <Words of={row} part="next" />,
      },
      {
        id: 'since',
        header: t('alerts.since'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
      isOpen
        ? {
            id: 'act',
            header: t('alerts.act'),
            width: 220,
            hideable: false,
            cell: (row) => (
              <Group gap="xs" wrap="nowrap">
                <RemedyLink alert={row} />
                <CloseAlert alert={row} />
              </Group>
            ),
          }
        : {
            id: 'closed',
            header: t('alerts.closed'),
            width: 200,
            cell: (row) => (
              <StateBadge tone="success" variant="dot">
                {row.closedAt === null ? '' : format.dateTime(row.closedAt)}
              </StateBadge>
            ),
          },
    ],
    [t, format, isOpen],
  );
}
