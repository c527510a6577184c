import { isMoneyDto } from '@keyfall/contracts';
import type { MoneyDto } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money, MoneyField, PanelSection, SidePanel } from '@keyfall/ui';
import { Loaded, fullAmount, useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
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
  const { currency } = wallet.creditLimit;
  const [typed, setTyped] = useState(wallet.creditLimit.amount);
  // Nothing at all is a limit too: no more credit.
  const wanted = { amount: fullAmount(typed, currency), currency };
  const limit = isMoneyDto(wanted) && !wanted.amount.startsWith('-') ? wanted : undefined;
  const { run, ...state } = useAct(
    (input: { readonly limit: MoneyDto; readonly reason: string }) =>
      client.wallets.setCreditLimit.mutate({ distributorId: wallet.distributorId, ...input }),
    {
      said: t('wallets.creditSet'),
      onDone: onClose,
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.wallets.pathKey() }),
    },
  );
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
      {...state}
      onConfirm={({ reason = '' }) => (limit === undefined ? undefined : run({ limit, reason }))}
    />
  );
}
