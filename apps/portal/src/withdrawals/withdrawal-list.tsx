import type { WithdrawalRowDto } from '@keyfall/contracts/withdrawal-schemas';
import { WITHDRAWAL_STATES } from '@keyfall/contracts';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, KeyValueList, Money, PanelSection, SidePanel, Timeline } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Loaded, StateLabel, useCan, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ListEmpty, useAct, usePayeeText, useStateFilter } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

/** What was asked for, newest first, and what became of it. */
export function WithdrawalList(): ReactNode {
  const t = useT('portal');
  const [url, setUrl] = useUrlState('open');
  const paging = useKeysetPaging('withdrawals');
  const { state, filterBar } = useStateFilter(
    WITHDRAWAL_STATES,
    (each) => t(`common:states.withdrawal.${each}`),
    paging,
  );
  const query = useQuery({
    ...trpc.withdrawals.list.queryOptions({
      ...paging.input,
      ...(state === undefined ? {} : { states: [state] }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useColumns();
  return (
    <>
      {filterBar}
      <DataTable
        id="withdrawals"
        label={t('nav.withdrawals')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.withdrawalNo}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('withdrawals.emptyTitle')}
            description={t('withdrawals.emptyHelp')}
          />
        }
      />
      {url.open === undefined ? null : (
        <WithdrawalPanel key={url.open} id={url.open} onClose={() => setUrl({ open: undefined })} />
      )}
    </>
  );
}

function WithdrawalPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const query = useQuery(trpc.withdrawals.get.queryOptions({ withdrawalId: id }));
  const state = query.data?.state;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={<span className="mono">{query.data?.withdrawalNo ?? ''}</span>}
      {...(state === undefined ? {} : { state: <StateLabel of="withdrawal" state={state} /> })}
    >
      <Loaded query={query}>{(withdrawal) => <WithdrawalFacts withdrawal={withdrawal} />}</Loaded>
    </SidePanel>
  );
}

function WithdrawalFacts({ withdrawal }: { readonly withdrawal: Outputs['withdrawals']['get'] }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const { lookUp } = useI18n();
  const can = useCan();
  const payeeText = usePayeeText();
  const { payee } = withdrawal;
  return (
    <>
      <PanelSection>
        <KeyValueList
          items={[
            { label: t('common:labels.amount'), value: <Money {...withdrawal.amount} />, align: 'end' },
            { label: t('withdrawals.fee'), value: <Money {...withdrawal.fee} />, align: 'end' },
            {
              label: t('withdrawals.taxAt', { rate: withdrawal.taxRate }),
              value: <Money {...withdrawal.taxWithheld} />,
              align: 'end',
            },
            { label: t('withdrawals.net'), value: <Money {...withdrawal.net} />, align: 'end', strong: true },
            {
              label: t('withdrawals.payee'),
              value: `${payee.holder} · ${payeeText(payee)}`,
            },
            { label: t('common:labels.created'), value: format.dateTime(withdrawal.createdAt) },
            ...(withdrawal.reason === null ? [] : [{ label: t('withdrawals.reason'), value: withdrawal.reason }]),
          ]}
        />
        {withdrawal.canCancel && can('withdrawals.cancel') ? <CancelButton id={withdrawal.id} /> : null}
      </PanelSection>
      <PanelSection title={t('withdrawals.history')}>
        <Timeline
          label={t('withdrawals.history')}
          entries={withdrawal.events.toReversed().map((event) => ({
            id: event.id,
            at: event.at,
            title: lookUp(`portal:withdrawals.events.${event.kind}`) ?? event.kind,
            actor: t(`withdrawals.by.${event.by}`),
          }))}
        />
      </PanelSection>
    </>
  );
}

function CancelButton({ id }: { readonly id: string }): ReactNode {
  const t = useT('portal');
  const [asking, setAsking] = useState(false);
  const { run, ...state } = useAct(() => client.withdrawals.cancel.mutate({ withdrawalId: id }), {
    said: t('withdrawals.cancelled'),
    onDone: () => setAsking(false),
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.withdrawals.pathKey() }),
  });
  return (
    <>
      <Button variant="default" mt="md" onClick={() => setAsking(true)}>
        {t('withdrawals.cancel')}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('withdrawals.cancelTitle')}
        description={t('withdrawals.cancelHelp')}
        confirmLabel={t('withdrawals.cancel')}
        danger
        {...state}
        onConfirm={() => run()}
      />
    </>
  );
}

function useColumns(): readonly DataColumn<WithdrawalRowDto>[] {
  const t = useT('portal');
  const payeeText = usePayeeText();
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<WithdrawalRowDto>[] => [
      {
        id: 'number',
        header: t('withdrawals.number'),
        width: 150,
        cell: (row) => <span className="mono">{row.withdrawalNo}</span>,
      },
      {
        id: 'payee',
        header: t('withdrawals.payee'),
        cell: (row) => (
          <>
            {payeeText(row.payee)}{' '}
            {row.source === 'wallet' ? <span className="quiet small">{t('withdrawals.ofWallet')}</span> : null}
          </>
        ),
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.amount} />,
      },
      { id: 'net', header: t('withdrawals.net'), align: 'end', width: 130, cell: (row) => <Money {...row.net} /> },
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
