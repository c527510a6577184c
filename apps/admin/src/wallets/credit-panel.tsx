import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money, MoneyField, PanelSection, SidePanel, normalizeAmount } from '@keyfall/ui';
import { Loaded, readAmount, useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { WalletRow } from './wallet-list.tsx';

/** One wallet: its figures, its credit limit and how that came about. */
export function CreditPanel({
  wallet,
  onClose,
}: {
  readonly wallet: WalletRow;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const { distributorId } = wallet;
  const history = useQuery(trpc.wallets.creditHistory.queryOptions({ distributorId }));
  return (
    <SidePanel opened onClose={onClose} title={wallet.name}>
      <KeyValueList
        items={[
          { label: t('wallets.cash'), value: <Money {...wallet.cash} />, align: 'end' },
          { label: t('wallets.bonus'), value: <Money {...wallet.bonus} />, align: 'end' },
          { label: t('wallets.debt'), value: <Money {...wallet.debt} />, align: 'end' },
          { label: t('wallets.credit'), value: <Money {...wallet.creditLimit} />, align: 'end' },
          { label: t('wallets.spendable'), value: <Money {...wallet.spendable} />, align: 'end', strong: true },
        ]}
      />
      {can('distributors.set_credit') ? (
        <Button mt="md" variant="default" onClick={() => setAsking(true)}>
          {t('wallets.setCredit')}
        </Button>
      ) : null}
      <PanelSection title={t('wallets.history')}>
        <Loaded query={history}>
          {(rows) =>
            rows.length === 0 ? (
              <p className="quiet small">{t('wallets.noHistory')}</p>
            ) : (
              <ul style={{ paddingLeft: 18, margin: 0 }}>
                {rows.map((row) => (
                  <li key={row.id}>
                    {t('wallets.changed', { before: row.before.amount, after: row.after.amount })} {row.after.currency}
                    <br />
                    <span className="quiet small">
                      {format.dateTime(row.createdAt)} · {row.reason}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </PanelSection>
      {asking ? <SetCredit wallet={wallet} onClose={() => setAsking(false)} /> : null}
    </SidePanel>
  );
}

function SetCredit({ wallet, onClose }: { readonly wallet: WalletRow; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const { currency } = wallet.creditLimit;
  const [typed, setTyped] = useState(wallet.creditLimit.amount);
  const zero = { amount: wallet.creditLimit.amount.replaceAll(/\d/g, '0').replace(/^0+(?=\d)/, ''), currency };
  const limit = /^0+(\.0*)?$/.test(normalizeAmount(typed).trim()) ? zero : readAmount(typed, currency);
  const save = useMutation({
    mutationFn: (input: { readonly limit: typeof zero; readonly reason: string }) =>
      withStepUp(() => client.wallets.setCreditLimit.mutate({ distributorId: wallet.distributorId, ...input })),
    onSuccess: async () => {
      toast.success(t('wallets.creditSet'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallets.pathKey() });
      onClose();
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('wallets.setCredit')}
      description={
        <>
          {t('wallets.creditHelp')}
          <MoneyField
            label={t('wallets.credit')}
            value={typed}
            onChange={setTyped}
            currency={currency}
            required
            error={limit === undefined ? t('wallets.bad') : undefined}
          />
        </>
      }
      facts={[
        { label: t('wallets.distributor'), value: wallet.name },
        { label: t('wallets.credit'), value: <Money {...wallet.creditLimit} />, align: 'end' },
      ]}
      reason="required"
      confirmLabel={t('wallets.setCredit')}
      canConfirm={limit !== undefined}
      busy={save.isPending}
      error={noticeOf(save.error)}
      onConfirm={({ reason = '' }) => (limit === undefined ? undefined : save.mutate({ limit, reason }))}
    />
  );
}
