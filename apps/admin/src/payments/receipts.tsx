import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useKeysetPaging, useListTable } from '@keyfall/web';
import { Anchor } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Receipt = Outputs['payments']['receipts']['items'][number];

/** Receipts; `suspense`: those that fitted no order and wait for their refund. */
export function Receipts({ suspense }: { readonly suspense: boolean }): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('receipts');
  const query = useQuery({
    ...trpc.payments.receipts.queryOptions({
      ...paging.input,
      ...(suspense ? { outcome: 'suspense' as const } : {}),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useReceiptColumns(suspense);
  return (
    <DataTable
      id={suspense ? 'suspense' : 'receipts'}
      label={t(suspense ? 'payments.views.suspense' : 'payments.views.receipts')}
      columns={columns}
      {...table}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.providerTxn}
      empty={
        <EmptyState
          title={t(suspense ? 'payments.noSuspense' : 'payments.noReceipts')}
          description={t(suspense ? 'payments.noSuspenseHelp' : 'payments.noReceiptsHelp')}
        />
      }
    />
  );
}

function useReceiptColumns(suspense: boolean): readonly DataColumn<Receipt>[] {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  return useMemo((): readonly DataColumn<Receipt>[] => {
    const why: DataColumn<Receipt> = {
      id: 'reason',
      header: t('common:labels.reason'),
      width: 170,
      cell: (row) => (row.reason === null ? '' : (lookUp(`common:kinds.suspenseReason.${row.reason}`) ?? row.reason)),
    };
    const back: DataColumn<Receipt> = {
      id: 'refund',
      header: t('payments.refund'),
      width: 130,
      cell: (row) => (row.refundState === null ? '' : <StateLabel of="refund" state={row.refundState} />),
    };
    return [
      { id: 'txn', header: t('payments.providerTxn'), cell: (row) => <span className="mono">{row.providerTxn}</span> },
      { id: 'account', header: t('payments.account'), width: 180, narrow: 'hide', cell: (row) => row.accountName },
      {
        id: 'order',
        header: t('inventory.order'),
        width: 190,
        cell: (row) => (row.orderNo === null ? '' : <Anchor href={`/orders/${row.orderNo}`}>{row.orderNo}</Anchor>),
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 120,
        narrow: 'corner',
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'fee',
        header: t('common:labels.fee'),
        align: 'end',
        width: 100,
        narrow: 'hide',
        cell: (row) => <Money {...row.fee} tone="quiet" />,
      },
      {
        id: 'outcome',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.outcome === 'applied' ? 'success' : 'warning'}>
            {t(`payments.outcomes.${row.outcome}`)}
          </StateBadge>
        ),
      },
      ...(suspense ? [why, back] : []),
      {
        id: 'journal',
        header: t('orders.journal'),
        width: 90,
        narrow: 'hide',
        cell: (row) =>
          row.journalId === null ? (
            ''
          ) : (
            <Anchor href={`/ledger?view=journals&journal=${row.journalId}`}>{t('common:actions.open')}</Anchor>
          ),
      },
      { id: 'paid', header: t('orders.paidAt'), width: 170, cell: (row) => format.dateTime(row.paidAt) },
    ];
  }, [t, format, lookUp, suspense]);
}
