import { PAYEE_STATES } from '@keyfall/contracts/payee';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, KeyValueList, PanelSection, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ListEmpty, useAct, usePayeeText, useStateFilter } from '@keyfall/web/office';
import { Button, Group, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { refreshWithdrawals } from './refresh-withdrawals.ts';

type Payee = Outputs['payees']['list']['items'][number];

const TONES = { pending: 'warning', verified: 'success', refused: 'danger', removed: 'neutral' } as const;

/** Whom money may go to, those that wait for proof first of all. */
export function PayeeQueue(): ReactNode {
  const t = useT('admin');
  const [url, setUrl] = useUrlState('open');
  const paging = useKeysetPaging('payees');
  const { state, filterBar } = useStateFilter(PAYEE_STATES, (each) => t(`withdrawals.payees.states.${each}`), paging);
  const query = useQuery({
    ...trpc.payees.list.queryOptions({
      ...paging.input,
      ...(state === undefined ? {} : { state }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useColumns();
  const open = query.data?.items.find((payee) => payee.id === url.open);
  return (
    <>
      {filterBar}
      <DataTable
        id="payees"
        label={t('withdrawals.views.payees')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.holder} ${row.mask}`}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('withdrawals.payees.emptyTitle')}
            description={t('withdrawals.payees.emptyHelp')}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={open?.holder ?? ''}
        {...(open === undefined ? {} : { state: <PayeeState payee={open} /> })}
      >
        {open === undefined ? null : <PayeeFacts key={open.id} payee={open} />}
      </SidePanel>
    </>
  );
}

function PayeeState({ payee }: { readonly payee: Payee }): ReactNode {
  const t = useT('admin');
  return <StateBadge tone={TONES[payee.state]}>{t(`withdrawals.payees.states.${payee.state}`)}</StateBadge>;
}

function PayeeFacts({ payee }: { readonly payee: Payee }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const [dialog, setDialog] = useState<'verify' | 'refuse' | undefined>(undefined);
  const mayVerify = can('payees.verify') && (payee.state === 'pending' || payee.state === 'refused');
  const mayRefuse = can('payees.verify') && (payee.state === 'pending' || payee.state === 'verified');
  return (
    <PanelSection>
      <KeyValueList
        items={[
          { label: t('withdrawals.distributor'), value: payee.distributorName },
          { label: t('withdrawals.legalName'), value: payee.legalName },
          { label: t('withdrawals.payees.holder'), value: payee.holder },
          { label: t('withdrawals.payees.number'), value: <span className="mono">{payee.mask}</span> },
          {
            label: t(payee.bankName === null ? 'withdrawals.payees.kind' : 'withdrawals.payees.bank'),
            value: payee.bankName ?? t(`common:kinds.payee.${payee.kind}`),
          },
          { label: t('withdrawals.payees.usableFrom'), value: format.dateTime(payee.usableFrom) },
          ...(payee.verifiedHow === null
            ? []
            : [
                {
                  label: t('withdrawals.payees.how'),
                  value: [t(`withdrawals.payees.hows.${payee.verifiedHow}`), payee.verifiedBy?.name ?? '']
                    .filter((part) => part !== '')
                    .join(' · '),
                },
              ]),
          ...(payee.evidence === null ? [] : [{ label: t('withdrawals.payees.evidence'), value: payee.evidence }]),
          ...(payee.refusedReason === null ? [] : [{ label: t('common:labels.reason'), value: payee.refusedReason }]),
          ...(payee.sharedWith.length === 0
            ? []
            : [{ label: t('withdrawals.payees.shared'), value: payee.sharedWith.join(', ') }]),
        ]}
      />
      <Group gap="xs" mt="md">
        {mayVerify ? <Button onClick={() => setDialog('verify')}>{t('withdrawals.payees.verify')}</Button> : null}
        {mayRefuse ? (
          <Button variant="default" onClick={() => setDialog('refuse')}>
            {t('withdrawals.payees.refuse')}
          </Button>
        ) : null}
      </Group>
      {dialog === undefined ? null : (
        <DecisionDialog payee={payee} decision={dialog} onClose={() => setDialog(undefined)} />
      )}
    </PanelSection>
  );
}

interface DecisionProps {
  readonly payee: Payee;
  readonly decision: 'verify' | 'refuse';
  readonly onClose: () => void;
}

function DecisionDialog({ payee, decision, onClose }: DecisionProps): ReactNode {
  const t = useT('admin');
  const [evidence, setEvidence] = useState('');
  const isVerify = decision === 'verify';
  const { run, ...state } = useAct(
    (reason: string) =>
      isVerify
        ? client.payees.verify.mutate({ payeeId: payee.id, evidence })
        : client.payees.refuse.mutate({ payeeId: payee.id, reason }),
    {
      said: t('withdrawals.payees.done'),
      onDone: onClose,
      refresh: refreshWithdrawals,
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(isVerify ? 'withdrawals.payees.verifyTitle' : 'withdrawals.payees.refuseTitle')}
      description={
        isVerify ? (
          <>
            <p style={{ marginTop: 0 }}>{t('withdrawals.payees.verifyHelp')}</p>
            <Textarea
              label={t('withdrawals.payees.evidence')}
              description={t('withdrawals.payees.evidenceHelp')}
              required
              minRows={2}
              maxLength={2000}
              value={evidence}
              onChange={(event) => setEvidence(event.currentTarget.value)}
            />
          </>
        ) : undefined
      }
      facts={[
        { label: t('withdrawals.distributor'), value: payee.distributorName },
        { label: t('withdrawals.legalName'), value: payee.legalName },
        { label: t('withdrawals.payees.holder'), value: payee.holder, strong: true },
        { label: t('withdrawals.payees.number'), value: payee.mask },
      ]}
      reason={isVerify ? 'none' : 'required'}
      canConfirm={!isVerify || evidence.trim().length >= 5}
      danger={!isVerify}
      confirmLabel={t(isVerify ? 'withdrawals.payees.verify' : 'withdrawals.payees.refuse')}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}

function useColumns(): readonly DataColumn<Payee>[] {
  const t = useT('admin');
  const payeeText = usePayeeText();
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Payee>[] => [
      { id: 'holder', header: t('withdrawals.payees.holder'), cell: (row) => row.holder },
      { id: 'distributor', header: t('withdrawals.distributor'), cell: (row) => row.distributorName },
      {
        id: 'number',
        header: t('withdrawals.payees.number'),
        width: 220,
        cell: payeeText,
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <PayeeState payee={row} />,
      },
      { id: 'created', header: t('common:labels.created'), width: 170, cell: (row) => format.dateTime(row.createdAt) },
    ],
    [t, format, payeeText],
  );
}
