import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useErrorNotice, useMoneyText, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { refreshWithdrawals } from './refresh-withdrawals.ts';

type Row = Pick<Outputs['withdrawals']['list']['items'][number], 'id' | 'withdrawalNo' | 'net' | 'payee'>;

const SHOWN = 8;

/** Sends approved withdrawals: by which account, to whom, how much. */
export function SubmitDialog({
  rows,
  onClose,
}: {
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const moneyText = useMoneyText();
  const withStepUp = useStepUp();
  const accounts = useQuery(trpc.withdrawals.accounts.queryOptions());
  const usable = (accounts.data ?? []).filter((account) => account.enabled);
  const [chosen, setChosen] = useState('');
  const accountId = chosen === '' ? (usable[0]?.id ?? '') : chosen;
  const submit = useMutation({
    mutationFn: () =>
      withStepUp(() => client.withdrawals.submit.mutate({ withdrawalIds: rows.map((row) => row.id), accountId })),
    onSuccess: async ({ submitted }) => {
      toast.success(t('withdrawals.submitted', { count: submitted }));
      onClose();
      await refreshWithdrawals();
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('withdrawals.submitTitle', { count: rows.length })}
      description={
        <Stack gap="sm">
          <span>{t('withdrawals.submitHelp')}</span>
          {accounts.data !== undefined && usable.length === 0 ? (
            <strong>{t('withdrawals.noAccount')}</strong>
          ) : (
            <NativeSelect
              label={t('withdrawals.account')}
              data={usable.map((account) => ({
                value: account.id,
                label: `${account.name} · ${t(`withdrawals.rules.providers.${account.provider}`)}`,
              }))}
              value={accountId}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
        </Stack>
      }
      facts={rows.slice(0, SHOWN).map((row) => ({
        label: row.withdrawalNo,
        value: `${row.payee.holder} ${row.payee.mask} · ${moneyText(row.net)}`,
        align: 'end',
      }))}
      canConfirm={accountId !== ''}
      confirmLabel={t('withdrawals.submitNow')}
      busy={submit.isPending}
      error={noticeOf(submit.error)}
      onConfirm={() => submit.mutate()}
    />
  );
}
