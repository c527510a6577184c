import { useT } from '@keyfall/i18n';
import { EmptyState, MoneyField, SidePanel } from '@keyfall/ui';
import { Loaded, readAmount } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';

/** Declares a transfer for a distributor that told of it by other means; another person confirms it. */
export function DeclareTopUp({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const rules = useQuery(trpc.wallets.rules.queryOptions());
  return (
    <SidePanel opened onClose={onClose} title={t('wallets.declare')}>
      <Loaded query={rules}>
        {(loaded) =>
          loaded.bankAccounts.some((account) => account.enabled) ? (
            <DeclareForm rules={loaded} onDone={onClose} />
          ) : (
            <EmptyState title={t('wallets.noAccounts')} description={t('wallets.accountsHelp')} compact />
          )
        }
      </Loaded>
    </SidePanel>
  );
}

interface DeclareFormProps {
  readonly rules: Outputs['wallets']['rules'];
  readonly onDone: () => void;
}

function DeclareForm({ rules, onDone }: DeclareFormProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const [clientRef] = useState(() => crypto.randomUUID());
  const accounts = rules.bankAccounts.filter((account) => account.enabled);
  const [distributorId, setDistributorId] = useState<string | undefined>(undefined);
  const [bankAccountId, setBankAccountId] = useState(accounts[0]?.id ?? '');
  const [typed, setTyped] = useState('');
  const [payerName, setPayerName] = useState('');
  const amount = readAmount(typed, rules.currency);
  const canSend = distributorId !== undefined && amount !== undefined && payerName.trim() !== '';
  const declare = useMutation({
    mutationFn: (input: { readonly distributorId: string; readonly amount: NonNullable<typeof amount> }) =>
      client.wallets.declareTopUp.mutate({ clientRef, bankAccountId, payerName, ...input }),
    onSuccess: async () => {
      toast.success(t('wallets.declared'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallets.pathKey() });
      onDone();
    },
    onError: toast.error,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (canSend) declare.mutate({ distributorId, amount });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <DistributorPicker
          label={t('wallets.distributor')}
          value={distributorId}
          onChange={setDistributorId}
          required
        />
        <NativeSelect
          label={t('wallets.bankAccount')}
          value={bankAccountId}
          onChange={(event) => setBankAccountId(event.currentTarget.value)}
          data={accounts.map(({ id, bank, holder, number }) => ({
            value: id,
            label: t('wallets.bankFacts', { bank, holder, number }),
          }))}
        />
        <MoneyField
          label={t('wallets.amount')}
          value={typed}
          onChange={setTyped}
          currency={rules.currency}
          required
          error={typed !== '' && amount === undefined ? t('wallets.bad') : undefined}
        />
        <TextInput
          label={t('wallets.payerName')}
          value={payerName}
          maxLength={120}
          required
          onChange={(event) => setPayerName(event.currentTarget.value)}
        />
        <Button type="submit" loading={declare.isPending} disabled={!canSend}>
          {t('wallets.declare')}
        </Button>
      </Stack>
    </form>
  );
}
