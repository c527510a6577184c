import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl } from '@mantine/core';
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
  const [url, setUrl] = useUrlState('view', 'account', 'after', 'order', 'journal', 'code');
  const view = VIEWS.find((each) => each === url.view) ?? 'accounts';
  return (
    <>
      <PageHeader title={t('nav.ledger')} description={t('ledger.help')} />
      <div className="scroll-x" style={{ marginBottom: 16 }}>
        <SegmentedControl
          aria-label={t('nav.ledger')}
          value={view}
          onChange={(next) =>
            setUrl({
              view: next === 'accounts' ? undefined : next,
              account: undefined,
              after: undefined,
              order: undefined,
              journal: undefined,
              code: undefined,
            })
          }
          data={VIEWS.map((each) => ({ value: each, label: t(`ledger.views.${each}`) }))}
        />
      </div>
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
