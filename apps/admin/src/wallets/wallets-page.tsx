import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { DeclareTopUp } from './declare-top-up.tsx';
import { PayBacks } from './pay-backs.tsx';
import { TopUps } from './top-ups.tsx';
import { WalletList } from './wallet-list.tsx';
import { WalletRules } from './wallet-rules.tsx';

const VIEWS = ['topUps', 'payBacks', 'wallets', 'rules'] as const;

/** Wallets of distributors: top-ups to decide, balances and credit, and the rules for all of them. */
export function WalletsPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  useTitle(t('nav.wallets'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('panel');
  const views = useView(VIEWS);
  const { view } = views;
  return (
    <>
      <PageHeader
        title={t('nav.wallets')}
        description={t(`wallets.help.${view}`)}
        action={
          can('wallets.declare_top_up') ? (
            <Button onClick={() => setUrl({ panel: 'declare' })}>{t('wallets.declare')}</Button>
          ) : null
        }
      />
      <ViewTabs label={t('nav.wallets')} state={views} nameOf={(each) => t(`wallets.views.${each}`)} />
      {view === 'topUps' ? <TopUps /> : null}
      {view === 'payBacks' ? <PayBacks /> : null}
      {view === 'wallets' ? <WalletList /> : null}
      {view === 'rules' ? <WalletRules /> : null}
      {url.panel === 'declare' ? <DeclareTopUp onClose={() => setUrl({ panel: undefined })} /> : null}
    </>
  );
}
