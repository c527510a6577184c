import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useCan, useKeysetPaging, useListTable, useMoneyText } from '@keyfall/web';
import { ListEmpty, useAct, usePayeeText, useStateFilter } from '@keyfall/web/office';
import { Anchor } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { VerdictButtons } from '../parts/verdict-buttons.tsx';
import { refreshWithdrawals } from '../withdrawals/refresh-withdrawals.ts';

/** The one state the server filters by; where the money has come to since is known row by row. */
const WAITING = ['requested'] as const;

type PayBack = Outputs['wallets']['payBacks']['items'][number];

/** Wallet money that distributors want back, newest first; what waits carries its buttons. */
export function PayBacks(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('pay-backs');
  const { state, filterBar } = useStateFilter(WAITING, () => t('payBacks.waiting'), paging);
  const isWaiting = state !== undefined;
  const query = useQuery({
    ...trpc.wallets.payBacks.queryOptions({ ...paging.input, ...(isWaiting ? { isWaiting } : {}) }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useColumns();
  return (
    <>
      {filterBar}
      <DataTable
        id="pay-backs"
        label={t('wallets.views.payBacks')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.distributorName} ${row.payBackNo}`}
        empty={
          <ListEmpty isFiltered={isWaiting} title={t('payBacks.emptyTitle')} description={t('payBacks.emptyHelp')} />
        }
      />
    </>
  );
}

function useTarget(): (row: PayBack) => string {
  const t = useT('admin');
  const payeeText = usePayeeText();
  return ({ payee, via }) =>
    payee === null ? t('payBacks.toGateway', { via }) : `${payee.holder} · ${payeeText(payee)}`;
}

function Target({ row }: { readonly row: PayBack }): ReactNode {
  return useTarget()(row);
}

function useColumns(): readonly DataColumn<PayBack>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<PayBack>[] => [
      { id: 'distributor', header: t('payBacks.distributor'), cell: (row) => row.distributorName },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="payBack" state={row.state} />,
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'act',
        header: t('common:labels.action'),
        width: 200,
        hideable: false,
        cell: (row) => <Decision row={row} />,
      },
      { id: 'to', header: t('payBacks.to'), wrap: true, cell: (row) => <Target row={row} /> },
      {
        id: 'number',
        header: t('payBacks.number'),
        width: 150,
        givesWay: true,
        cell: (row) => <span className="mono">{row.payBackNo}</span>,
      },
      { id: 'reason', header: t('common:labels.reason'), wrap: true, narrow: 'hide', cell: (row) => row.reason ?? '' },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}

const VERDICTS = ['approve', 'reject'] as const;
type Verdict = (typeof VERDICTS)[number];

function Decision({ row }: { readonly row: PayBack }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  if (row.state === 'sending' && row.withdrawalId !== null) {
    return (
      <Anchor size="sm" href={`/withdrawals?open=${row.withdrawalId}`}>
        {t('payBacks.toWithdrawal')}
      </Anchor>
    );
  }
  if (row.state !== 'requested' || !can('wallets.approve_pay_back')) return null;
  return (
    <VerdictButtons
      verdicts={VERDICTS.filter((verdict) => verdict === 'reject' || !row.isOwn)}
      agrees="approve"
      nameOf={(verdict) => t(`payBacks.${verdict}`)}
      note={row.isOwn && t('payBacks.own')}
    >
      {(verdict, close) => <VerdictDialog row={row} verdict={verdict} onClose={close} />}
    </VerdictButtons>
  );
}

interface VerdictProps {
  readonly row: PayBack;
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

const SAID = { approve: 'approved', reject: 'rejected' } as const;

function VerdictDialog({ row, verdict, onClose }: VerdictProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const moneyText = useMoneyText();
  const target = useTarget();
  const payBackId = row.id;
  const isApproval = verdict === 'approve';
  const { run, ...state } = useAct(
    (reason: string) =>
      isApproval
        ? client.wallets.approvePayBack.mutate({ payBackId })
        : client.wallets.rejectPayBack.mutate({ payBackId, reason }),
    { said: t(`payBacks.${SAID[verdict]}`), onDone: onClose, refresh: refreshWithdrawals },
  );
  const date = format.date(row.toppedUpAt);
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      danger={!isApproval}
      title={t(`payBacks.titles.${verdict}`)}
      description={
        <>
          {t(`payBacks.${verdict}Help`)}
          {isApproval && row.payee !== null ? ` ${t('payBacks.approveByBank')}` : null}
        </>
      }
      facts={[
        { label: t('payBacks.distributor'), value: row.distributorName },
        { label: t('payBacks.number'), value: <span className="mono">{row.payBackNo}</span> },
        { label: t('payBacks.to'), value: target(row) },
        ...(row.payerName === null ? [] : [{ label: t('payBacks.payer'), value: row.payerName }]),
        {
          label: t('payBacks.toppedUp'),
          value: t('payBacks.toppedUpOf', { amount: moneyText(row.toppedUp), date }),
        },
        ...(row.checksNeeded < 2
          ? []
          : [
              {
                label: t('common:labels.state'),
                value: t('payBacks.checks', { done: row.checksDone, all: row.checksNeeded }),
              },
            ]),
        { label: t('common:labels.amount'), value: <Money {...row.amount} />, align: 'end', strong: true },
      ]}
      reason={isApproval ? 'none' : 'required'}
      confirmLabel={t(`payBacks.${verdict}`)}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}
