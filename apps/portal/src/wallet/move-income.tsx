import { useT } from '@keyfall/i18n';
import { MoneyField } from '@keyfall/ui';
import { readAmount, useMoneyText } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { TopUpFormProps } from './top-up-panel.tsx';

/** Moves available income into the wallet, for good. */
export function MoveIncome({ wallet, onDone }: TopUpFormProps): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const moneyText = useMoneyText();
  const [clientRef] = useState(() => crypto.randomUUID());
  const [typed, setTyped] = useState('');
  const amount = readAmount(typed, wallet.currency);
  const move = useMutation({
    mutationFn: (wanted: NonNullable<typeof amount>) => client.wallet.moveIncome.mutate({ clientRef, amount: wanted }),
    onSuccess: async () => {
      toast.success(t('wallet.form.moved'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
      await queryClient.invalidateQueries({ queryKey: trpc.income.pathKey() });
      onDone();
    },
    onError: toast.error,
  });
  const owes = wallet.debt !== null && /[1-9]/.test(wallet.debt.amount);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (amount !== undefined) move.mutate(amount);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <p className="quiet small">
          {wallet.available === null ? null : t('wallet.form.available', { amount: moneyText(wallet.available) })}
          <br />
          {owes && wallet.debt !== null
            ? t('wallet.form.debt', { amount: moneyText(wallet.debt) })
            : t('wallet.form.incomeHelp')}
        </p>
        <MoneyField
          label={t('wallet.form.amount')}
          value={typed}
          onChange={setTyped}
          currency={wallet.currency}
          required
          disabled={owes}
          error={typed !== '' && amount === undefined ? t('wallet.form.bad') : undefined}
        />
        <Button type="submit" loading={move.isPending} disabled={owes || amount === undefined}>
          {t('wallet.form.move', { amount: amount === undefined ? '' : moneyText(amount) })}
        </Button>
      </Stack>
    </form>
  );
}
