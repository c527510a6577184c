import { useT } from '@keyfall/i18n';
import { ConfirmAction, PanelSection } from '@keyfall/ui';
import { useCan, useMoneyText } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { refreshWithdrawals } from './refresh-withdrawals.ts';
import type { Detail } from './withdrawal-panel.tsx';

type Dialog = 'approve' | 'reject' | 'resolve' | 'return';
type Outcome = 'paid' | 'failed' | 'returned';

export interface WithdrawalActsProps {
  readonly withdrawal: Detail;
  readonly onSubmit: () => void;
}

/** What the reader may do with it now, or why not. */
export function WithdrawalActs({ withdrawal, onSubmit }: WithdrawalActsProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const [dialog, setDialog] = useState<Dialog | undefined>(undefined);
  const { acts, blockedBy } = withdrawal;
  const has = (act: (typeof acts)[number]): boolean =>
    acts.includes(act) && can(act === 'approve' || act === 'reject' ? 'withdrawals.approve' : 'withdrawals.submit');
  const isWaiting = (withdrawal.state === 'submitted' || withdrawal.state === 'unknown') && acts.length === 0;
  const isNoted = blockedBy !== null || isWaiting;
  if (!isNoted && !acts.some(has)) return null;
  const close = (): void => setDialog(undefined);
  return (
    <PanelSection>
      {isNoted ? (
        <p style={{ margin: '0 0 12px' }}>
          {blockedBy === null ? t('withdrawals.waiting') : t(`withdrawals.blocked.${blockedBy}`)}
        </p>
      ) : null}
      <Group gap="xs">
        {has('approve') ? <Button onClick={() => setDialog('approve')}>{t('withdrawals.approve')}</Button> : null}
        {has('submit') ? <Button onClick={onSubmit}>{t('withdrawals.submit')}</Button> : null}
        {has('resolve') ? <Button onClick={() => setDialog('resolve')}>{t('withdrawals.resolve')}</Button> : null}
        {has('reject') ? (
          <Button variant="default" onClick={() => setDialog('reject')}>
            {t('withdrawals.reject')}
          </Button>
        ) : null}
        {has('return') ? (
          <Button variant="default" onClick={() => setDialog('return')}>
            {t('withdrawals.returnIt')}
          </Button>
        ) : null}
      </Group>
      {dialog === 'approve' ? <ApproveDialog withdrawal={withdrawal} onClose={close} /> : null}
      {dialog === 'reject' ? <RejectDialog withdrawal={withdrawal} onClose={close} /> : null}
      {dialog === 'resolve' || dialog === 'return' ? (
        <ResolveDialog
          withdrawal={withdrawal}
          outcomes={dialog === 'return' ? ['returned'] : ['paid', 'failed']}
          onClose={close}
        />
      ) : null}
    </PanelSection>
  );
}

interface DialogProps {
  readonly withdrawal: Detail;
  readonly onClose: () => void;
}

/** The figures and the payee, as every dialog about a withdrawal shows them. */
function useFacts(withdrawal: Detail) {
  const t = useT('admin');
  const moneyText = useMoneyText();
  return [
    { label: t('withdrawals.distributor'), value: withdrawal.distributorName },
    { label: t('withdrawals.payee'), value: `${withdrawal.payee.holder} ${withdrawal.payee.mask}` },
    { label: t('withdrawals.amount'), value: moneyText(withdrawal.amount), align: 'end' as const },
    { label: t('withdrawals.fee'), value: moneyText(withdrawal.fee), align: 'end' as const },
    { label: t('withdrawals.tax'), value: moneyText(withdrawal.taxWithheld), align: 'end' as const },
    { label: t('withdrawals.net'), value: moneyText(withdrawal.net), align: 'end' as const, strong: true },
  ];
}

function ApproveDialog({ withdrawal, onClose }: DialogProps): ReactNode {
  const t = useT('admin');
  const moneyText = useMoneyText();
  const { run, ...state } = useAct(client.withdrawals.approve.mutate, {
    said: t('withdrawals.approved'),
    onDone: onClose,
    refresh: refreshWithdrawals,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('withdrawals.approveTitle')}
      description={t('withdrawals.approveHelp')}
      facts={useFacts(withdrawal)}
      confirmLabel={t('withdrawals.approveNow', { amount: moneyText(withdrawal.amount) })}
      {...state}
      onConfirm={() => run({ withdrawalId: withdrawal.id })}
    />
  );
}

function RejectDialog({ withdrawal, onClose }: DialogProps): ReactNode {
  const t = useT('admin');
  const { run, ...state } = useAct(client.withdrawals.reject.mutate, {
    said: t('withdrawals.rejected'),
    onDone: onClose,
    refresh: refreshWithdrawals,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('withdrawals.rejectTitle')}
      description={t('withdrawals.rejectHelp')}
      facts={useFacts(withdrawal)}
      confirmLabel={t('withdrawals.reject')}
      danger
      reason="required"
      {...state}
      onConfirm={({ reason = '' }) => run({ withdrawalId: withdrawal.id, reason })}
    />
  );
}

function ResolveDialog({
  withdrawal,
  outcomes,
  onClose,
}: DialogProps & { readonly outcomes: readonly Outcome[] }): ReactNode {
  const t = useT('admin');
  const [outcome, setOutcome] = useState<Outcome>(outcomes[0] ?? 'paid');
  const [bankReference, setBankReference] = useState('');
  const { run, ...state } = useAct(client.withdrawals.resolve.mutate, {
    said: t('withdrawals.resolved'),
    onDone: onClose,
    refresh: refreshWithdrawals,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('withdrawals.resolveTitle')}
      description={
        <Stack gap="sm">
          <span>{t('withdrawals.resolveHelp')}</span>
          <NativeSelect
            label={t('withdrawals.outcome')}
            data={outcomes.map((each) => ({ value: each, label: t(`withdrawals.outcomes.${each}`) }))}
            value={outcome}
            onChange={(event) => {
              const next = outcomes.find((each) => each === event.currentTarget.value);
              if (next !== undefined) setOutcome(next);
            }}
          />
          <TextInput
            label={t('withdrawals.bankReference')}
            description={t('withdrawals.bankReferenceHelp')}
            required
            maxLength={120}
            value={bankReference}
            onChange={(event) => setBankReference(event.currentTarget.value)}
          />
        </Stack>
      }
      facts={useFacts(withdrawal)}
      canConfirm={bankReference.trim().length >= 3}
      reason="optional"
      confirmLabel={t('withdrawals.resolve')}
      {...state}
      onConfirm={({ reason }) =>
        run({
          withdrawalId: withdrawal.id,
          outcome,
          bankReference,
          ...(reason === undefined ? {} : { reason }),
        })
      }
    />
  );
}
