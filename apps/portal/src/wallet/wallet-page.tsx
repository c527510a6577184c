import { useT } from '@keyfall/i18n';
import { ErrorState, Money, PageHeader, StatCard, StatGrid } from '@keyfall/ui';
import { useCan, useErrorNotice, useMoneyText, useTitle, useUrlState } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { LowMark } from './low-mark.tsx';
import { PayBackList } from './pay-back-list.tsx';
import { PayBackPanel } from './pay-back-panel.tsx';
import { TopUpList } from './top-up-list.tsx';
import { TopUpPanel } from './top-up-panel.tsx';
import { WaitingTopUp } from './waiting-top-up.tsx';
import { WalletEntries } from './wallet-entries.tsx';
import classes from './wallet.module.css';

export type Wallet = Outputs['wallet']['get'];

const VIEWS = ['entries', 'topUps', 'payBacks'] as const;

/** The prepaid wallet: what it holds, how far it reaches, what moved it, and how money comes in. */
export function WalletPage(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const noticeOf = useErrorNotice();
  useTitle(t('nav.wallet'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('panel', 'topUp');
  const views = useView(VIEWS, { keep: ['topUp'] });
  const query = useQuery(trpc.wallet.get.queryOptions());
  const wallet = query.data;
  const failure = wallet === undefined ? noticeOf(query.error) : undefined;
  const mayTopUp = can('wallet.top_up');
  return (
    <>
      <PageHeader
        title={t('nav.wallet')}
        description={t('wallet.help')}
        action={mayTopUp ? <Button onClick={() => setUrl({ panel: 'top-up' })}>{t('wallet.topUp')}</Button> : null}
        secondary={
          <>
            {can('wallet.pay_back') ? (
              <Button variant="default" onClick={() => setUrl({ panel: 'pay-back' })}>
                {t('payBacks.ask')}
              </Button>
            ) : null}
            {can('purchases.place') ? (
              <Button component="a" href="/purchases/new" variant="default">
                {t('wallet.buyStock')}
              </Button>
            ) : null}
          </>
        }
      />
      {url.topUp === undefined ? null : <WaitingTopUp topUpId={url.topUp} />}
      {wallet?.isLow === true ? <LowNotice wallet={wallet} /> : null}
      {failure !== undefined ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      ) : (
        <Cards wallet={wallet} />
      )}
      {mayTopUp && wallet !== undefined ? <LowMark key={wallet.lowMark?.amount ?? 'none'} wallet={wallet} /> : null}
      <ViewTabs label={t('nav.wallet')} state={views} nameOf={(each) => t(`wallet.views.${each}`)} />
      {views.view === 'topUps' ? <TopUpList /> : null}
      {views.view === 'payBacks' ? <PayBackList /> : null}
      {views.view === 'entries' ? <WalletEntries /> : null}
      {wallet !== undefined && url.panel === 'pay-back' ? (
        <PayBackPanel wallet={wallet} onClose={() => setUrl({ panel: undefined })} />
      ) : null}
      {wallet !== undefined && url.panel === 'top-up' ? (
        <TopUpPanel wallet={wallet} onClose={() => setUrl({ panel: undefined })} />
      ) : null}
    </>
  );
}

function LowNotice({ wallet }: { readonly wallet: Wallet }): ReactNode {
  const t = useT('portal');
  const moneyText = useMoneyText();
  const { spendable, lowMark } = wallet;
  return (
    <output className={classes['notice']}>
      <strong>{t('wallet.low')}</strong>{' '}
      {lowMark === null ? null : t('wallet.lowHelp', { spendable: moneyText(spendable), mark: moneyText(lowMark) })}
    </output>
  );
}

function Cards({ wallet }: { readonly wallet: Wallet | undefined }): ReactNode {
  const t = useT('portal');
  const money = (amount: Wallet['cash'] | undefined): ReactNode =>
    amount === undefined ? undefined : <Money {...amount} size="large" />;
  return (
    <StatGrid>
      <StatCard
        label={t('wallet.spendable')}
        value={money(wallet?.spendable)}
        comparison={t('wallet.spendableHelp')}
        {...(wallet?.isLow === true ? { tone: 'warning' as const } : {})}
      />
      <StatCard label={t('wallet.cash')} value={money(wallet?.cash)} comparison={t('wallet.cashHelp')} />
      <StatCard label={t('wallet.bonus')} value={money(wallet?.bonus)} comparison={t('wallet.bonusHelp')} />
      <StatCard label={t('wallet.credit')} value={money(wallet?.creditLimit)} comparison={t('wallet.creditHelp')} />
    </StatGrid>
  );
}
