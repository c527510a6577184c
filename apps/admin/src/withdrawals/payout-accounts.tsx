import { useT } from '@keyfall/i18n';
import { ErrorState, KeyValueList } from '@keyfall/ui';
import { useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Outputs } from '../api.ts';
import { refreshWithdrawals } from './refresh-withdrawals.ts';

type Account = Outputs['withdrawals']['accounts'][number];

/** What withdrawals are paid from: rails and banks. */
export function PayoutAccounts({ accounts }: { readonly accounts: readonly Account[] | undefined }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => withStepUp(() => client.withdrawals.addBankAccount.mutate({ name: name.trim() })),
    onSuccess: async () => {
      setName('');
      toast.success(t('common:messages.saved'));
      await refreshWithdrawals();
    },
  });
  const turn = useMutation({
    mutationFn: (account: Account) =>
      withStepUp(() => client.withdrawals.switchAccount.mutate({ accountId: account.id, enabled: !account.enabled })),
    onSuccess: refreshWithdrawals,
    onError: toast.error,
  });
  const notice = noticeOf(add.error);
  return (
    <section className="panel-card" aria-label={t('withdrawals.rules.accounts')}>
      <h2>{t('withdrawals.rules.accounts')}</h2>
      <p>{t('withdrawals.rules.accountsHelp')}</p>
      <KeyValueList
        items={(accounts ?? []).map((account) => ({
          label: account.name,
          value: (
            <Group gap="xs" justify="flex-end">
              <span>
                {t(`withdrawals.rules.providers.${account.provider}`)}
                {account.enabled ? '' : ` · ${t('withdrawals.rules.isOff')}`}
              </span>
              {can('payments.configure') ? (
                <Button size="compact-sm" variant="default" onClick={() => turn.mutate(account)}>
                  {t(account.enabled ? 'withdrawals.rules.off' : 'withdrawals.rules.on')}
                </Button>
              ) : null}
            </Group>
          ),
          align: 'end',
        }))}
      />
      {can('payments.configure') ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '' && !add.isPending) add.mutate();
          }}
        >
          <Group align="flex-end" mt="md">
            <TextInput
              label={t('withdrawals.rules.bankName')}
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={add.isPending}>
              {t('withdrawals.rules.addBank')}
            </Button>
          </Group>
          {notice === undefined ? null : <ErrorState compact error={notice} />}
        </form>
      ) : null}
    </section>
  );
}
