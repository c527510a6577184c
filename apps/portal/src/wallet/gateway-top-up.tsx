import { useT } from '@keyfall/i18n';
import { MoneyField } from '@keyfall/ui';
import { readAmount, useMoneyText } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, NativeSelect, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client } from '../api.ts';
import type { TopUpFormProps } from './top-up-panel.tsx';

/** Pays into the wallet at a gateway, which is where the person is led. */
export function GatewayTopUp({ wallet }: TopUpFormProps): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const moneyText = useMoneyText();
  const [typed, setTyped] = useState('');
  const [accountId, setAccountId] = useState(wallet.methods[0]?.id ?? '');
  const [clientRef] = useState(() => crypto.randomUUID());
  const amount = readAmount(typed, wallet.currency);
  const start = useMutation({
    mutationFn: (wanted: NonNullable<typeof amount>) =>
      // Another amount is another top-up.
      client.wallet.startTopUp.mutate({
        clientRef: `${clientRef.slice(0, 23)}-${wanted.amount.replace('.', '-')}-${accountId.slice(-6)}`,
        accountId,
        amount: wanted,
      }),
    onSuccess: ({ payUrl }) => {
      window.location.assign(payUrl);
    },
    onError: toast.error,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (amount !== undefined) start.mutate(amount);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <MoneyField
          label={t('wallet.form.amount')}
          value={typed}
          onChange={setTyped}
          currency={wallet.currency}
          required
          error={typed !== '' && amount === undefined ? t('wallet.form.bad') : undefined}
        />
        <NativeSelect
          label={t('wallet.form.account')}
          value={accountId}
          onChange={(event) => setAccountId(event.currentTarget.value)}
          data={wallet.methods.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button type="submit" loading={start.isPending || start.isSuccess} disabled={amount === undefined}>
          {t('wallet.form.pay', { amount: amount === undefined ? '' : moneyText(amount) })}
        </Button>
      </Stack>
    </form>
  );
}
