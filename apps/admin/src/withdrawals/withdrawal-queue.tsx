import type { WithdrawalState } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useCan, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ViewTabs, usePayeeText, useView } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { SubmitDialog } from './submit-dialog.tsx';
import { WithdrawalPanel } from './withdrawal-panel.tsx';

type Row = Outputs['withdrawals']['list']['items'][number];

const TABS = {
  requested: ['requested'],
  approved: ['approved'],
  open: ['submitted', 'unknown'],
  paid: ['paid'],
  ended: ['rejected', 'cancelled', 'failed', 'returned'],
  all: undefined,
} as const satisfies Readonly<Record<string, readonly WithdrawalState[] | undefined>>;
type Tab = keyof typeof TABS;
const TAB_NAMES = ['requested', 'approved', 'open', 'paid', 'ended', 'all'] as const satisfies readonly Tab[];

/** Withdrawals by what is to be done with them. */
export function WithdrawalQueue(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const [url, setUrl] = useUrlState('open');
  const paging = useKeysetPaging('withdrawals');
  const [sending, setSending] = useState<readonly Row[]>([]);
  const tabs = useView(TAB_NAMES, { name: 'tab' });
  const tab = tabs.view;
  const states = TABS[tab];
  const counts = useQuery(trpc.withdrawals.counts.queryOptions());
  const query = useQuery({
    ...trpc.withdrawals.list.queryOptions({
      ...paging.input,
      ...(states === undefined ? {} : { states: [...states] }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useColumns();
  const countOf = (each: Tab): string => {
    const found = counts.data?.states;
    const waiting = found === undefined || each === 'all' || each === 'paid' || each === 'ended' ? 0 : undefined;
    const n = waiting ?? TABS[each as 'requested']?.reduce((sum, state) => sum + (found?.[state] ?? 0), 0) ?? 0;
    return n === 0 ? t(`withdrawals.tabs.${each}`) : `${t(`withdrawals.tabs.${each}`)} ${n}`;
  };
  const { rows } = table;
  return (
    <>
      <ViewTabs label={t('common:labels.state')} state={tabs} nameOf={countOf}>
        {tab === 'approved' && can('withdrawals.submit') && rows !== undefined && rows.length > 0 ? (
          <Button onClick={() => setSending(rows)}>{t('withdrawals.submitTitle', { count: rows.length })}</Button>
        ) : null}
      </ViewTabs>
      <DataTable
        id="withdrawals"
        label={t('nav.withdrawals')}
        columns={columns}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.withdrawalNo}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        {...table}
        empty={<EmptyState title={t('withdrawals.emptyTitle')} description={t('withdrawals.emptyHelp')} />}
      />
      {url.open === undefined ? null : (
        <WithdrawalPanel
          key={url.open}
          id={url.open}
          onClose={() => setUrl({ open: undefined })}
          onSubmit={(row) => setSending([row])}
        />
      )}
      {sending.length === 0 ? null : <SubmitDialog rows={sending} onClose={() => setSending([])} />}
    </>
  );
}

function useColumns(): readonly DataColumn<Row>[] {
  const t = useT('admin');
  const payeeText = usePayeeText();
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Row>[] => [
      {
        id: 'number',
        header: t('withdrawals.number'),
        width: 150,
        cell: (row) => <span className="mono">{row.withdrawalNo}</span>,
      },
      {
        id: 'distributor',
        header: t('withdrawals.distributor'),
        cell: (row) => (
          <>
            {row.distributorName} <Origin of={row} />
          </>
        ),
      },
      {
        id: 'payee',
        header: t('withdrawals.payee'),
        cell: (row) => payeeText(row.payee),
      },
      {
        id: 'amount',
        header: t('withdrawals.amount'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'checks',
        header: t('withdrawals.checks'),
        width: 90,
        narrow: 'hide',
        cell: (row) =>
          row.checksNeeded === 0
            ? t('withdrawals.checksByRule')
            : t('withdrawals.checksOf', {
                done: format.number(row.checksDone),
                needed: format.number(row.checksNeeded),
              }),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <StateLabel of="withdrawal" state={row.state} />,
      },
      { id: 'created', header: t('common:labels.created'), width: 170, cell: (row) => format.dateTime(row.createdAt) },
    ],
    [t, format, payeeText],
  );
}

/** Where the money comes from, if it is not income that a distributor asked for. */
function Origin({ of }: { readonly of: Row }): ReactNode {
  const t = useT('admin');
  const parts = [
    ...(of.source === 'wallet' ? [t('withdrawals.ofWallet')] : []),
    ...(of.isSettlement ? [t('withdrawals.ofSettlement')] : []),
  ];
  return <span className="quiet small">{parts.join(' · ')}</span>;
}
