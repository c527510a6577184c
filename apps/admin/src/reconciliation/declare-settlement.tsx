import type { ClearingDto } from '@keyfall/contracts/reconciliation-schemas';
import type { BankAccountDto } from '@keyfall/contracts/wallet-schemas';
import { useT } from '@keyfall/i18n';
import { formatMinor, isCurrencyCode, parseMinor } from '@keyfall/money/format';
import { EmptyState, Money, MoneyField, SidePanel } from '@keyfall/ui';
import { Loaded, readAmount } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

/** A provider's money stands on the bank's statement: which line, how much, for which bills. Another person agrees. */
export function DeclareSettlement({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const rules = useQuery(trpc.wallets.rules.queryOptions());
  const unsettled = useQuery(trpc.reconciliation.unsettled.queryOptions());
  return (
    <SidePanel opened onClose={onClose} title={t('settlements.declare')}>
      <Loaded query={rules}>
        {({ bankAccounts }) => (
          <Loaded query={unsettled}>
            {(accounts) => {
              const banks = bankAccounts.filter((bank) => bank.enabled);
              const owing = accounts.filter(({ clearing }) =>
                banks.some((bank) => bank.currency === clearing.currency),
              );
              if (banks.length === 0)
                return <EmptyState compact title={t('wallets.noAccounts')} description={t('settlements.noBankHelp')} />;
              if (owing.length === 0)
                return (
                  <EmptyState
                    compact
                    title={t('settlements.nothingOwed')}
                    description={t('settlements.nothingOwedHelp')}
                  />
                );
              return <DeclareForm banks={banks} accounts={owing} onDone={onClose} />;
            }}
          </Loaded>
        )}
      </Loaded>
    </SidePanel>
  );
}

interface DeclareFormProps {
  readonly banks: readonly BankAccountDto[];
  readonly accounts: readonly ClearingDto[];
  readonly onDone: () => void;
}

const keyOf = (account: ClearingDto): string => `${account.accountId} ${account.clearing.currency}`;

function DeclareForm({ banks, accounts, onDone }: DeclareFormProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const [accountKey, setAccountKey] = useState('');
  const [bankId, setBankId] = useState('');
  const [billIds, setBillIds] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const [bankLine, setBankLine] = useState('');
  const [arrivedOn, setArrivedOn] = useState('');
  const account = accounts.find((each) => keyOf(each) === accountKey) ?? accounts[0];
  const fitting = banks.filter((bank) => bank.currency === account?.clearing.currency);
  const bank = fitting.find(({ id }) => id === bankId) ?? fitting[0];
  const received = readAmount(typed, bank?.currency ?? '');
  const declare = useMutation({
    mutationFn: (input: Parameters<typeof client.reconciliation.declareSettlement.mutate>[0]) =>
      client.reconciliation.declareSettlement.mutate(input),
    onSuccess: async () => {
      toast.success(t('settlements.wasDeclared'));
      await queryClient.invalidateQueries(trpc.reconciliation.pathFilter());
      onDone();
    },
    onError: toast.error,
  });
  if (account === undefined || bank === undefined) return null;
  const canSend = received !== undefined && bankLine.trim() !== '' && arrivedOn !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!canSend) return;
    declare.mutate({
      accountId: account.accountId,
      bankAccountId: bank.id,
      bankLine,
      arrivedOn,
      received,
      billIds: [...billIds],
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <NativeSelect
          label={t('reconciliation.account')}
          value={keyOf(account)}
          onChange={(event) => {
            setAccountKey(event.currentTarget.value);
            setBillIds([]);
          }}
          data={accounts.map((each) => ({
            value: keyOf(each),
            label: `${each.accountName} · ${each.clearing.currency}`,
          }))}
        />
        <BillChoice account={account} chosen={billIds} onChange={setBillIds} />
        <NativeSelect
          label={t('settlements.bank')}
          value={bank.id}
          onChange={(event) => setBankId(event.currentTarget.value)}
          data={fitting.map(({ id, bank: name, holder, number }) => ({
            value: id,
            label: t('wallets.bankFacts', { bank: name, holder, number }),
          }))}
        />
        <MoneyField
          label={t('settlements.received')}
          help={t('settlements.receivedHelp')}
          value={typed}
          onChange={setTyped}
          currency={bank.currency}
          required
          error={typed !== '' && received === undefined ? t('wallets.bad') : undefined}
        />
        <TextInput
          label={t('settlements.bankLine')}
          description={t('wallets.bankLineHelp')}
          value={bankLine}
          maxLength={120}
          required
          onChange={(event) => setBankLine(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('settlements.arrivedOn')}
          value={arrivedOn}
          required
          onChange={(event) => setArrivedOn(event.currentTarget.value)}
        />
        <Button type="submit" loading={declare.isPending} disabled={!canSend}>
          {t('settlements.declare')}
        </Button>
      </Stack>
    </form>
  );
}

interface BillChoiceProps {
  readonly account: ClearingDto;
  readonly chosen: readonly string[];
  readonly onChange: (billIds: readonly string[]) => void;
}

/** The provider's bills that nothing has settled, and what the chosen ones come to. */
function BillChoice({ account, chosen, onChange }: BillChoiceProps): ReactNode {
  const t = useT('admin');
  const { currency } = account.clearing;
  const chosenBills = account.bills.filter(({ billId }) => chosen.includes(billId));
  return (
    <Checkbox.Group
      label={t('settlements.days')}
      description={t('settlements.daysHelp')}
      value={[...chosen]}
      onChange={onChange}
    >
      <Stack gap={6} mt="xs" mah={260} style={{ overflowY: 'auto' }}>
        {account.bills.map(({ billId, day, net }) => (
          <Checkbox
            key={billId}
            value={billId}
            label={
              <>
                {day} · <Money {...net} />
              </>
            }
          />
        ))}
      </Stack>
      <p className="small" aria-live="polite">
        {t('settlements.sum', { count: chosenBills.length })}{' '}
        <Money
          amount={sumOf(
            chosenBills.map(({ net }) => net.amount),
            currency,
          )}
          currency={currency}
        />
      </p>
    </Checkbox.Group>
  );
}

function sumOf(amounts: readonly string[], currency: string): string {
  if (!isCurrencyCode(currency)) return '';
  return formatMinor(
    amounts.reduce((sum, amount) => sum + parseMinor(amount, currency), 0n),
    currency,
  );
}
