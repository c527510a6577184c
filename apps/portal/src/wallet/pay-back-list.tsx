import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { useAct, usePayeeText } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { refreshWallet } from './refresh-wallet.ts';

type PayBack = Outputs['wallet']['payBacks']['items'][number];

/** Wallet money that was asked back, newest first, and what became of it. */
export function PayBackList(): ReactNode {
  const t = useT('portal');
  const paging = useKeysetPaging('wallet-pay-backs');
  const query = useQuery({ ...trpc.wallet.payBacks.queryOptions(paging.input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useColumns();
  return (
    <DataTable
      id="wallet-pay-backs"
      label={t('wallet.views.payBacks')}
      columns={columns}
      {...table}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.payBackNo}
      empty={<EmptyState title={t('payBacks.noneTitle')} description={t('payBacks.noneHelp')} />}
    />
  );
}

function Target({ row }: { readonly row: PayBack }): ReactNode {
  const t = useT('portal');
  const payeeText = usePayeeText();
  const { payee, via } = row;
  return payee === null ? t('payBacks.toGateway', { via }) : `${payee.holder} · ${payeeText(payee)}`;
}

function useColumns(): readonly DataColumn<PayBack>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<PayBack>[] => [
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
      { id: 'to', header: t('payBacks.to'), wrap: true, cell: (row) => <Target row={row} /> },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="payBack" state={row.state} />,
      },
      { id: 'reason', header: t('common:labels.reason'), narrow: 'hide', cell: (row) => row.reason ?? '' },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'bonus',
        header: t('payBacks.bonus'),
        align: 'end',
        width: 140,
        narrow: 'hide',
        cell: (row) => (/[1-9]/.test(row.bonus.amount) ? <Money {...row.bonus} /> : '—'),
      },
      {
        id: 'act',
        header: t('common:labels.action'),
        width: 130,
        hideable: false,
        cell: (row) => (row.state === 'requested' ? <TakeBack row={row} /> : null),
      },
    ],
    [t, format],
  );
}

function TakeBack({ row }: { readonly row: PayBack }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  const { run, ...state } = useAct(() => client.wallet.cancelPayBack.mutate({ payBackId: row.id }), {
    said: t('payBacks.cancelled'),
    onDone: close,
    refresh: refreshWallet,
  });
  if (!can('wallet.pay_back')) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        {t('payBacks.cancel')}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={close}
        title={t('payBacks.cancelTitle')}
        description={t('payBacks.cancelHelp')}
        facts={[
          { label: t('payBacks.number'), value: <span className="mono">{row.payBackNo}</span> },
          { label: t('common:labels.amount'), value: <Money {...row.amount} />, align: 'end', strong: true },
        ]}
        confirmLabel={t('payBacks.cancel')}
        {...state}
        onConfirm={() => run()}
      />
    </>
  );
}
