import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, SidePanel } from '@keyfall/ui';
import { useCan, useMoneyText } from '@keyfall/web';
import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { BankTopUp } from './bank-top-up.tsx';
import { GatewayTopUp } from './gateway-top-up.tsx';
import { MoveIncome } from './move-income.tsx';
import type { Wallet } from './wallet-page.tsx';
import classes from './wallet.module.css';

export interface TopUpFormProps {
  readonly wallet: Wallet;
  readonly onDone: () => void;
}

const WAYS = ['gateway', 'bank', 'income'] as const;
type Way = (typeof WAYS)[number];

/** The ways money comes into the wallet, those that are open. */
export function TopUpPanel({ wallet, onClose }: { readonly wallet: Wallet; readonly onClose: () => void }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const open: Readonly<Record<Way, boolean>> = {
    gateway: wallet.methods.length > 0,
    bank: wallet.bankAccounts.length > 0,
    income: can('commissions.read') && wallet.available !== null,
  };
  const ways = WAYS.filter((way) => open[way]);
  const [chosen, setChosen] = useState<Way | undefined>(ways[0]);
  return (
    <SidePanel opened onClose={onClose} title={t('wallet.form.title')}>
      {chosen === undefined ? (
        <EmptyState title={t('wallet.form.noMethods')} description={t('wallet.form.noMethodsHelp')} compact />
      ) : (
        <Stack gap="md">
          <SegmentedControl
            aria-label={t('wallet.form.way')}
            value={chosen}
            onChange={(next) => setChosen(ways.find((way) => way === next))}
            data={ways.map((value) => ({ value, label: t(`wallet.form.ways.${value}`) }))}
          />
          {chosen === 'income' ? null : <Rules wallet={wallet} />}
          {chosen === 'gateway' ? <GatewayTopUp wallet={wallet} onDone={onClose} /> : null}
          {chosen === 'bank' ? <BankTopUp wallet={wallet} onDone={onClose} /> : null}
          {chosen === 'income' ? <MoveIncome wallet={wallet} onDone={onClose} /> : null}
        </Stack>
      )}
    </SidePanel>
  );
}

function Rules({ wallet }: { readonly wallet: Wallet }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const moneyText = useMoneyText();
  if (wallet.bonusRules.length === 0) return null;
  return (
    <ul className={classes['rules']}>
      {wallet.bonusRules.map(({ amountFrom, percent }) => (
        <li key={amountFrom.amount}>
          {t('wallet.form.rule', { amount: moneyText(amountFrom), percent: `${format.decimal(percent)}%` })}
        </li>
      ))}
    </ul>
  );
}
