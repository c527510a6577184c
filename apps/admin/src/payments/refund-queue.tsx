import { REFUND_STATES } from '@keyfall/contracts';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, KeyValueList, Money, PanelSection, SidePanel } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ListEmpty, useStateFilter } from '@keyfall/web/office';
import { Anchor } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { RefundDecision } from '../orders/refund-decision.tsx';
import { SettleByHand } from './settle-by-hand.tsx';

type Refund = Outputs['refunds']['list']['items'][number];

/** Refunds, those that wait for a second person first of all. */
export function RefundQueue(): ReactNode {
  const t = useT('admin');
  const [url, setUrl] = useUrlState('open');
  const paging = useKeysetPaging('refunds');
  const { state, filterBar } = useStateFilter(REFUND_STATES, (each) => t(`common:states.refund.${each}`), paging);
  const query = useQuery({
    ...trpc.refunds.list.queryOptions({
      ...paging.input,
      ...(state === undefined ? {} : { states: [state] }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useRefundColumns();
  const open = query.data?.items.find((refund) => refund.id === url.open);
  return (
    <>
      {filterBar}
      <DataTable
        id="refunds"
        label={t('orders.refunds')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.orderNo ?? row.id}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('payments.noRefunds')}
            description={t('payments.noRefundsHelp')}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={t('payments.refund')}
        {...(open === undefined ? {} : { state: <StateLabel of="refund" state={open.state} /> })}
      >
        {open === undefined ? null : <RefundFacts refund={open} />}
      </SidePanel>
    </>
  );
}

function RefundFacts({ refund }: { readonly refund: Refund }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  return (
    <>
      <PanelSection>
        <KeyValueList
          items={[
            { label: t('common:labels.amount'), value: <Money {...refund.amount} size="large" />, align: 'end' },
            {
              label: t('inventory.order'),
              value:
                refund.orderNo === null ? null : <Anchor href={`/orders/${refund.orderNo}`}>{refund.orderNo}</Anchor>,
            },
            { label: t('payments.cause'), value: lookUp(`common:kinds.refundReason.${refund.cause}`) ?? refund.cause },
            { label: t('common:labels.reason'), value: refund.reason },
            {
              label: t('payments.askedBy'),
              value: t(refund.bySystem ? 'audit.actorKinds.system' : 'audit.actorKinds.staff'),
            },
            { label: t('common:labels.created'), value: format.dateTime(refund.createdAt) },
            { label: t('payments.doneAt'), value: refund.doneAt === null ? null : format.dateTime(refund.doneAt) },
            ...(refund.errorCode === null ? [] : [{ label: t('payments.lastError'), value: refund.errorCode }]),
          ]}
        />
        <RefundDecision refund={refund} />
        <SettleByHand refund={refund} />
      </PanelSection>
      {refund.lines.length === 0 ? null : (
        <PanelSection title={t('orders.lines')}>
          <KeyValueList
            items={refund.lines.map((line) => ({
              label: t('payments.refundLine', {
                line: line.line,
                units: format.number(line.openUnits + line.deliveredUnits),
              }),
              value: <Money {...line.amount} />,
              align: 'end',
            }))}
          />
        </PanelSection>
      )}
    </>
  );
}

function useRefundColumns(): readonly DataColumn<Refund>[] {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  return useMemo(
    (): readonly DataColumn<Refund>[] => [
      {
        id: 'order',
        header: t('inventory.order'),
        width: 190,
        cell: (row) => <span className="mono">{row.orderNo ?? ''}</span>,
      },
      { id: 'reason', header: t('common:labels.reason'), cell: (row) => row.reason },
      {
        id: 'cause',
        header: t('payments.cause'),
        width: 150,
        narrow: 'hide',
        cell: (row) => lookUp(`common:kinds.refundReason.${row.cause}`) ?? row.cause,
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
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="refund" state={row.state} />,
      },
      { id: 'created', header: t('common:labels.created'), width: 170, cell: (row) => format.dateTime(row.createdAt) },
    ],
    [t, format, lookUp],
  );
}
