import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type BankAccount = Outputs['wallets']['rules']['bankAccounts'][number];

const BLANK = { id: '', bank: '', holder: '', number: '', currency: '', enabled: true } satisfies BankAccount;

/** The wholesaler's accounts that distributors pay into. */
export function BankAccounts({ accounts }: { readonly accounts: readonly BankAccount[] }): ReactNode {
  const t = useT('admin');
  const mayWrite = useCan()('settings.write_money');
  const [editing, setEditing] = useState<BankAccount | undefined>(undefined);
  const columns = useMemo(
    (): readonly DataColumn<BankAccount>[] => [
      { id: 'bank', header: t('wallets.bank'), cell: (row) => row.bank },
      { id: 'holder', header: t('wallets.holder'), cell: (row) => row.holder },
      { id: 'number', header: t('wallets.number'), cell: (row) => <span className="mono">{row.number}</span> },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.enabled ? 'success' : 'neutral'}>
            {row.enabled ? t('wallets.inUse') : t('wallets.closed')}
          </StateBadge>
        ),
      },
    ],
    [t],
  );
  return (
    <section>
      <h2 style={{ margin: 0 }}>{t('wallets.accounts')}</h2>
      <p className="quiet small">{t('wallets.accountsHelp')}</p>
      <DataTable
        id="bank-accounts"
        label={t('wallets.accounts')}
        columns={columns}
        rows={accounts}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.bank}
        {...(mayWrite ? { onOpen: setEditing } : {})}
        empty={<EmptyState title={t('wallets.noAccounts')} description={t('wallets.accountsHelp')} compact />}
      />
      {mayWrite ? (
        <Button variant="default" mt="sm" onClick={() => setEditing(BLANK)}>
          {t('wallets.addAccount')}
        </Button>
      ) : null}
      {editing === undefined ? null : <AccountForm account={editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

function AccountForm({ account, onClose }: { readonly account: BankAccount; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const withStepUp = useStepUp();
  const [typed, setTyped] = useState(account);
  const save = useMutation({
    mutationFn: () => {
      const { bank, holder, number, enabled } = typed;
      const change = { bank, holder, number, enabled };
      return withStepUp(() =>
        client.wallets.saveBankAccount.mutate(account.id === '' ? change : { id: account.id, ...change }),
      );
    },
    onSuccess: async () => {
      toast.success(t('wallets.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallets.rules.queryKey() });
      onClose();
    },
    onError: toast.error,
  });
  const isWhole = typed.bank.trim() !== '' && typed.holder.trim() !== '' && typed.number.trim().length >= 4;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole) save.mutate();
  };
  return (
    <SidePanel opened onClose={onClose} title={t(account.id === '' ? 'wallets.addAccount' : 'wallets.changeAccount')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {(['bank', 'holder', 'number'] as const).map((field) => (
            <TextInput
              key={field}
              label={t(`wallets.${field}`)}
              value={typed[field]}
              maxLength={field === 'number' ? 60 : 120}
              required
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTyped((present) => ({ ...present, [field]: value }));
              }}
            />
          ))}
          <Checkbox
            label={t('wallets.isOpen')}
            checked={typed.enabled}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              setTyped((present) => ({ ...present, enabled: checked }));
            }}
          />
          <Button type="submit" loading={save.isPending} disabled={!isWhole}>
            {t('common:actions.save')}
          </Button>
        </Stack>
      </form>
    </SidePanel>
  );
}
