import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, Money, MoneyField, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { readAmount, useCan, useKeysetPaging, useListTable, useTableState } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { refreshWithdrawals } from './refresh-withdrawals.ts';

type Debt = Outputs['debts']['list'][number];
type WriteOff = Outputs['debts']['writeOffs']['items'][number];

/** What distributors owe, and giving it up by two people. */
export function Debts(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const [chosen, setChosen] = useState<Debt | undefined>(undefined);
  const query = useQuery(trpc.debts.list.queryOptions());
  const table = useTableState(query);
  const columns = useDebtColumns(can('debts.write_off') ? setChosen : undefined);
  return (
    <>
      <DataTable
        id="debts"
        label={t('withdrawals.views.debts')}
        columns={columns}
        rows={query.data}
        rowKey={(row) => `${row.distributorId}-${row.debt.currency}`}
        rowLabel={(row) => row.distributorName}
        {...table}
        empty={<EmptyState title={t('withdrawals.debts.emptyTitle')} description={t('withdrawals.debts.emptyHelp')} />}
      />
      <h2 style={{ margin: '24px 0 12px' }}>{t('withdrawals.debts.proposals')}</h2>
      <WriteOffs />
      {chosen === undefined ? null : <ProposeDialog debt={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function ProposeDialog({ debt, onClose }: { readonly debt: Debt; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const [typed, setTyped] = useState(debt.debt.amount);
  const amount = readAmount(typed, debt.debt.currency);
  const { run, ...state } = useAct(
    (input: Pick<Inputs['debts']['requestWriteOff'], 'amount' | 'reason'>) =>
      client.debts.requestWriteOff.mutate({ distributorId: debt.distributorId, ...input }),
    {
      said: t('withdrawals.debts.proposed'),
      onDone: onClose,
      refresh: refreshWithdrawals,
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('withdrawals.debts.writeOffTitle')}
      description={
        <>
          <p style={{ marginTop: 0 }}>{t('withdrawals.debts.writeOffHelp')}</p>
          <MoneyField
            label={t('common:labels.amount')}
            currency={debt.debt.currency}
            required
            value={typed}
            onChange={setTyped}
          />
        </>
      }
      facts={[
        { label: t('withdrawals.distributor'), value: debt.distributorName },
        { label: t('withdrawals.debts.owed'), value: <Money {...debt.debt} />, align: 'end', strong: true },
      ]}
      reason="required"
      canConfirm={amount !== undefined}
      danger
      confirmLabel={t('withdrawals.debts.writeOff')}
      {...state}
      onConfirm={({ reason = '' }) => (amount === undefined ? undefined : run({ amount, reason }))}
    />
  );
}

const TONES = { requested: 'warning', approved: 'info', rejected: 'neutral' } as const;

function WriteOffs(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('write-offs');
  const [decision, setDecision] = useState<{ readonly row: WriteOff; readonly agrees: boolean } | undefined>(undefined);
  const query = useQuery({
    ...trpc.debts.writeOffs.queryOptions(paging.input),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useWriteOffColumns(setDecision);
  return (
    <>
      <DataTable
        id="write-offs"
        label={t('withdrawals.debts.proposals')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.distributorName}
        empty={
          <EmptyState title={t('withdrawals.debts.noneProposed')} description={t('withdrawals.debts.writeOffHelp')} />
        }
      />
      {decision === undefined ? null : <DecideDialog {...decision} onClose={() => setDecision(undefined)} />}
    </>
  );
}

interface DecideProps {
  readonly row: WriteOff;
  readonly agrees: boolean;
  readonly onClose: () => void;
}

function DecideDialog({ row, agrees, onClose }: DecideProps): ReactNode {
  const t = useT('admin');
  const { run, ...state } = useAct(
    () => {
      const input = { writeOffId: row.id };
      return agrees ? client.debts.approveWriteOff.mutate(input) : client.debts.rejectWriteOff.mutate(input);
    },
    {
      said: t('withdrawals.debts.decided'),
      onDone: onClose,
      refresh: refreshWithdrawals,
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(agrees ? 'withdrawals.debts.approveTitle' : 'withdrawals.debts.reject')}
      {...(agrees ? { description: t('withdrawals.debts.approveHelp') } : {})}
      facts={[
        { label: t('withdrawals.distributor'), value: row.distributorName },
        { label: t('common:labels.amount'), value: <Money {...row.amount} />, align: 'end', strong: true },
        { label: t('common:labels.reason'), value: row.reason },
        { label: t('withdrawals.debts.by'), value: row.requestedBy.name },
      ]}
      danger={agrees}
      confirmLabel={t(agrees ? 'withdrawals.debts.approve' : 'withdrawals.debts.reject')}
      {...state}
      onConfirm={() => run()}
    />
  );
}

function useDebtColumns(onWriteOff: ((debt: Debt) => void) | undefined): readonly DataColumn<Debt>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Debt>[] => [
      { id: 'distributor', header: t('withdrawals.distributor'), cell: (row) => row.distributorName },
      {
        id: 'owed',
        header: t('withdrawals.debts.owed'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.debt} />,
      },
      {
        id: 'pending',
        header: t('withdrawals.debts.pending'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.pending} />,
      },
      {
        id: 'since',
        header: t('withdrawals.debts.since'),
        width: 140,
        cell: (row) => (row.since === null ? '' : format.date(row.since)),
      },
      ...(onWriteOff === undefined
        ? []
        : [
            {
              id: 'act',
              header: t('common:labels.action'),
              width: 120,
              cell: (row: Debt) => (
                <Button size="compact-sm" variant="default" onClick={() => onWriteOff(row)}>
                  {t('withdrawals.debts.writeOff')}
                </Button>
              ),
            },
          ]),
    ],
    [t, format, onWriteOff],
  );
}

function useWriteOffColumns(
  onDecide: (decision: { readonly row: WriteOff; readonly agrees: boolean }) => void,
): readonly DataColumn<WriteOff>[] {
  const t = useT('admin');
  const can = useCan();
  const mayAgree = can('debts.approve_write_off');
  const mayReject = can('debts.write_off');
  return useMemo(
    (): readonly DataColumn<WriteOff>[] => [
      { id: 'distributor', header: t('withdrawals.distributor'), cell: (row) => row.distributorName },
      { id: 'reason', header: t('common:labels.reason'), wrap: true, cell: (row) => row.reason },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.amount} />,
      },
      { id: 'by', header: t('withdrawals.debts.by'), width: 140, cell: (row) => row.requestedBy.name ?? '' },
      { id: 'decided', header: t('withdrawals.debts.decidedBy'), width: 140, cell: (row) => row.decidedBy?.name ?? '' },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <StateBadge tone={TONES[row.state]}>{t(`withdrawals.debts.states.${row.state}`)}</StateBadge>,
      },
      {
        id: 'act',
        header: t('common:labels.action'),
        width: 210,
        cell: (row) =>
          row.state !== 'requested' ? null : (
            <Group gap={6} wrap="nowrap">
              {mayAgree && !row.isOwn ? (
                <Button size="compact-sm" onClick={() => onDecide({ row, agrees: true })}>
                  {t('withdrawals.debts.approve')}
                </Button>
              ) : null}
              {mayReject ? (
                <Button size="compact-sm" variant="default" onClick={() => onDecide({ row, agrees: false })}>
                  {t('withdrawals.debts.reject')}
                </Button>
              ) : null}
            </Group>
          ),
      },
    ],
    [t, mayAgree, mayReject, onDecide],
  );
}
