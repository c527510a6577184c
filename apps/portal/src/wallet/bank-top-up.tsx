import { useT } from '@keyfall/i18n';
import { MoneyField } from '@keyfall/ui';
import { readAmount, useMoneyText } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, NativeSelect, Stack, TextInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import type { TopUpFormProps } from './top-up-panel.tsx';

/** Declares a transfer that the person has made at its bank. */
export function BankTopUp({ wallet, onDone }: TopUpFormProps): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const moneyText = useMoneyText();
  const [clientRef] = useState(() => crypto.randomUUID());
  const [typed, setTyped] = useState('');
  const [bankAccountId, setBankAccountId] = useState(wallet.bankAccounts[0]?.id ?? '');
  const [payerName, setPayerName] = useState(usePortalSession().distributor.name);
  const [note, setNote] = useState('');
  const amount = readAmount(typed, wallet.currency);
  const declare = useMutation({
    mutationFn: (wanted: NonNullable<typeof amount>) =>
      client.wallet.declareTopUp.mutate({ clientRef, bankAccountId, amount: wanted, payerName, note }),
    onSuccess: async () => {
      toast.success(t('wallet.form.declared'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
      onDone();
    },
    onError: toast.error,
  });
  const canSend = amount !== undefined && payerName.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (canSend) declare.mutate(amount);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <p className="quiet small">{t('wallet.form.declareHelp')}</p>
        <NativeSelect
          label={t('wallet.form.bankAccount')}
          value={bankAccountId}
          onChange={(event) => setBankAccountId(event.currentTarget.value)}
          data={wallet.bankAccounts.map(({ id, bank, holder, number }) => ({
            value: id,
            label: t('wallet.form.bankFacts', { bank, holder, number }),
          }))}
        />
        <MoneyField
          label={t('wallet.form.amount')}
          value={typed}
          onChange={setTyped}
          currency={wallet.currency}
          required
          error={typed !== '' && amount === undefined ? t('wallet.form.bad') : undefined}
        />
        <TextInput
          label={t('wallet.form.payer')}
          description={t('wallet.form.payerHelp')}
          value={payerName}
          onChange={(event) => setPayerName(event.currentTarget.value)}
          maxLength={120}
          required
        />
        <Textarea
          label={t('common:labels.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={500}
          autosize
        />
        <Button type="submit" loading={declare.isPending} disabled={!canSend}>
          {t('wallet.form.declare', { amount: amount === undefined ? '' : moneyText(amount) })}
        </Button>
      </Stack>
    </form>
  );
}
