import { useT } from '@keyfall/i18n';
import { MoneyField } from '@keyfall/ui';
import { readAmount } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { Card } from '../parts/card.tsx';
import type { Wallet } from './wallet-page.tsx';
import classes from './wallet.module.css';

/** Below what the wallet counts as low. */
export function LowMark({ wallet }: { readonly wallet: Wallet }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const [typed, setTyped] = useState(wallet.lowMark?.amount ?? '');
  const isEmpty = typed.trim() === '';
  const amount = readAmount(typed, wallet.currency);
  const save = useMutation({
    mutationFn: () => client.wallet.setLowMark.mutate({ lowMark: isEmpty ? null : (amount ?? null) }),
    onSuccess: async () => {
      toast.success(t('wallet.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallet.get.queryKey() });
    },
    onError: toast.error,
  });
  const isBad = !isEmpty && amount === undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBad) save.mutate();
  };
  return (
    <div className={classes['columns']}>
      <Card title={t('wallet.lowMarkTitle')} help={t('wallet.lowMarkHelp')}>
        <form className={classes['inline']} onSubmit={submit} noValidate>
          <MoneyField
            label={t('wallet.lowMark')}
            value={typed}
            onChange={setTyped}
            currency={wallet.currency}
            error={isBad ? t('wallet.form.bad') : undefined}
          />
          <Button type="submit" variant="default" loading={save.isPending} disabled={isBad}>
            {t('common:actions.save')}
          </Button>
        </form>
      </Card>
    </div>
  );
}
