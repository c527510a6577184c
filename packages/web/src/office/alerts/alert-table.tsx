import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useMemo } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { useUrlState } from '../../navigation/use-url-state.ts';
import type { useListTable } from '../../table/use-list-table.ts';

export interface OfficeAlert {
  readonly id: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly closedAt: string | null;
  /** The reader has not seen it yet; left out where nobody keeps count. */
  readonly isNew?: boolean;
}

export type AlertPart = 'title' | 'facts' | 'next';

export interface AlertTableProps<A extends OfficeAlert> {
  readonly label: string;
  readonly table: ReturnType<typeof useListTable<A>>;
  /** Open ones carry what can be done about them, closed ones when they were closed. */
  readonly isOpen: boolean;
  /** An alert in the reader's words, part by part. A component of the module, so that columns stay the same. */
  readonly words: ComponentType<{ readonly alert: A; readonly part: AlertPart }>;
  readonly acts: ComponentType<{ readonly alert: A }>;
  /** Kinds one can choose among, with their names. */
  readonly kinds: readonly { readonly value: string; readonly label: string }[];
  /** Back to the first page, since the filters have changed. */
  readonly onFilter: () => void;
}

/** The list of alerts of either office: filters in the address (`state`, `kind`), what it is about, what to do. */
export function AlertTable<A extends OfficeAlert>(props: AlertTableProps<A>): ReactNode {
  const { label, table, isOpen, words, acts, kinds, onFilter } = props;
  const t = useT('common');
  const [url, setUrl] = useUrlState('state', 'kind');
  const columns = useAlertColumns(isOpen, words, acts);
  return (
    <>
      <FilterBar
        filters={[
          {
            kind: 'select',
            id: 'state',
            label: t('labels.state'),
            options: [{ value: 'closed', label: t('alerts.states.closed') }],
            unset: t('alerts.states.open'),
          },
          { kind: 'select', id: 'kind', label: t('alerts.kind'), options: kinds },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          onFilter();
        }}
      />
      <DataTable
        id="alerts"
        label={label}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.kind}
        empty={<EmptyState title={t('alerts.noneTitle')} description={t('alerts.noneHelp')} />}
      />
    </>
  );
}

function useAlertColumns<A extends OfficeAlert>(
  isOpen: boolean,
  Words: AlertTableProps<A>['words'],
  Acts: AlertTableProps<A>['acts'],
): readonly DataColumn<A>[] {
  const t = useT('common');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<A>[] => [
      {
        id: 'kind',
        header: t('alerts.kind'),
        width: 240,
        wrap: true,
        cell: (row) => (
          <>
            <Words alert={row} part="title" />
            {row.isNew === true ? (
              <>
                {' '}
                <StateBadge tone="info">{t('alerts.isNew')}</StateBadge>
              </>
            ) : null}
          </>
        ),
      },
      { id: 'about', header: t('alerts.about'), wrap: true, cell: (row) => <Words alert={row} part="facts" /> },
      {
        id: 'next',
        header: t('alerts.next'),
        wrap: true,
        cell: (row) => (
          <span className="quiet small">
            <Words alert={row} part="next" />
          </span>
        ),
      },
      {
        id: 'since',
        header: t('alerts.since'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
      isOpen
        ? { id: 'act', header: t('alerts.act'), width: 220, hideable: false, cell: (row) => <Acts alert={row} /> }
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
    [t, format, isOpen, Words, Acts],
  );
}
