import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { BankFiles } from './bank-files.tsx';
import { Debts } from './debts.tsx';
import { PayeeQueue } from './payee-queue.tsx';
import { WithdrawalQueue } from './withdrawal-queue.tsx';
import { WithdrawalRules } from './withdrawal-rules.tsx';

const VIEWS = ['queue', 'files', 'payees', 'debts', 'rules'] as const;

/** Income on its way out: who asks, who decides, what pays, to whom, and what is owed. */
export function WithdrawalsPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  useTitle(t('nav.withdrawals'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('view', 'tab', 'open', 'after', 'state');
  const views = VIEWS.filter((each) => each !== 'rules' || can('settings.read'));
  const view = views.find((each) => each === url.view) ?? 'queue';
  return (
    <>
      <PageHeader title={t('nav.withdrawals')} description={t(`withdrawals.help.${view}`)} />
      <div className="scroll-x" style={{ marginBottom: 16 }}>
        <SegmentedControl
          aria-label={t('nav.withdrawals')}
          value={view}
          onChange={(next) =>
            setUrl({
              view: next === 'queue' ? undefined : next,
              tab: undefined,
              open: undefined,
              after: undefined,
              state: undefined,
            })
          }
          data={views.map((each) => ({ value: each, label: t(`withdrawals.views.${each}`) }))}
        />
      </div>
      {view === 'queue' ? <WithdrawalQueue /> : null}
      {view === 'files' ? <BankFiles /> : null}
      {view === 'payees' ? <PayeeQueue /> : null}
      {view === 'debts' ? <Debts /> : null}
      {view === 'rules' ? <WithdrawalRules /> : null}
    </>
  );
}
