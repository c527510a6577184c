import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { Bills } from './bills.tsx';
import { Settlements } from './settlements.tsx';
import { Tickets } from './tickets.tsx';

const VIEWS = ['tickets', 'bills', 'settlements'] as const;

/** What payment providers say beside what we booked. */
export function ReconciliationPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.reconciliation'), useAdminSession().tenant.name);
  const views = useView(VIEWS);
  return (
    <>
      <PageHeader title={t('nav.reconciliation')} description={t('reconciliation.help')} />
      <ViewTabs label={t('nav.reconciliation')} state={views} nameOf={(each) => t(`reconciliation.views.${each}`)} />
      {views.view === 'tickets' ? <Tickets /> : null}
      {views.view === 'bills' ? <Bills /> : null}
      {views.view === 'settlements' ? <Settlements /> : null}
    </>
  );
}
