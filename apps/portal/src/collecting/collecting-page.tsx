import { useT } from '@keyfall/i18n';
import { ErrorState, Money, PageHeader, StatCard, StatGrid } from '@keyfall/ui';
import { Can, useCan, useErrorNotice, useTitle, useUrlState } from '@keyfall/web';
import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import classes from './collecting.module.css';
import { GatewayList } from './gateway-list.tsx';
import { ShopList } from './shop-list.tsx';

export type Collecting = Outputs['collecting']['get'];

/** Who takes the money of the distributor's shops, through which accounts, and how far its wallet carries them. */
export function CollectingPage(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const noticeOf = useErrorNotice();
  useTitle(t('nav.collecting'), usePortalSession().distributor.name);
  const [, setUrl] = useUrlState('open', 'act');
  const query = useQuery(trpc.collecting.get.queryOptions());
  const { data } = query;
  const failure = data === undefined ? noticeOf(query.error) : undefined;
  const mayAdd = can('gateways.write') && data?.allowed === true;
  return (
    <>
      <PageHeader
        title={t('nav.collecting')}
        description={t('collecting.help')}
        action={mayAdd ? <Button onClick={() => setUrl({ act: 'add' })}>{t('collecting.add')}</Button> : null}
      />
      {failure === undefined ? null : <ErrorState error={failure} onRetry={() => void query.refetch()} />}
      {data?.allowed === false ? <NotAllowed /> : null}
      {data?.allowed === true ? <Cover collecting={data} /> : null}
      {data?.allowed === true || (data?.accounts.length ?? 0) > 0 ? <GatewayList /> : null}
      <ShopList />
    </>
  );
}

function NotAllowed(): ReactNode {
  const t = useT('portal');
  return (
    <p className={classes['notice']}>
      <strong>{t('collecting.notAllowed')}</strong> {t('collecting.notAllowedHelp')}
    </p>
  );
}

/** How far the wallet carries orders: what it can spend, less what unpaid orders count on. */
function Cover({ collecting }: { readonly collecting: Collecting }): ReactNode {
  const t = useT('portal');
  const { spendable, promised, left, isShort } = collecting;
  const collects = collecting.shops.some((shop) => shop.collectedBy === 'distributor');
  return (
    <>
      {collects && isShort ? (
        <output className={classes['notice']}>
          <strong>{t('collecting.short')}</strong> {t('collecting.shortHelp')}{' '}
          <Can permission="wallet.read">
            <Anchor href="/wallet">{t('collecting.toWallet')}</Anchor>
          </Can>
        </output>
      ) : null}
      <div className={classes['figures']}>
        <StatGrid>
          <StatCard
            label={t('collecting.spendable')}
            value={<Money {...spendable} size="large" />}
            comparison={t('collecting.spendableHelp')}
          />
          <StatCard
            label={t('collecting.promised')}
            value={<Money {...promised} size="large" />}
            comparison={t('collecting.promisedHelp')}
          />
          <StatCard
            label={t('collecting.left')}
            value={<Money {...left} size="large" />}
            comparison={t('collecting.leftHelp')}
            {...(collects && isShort ? { tone: 'warning' as const } : {})}
          />
        </StatGrid>
      </div>
    </>
  );
}
