import { useT } from '@keyfall/i18n';
import { Money, PageHeader, StatCard, StatGrid } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { AskPanel } from './ask-panel.tsx';
import { PayeeList } from './payee-list.tsx';
import { WithdrawalList } from './withdrawal-list.tsx';

const isSome = (amount: string): boolean => /[1-9]/.test(amount);

const VIEWS = ['list', 'payees'] as const;

/** Income on its way out: what is where, what was asked for, and where it may go. */
export function WithdrawalsPage(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  useTitle(t('nav.withdrawals'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('open', 'act');
  const views = useView(VIEWS);
  const { view } = views;
  const { data: desk } = useQuery(trpc.withdrawals.desk.queryOptions());
  const mayAsk =
    can('withdrawals.request') && desk !== undefined && isSome(desk.available.amount) && !isSome(desk.debt.amount);
  return (
    <>
      <PageHeader
        title={t('nav.withdrawals')}
        description={view === 'payees' ? t('payees.help') : t('withdrawals.help')}
        action={
          view === 'payees' ? (
            can('payees.write') ? (
              <Button onClick={() => setUrl({ open: undefined, act: 'add' }, { push: true })}>{t('payees.add')}</Button>
            ) : undefined
          ) : can('withdrawals.request') ? (
            <Button disabled={!mayAsk} onClick={() => setUrl({ open: undefined, act: 'ask' }, { push: true })}>
              {t('withdrawals.ask')}
            </Button>
          ) : undefined
        }
      />
      <StatGrid>
        {(['available', 'held', 'onItsWay'] as const).map((station) => (
          <StatCard
            key={station}
            label={t(`withdrawals.${station}`)}
            value={desk === undefined ? undefined : <Money {...desk[station]} size="large" />}
            comparison={t(`withdrawals.${station}Help`)}
          />
        ))}
        {desk !== undefined && isSome(desk.debt.amount) ? (
          <StatCard
            label={t('withdrawals.debt')}
            value={<Money {...desk.debt} size="large" />}
            tone="danger"
            comparison={t('withdrawals.debtHelp')}
          />
        ) : null}
      </StatGrid>
      <ViewTabs label={t('nav.withdrawals')} state={views} nameOf={(each) => t(`withdrawals.views.${each}`)} />
      {view === 'payees' ? <PayeeList desk={desk} /> : <WithdrawalList />}
      {view === 'list' && url.act === 'ask' && desk !== undefined ? (
        <AskPanel desk={desk} onClose={() => setUrl({ act: undefined })} />
      ) : null}
    </>
  );
}
