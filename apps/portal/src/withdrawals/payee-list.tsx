import type { PayeeDto } from '@keyfall/contracts/withdrawal-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, KeyValueList, PanelSection, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useTableState, useUrlState } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Desk } from './ask-panel.tsx';
import { PayeeForm } from './payee-form.tsx';

/** Where the distributor's money may go. */
export function PayeeList({ desk }: { readonly desk: Desk | undefined }): ReactNode {
  const t = useT('portal');
  const [url, setUrl] = useUrlState('open', 'act');
  const query = useQuery(trpc.payees.list.queryOptions());
  const table = useTableState(query);
  const columns = useColumns();
  const open = query.data?.find((payee) => payee.id === url.open);
  const isForm = url.act === 'add' || (url.act === 'replace' && open !== undefined);
  const close = (): void => setUrl({ open: undefined, act: undefined });
  return (
    <>
      <DataTable
        id="payees"
        label={t('withdrawals.views.payees')}
        columns={columns}
        rows={query.data}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.holder} ${row.mask}`}
        onOpen={(row) => setUrl({ open: row.id, act: undefined }, { push: true })}
        openKey={url.open}
        {...table}
        empty={<EmptyState title={t('payees.emptyTitle')} description={t('payees.emptyHelp')} />}
      />
      <SidePanel
        opened={isForm || open !== undefined}
        onClose={close}
        title={url.act === 'add' ? t('payees.add') : url.act === 'replace' ? t('payees.replace') : (open?.holder ?? '')}
        {...(open === undefined || isForm ? {} : { state: <PayeeState payee={open} /> })}
      >
        {isForm ? (
          desk === undefined ? null : (
            <PayeeForm desk={desk} replaced={url.act === 'replace' ? open : undefined} onDone={close} />
          )
        ) : open === undefined ? null : (
          <PayeeFacts payee={open} onReplace={() => setUrl({ act: 'replace' })} onGone={close} />
        )}
      </SidePanel>
    </>
  );
}

const TONES = { pending: 'warning', verified: 'success', refused: 'danger', removed: 'neutral' } as const;

function PayeeState({ payee }: { readonly payee: PayeeDto }): ReactNode {
  const t = useT('portal');
  const isCooling = payee.state === 'verified' && !payee.isUsable;
  return (
    <StateBadge tone={isCooling ? 'info' : TONES[payee.state]}>
      {t(`payees.states.${isCooling ? 'cooling' : payee.state}`)}
    </StateBadge>
  );
}

interface PayeeFactsProps {
  readonly payee: PayeeDto;
  readonly onReplace: () => void;
  readonly onGone: () => void;
}

function PayeeFacts({ payee, onReplace, onGone }: PayeeFactsProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const { run, ...state } = useAct(() => client.payees.remove.mutate({ payeeId: payee.id }), {
    said: t('payees.removed'),
    onDone: onGone,
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.payees.pathKey() }),
  });
  return (
    <PanelSection>
      <KeyValueList
        items={[
          { label: t('payees.kind'), value: t(`common:kinds.payee.${payee.kind}`) },
          { label: t('payees.number'), value: <span className="mono">{payee.mask}</span> },
          ...(payee.bankName === null ? [] : [{ label: t('payees.bankName'), value: payee.bankName }]),
          ...(payee.branch === null ? [] : [{ label: t('payees.branch'), value: payee.branch }]),
          { label: t('payees.usableFrom'), value: format.dateTime(payee.usableFrom) },
          ...(payee.refusedReason === null ? [] : [{ label: t('payees.refusedReason'), value: payee.refusedReason }]),
        ]}
      />
      {can('payees.write') ? (
        <Group gap="xs" mt="md">
          <Button variant="default" onClick={onReplace}>
            {t('payees.replace')}
          </Button>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('payees.remove')}
          </Button>
        </Group>
      ) : null}
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('payees.removeTitle')}
        description={t('payees.removeHelp')}
        facts={[{ label: t('payees.number'), value: `${payee.holder} ${payee.mask}` }]}
        confirmLabel={t('payees.remove')}
        danger
        {...state}
        onConfirm={() => run()}
      />
    </PanelSection>
  );
}

function useColumns(): readonly DataColumn<PayeeDto>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<PayeeDto>[] => [
      { id: 'holder', header: t('payees.holder'), cell: (row) => row.holder },
      {
        id: 'bank',
        header: t('payees.bankName'),
        width: 160,
        cell: (row) => row.bankName ?? t(`common:kinds.payee.${row.kind}`),
      },
      { id: 'number', header: t('payees.number'), width: 150, cell: (row) => <span className="mono">{row.mask}</span> },
      {
        id: 'state',
        header: t('payees.state'),
        width: 140,
        narrow: 'corner',
        cell: (row) => <PayeeState payee={row} />,
      },
      { id: 'from', header: t('payees.usableFrom'), width: 170, cell: (row) => format.dateTime(row.usableFrom) },
    ],
    [t, format],
  );
}
