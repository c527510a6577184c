import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle, useUrlState } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { AccountEntries } from './account-entries.tsx';
import { Accounts } from './accounts.tsx';
import { Invariants } from './invariants.tsx';
import { Journals } from './journals.tsx';
import { TrialBalance } from './trial-balance.tsx';

const VIEWS = ['accounts', 'journals', 'trial', 'invariants'] as const;

/** The ledger: from accounts to entries to journals to orders, and back. */
export function LedgerPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.ledger'), useAdminSession().tenant.name);
  const [url] = useUrlState('account');
  const views = useView(VIEWS);
  const { view } = views;
  return (
    <>
      <PageHeader title={t('nav.ledger')} description={t('ledger.help')} />
      <ViewTabs label={t('nav.ledger')} state={views} nameOf={(each) => t(`ledger.views.${each}`)} />
      {view === 'accounts' ? (
        url.account === undefined ? (
          <Accounts />
        ) : (
          <AccountEntries accountId={url.account} />
        )
      ) : null}
      {view === 'journals' ? <Journals /> : null}
      {view === 'trial' ? <TrialBalance /> : null}
      {view === 'invariants' ? <Invariants /> : null}
    </>
  );
}
