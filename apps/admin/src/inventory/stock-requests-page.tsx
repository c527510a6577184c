import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { ExportRequests } from './export-requests.tsx';
import { RevealRequests } from './reveal-requests.tsx';

const VIEWS = ['exports', 'reveals'] as const;

/** What around stock waits for a second person, and what became of it. */
export function StockRequestsPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('controls.requests'), useAdminSession().tenant.name);
  const views = useView(VIEWS);
  return (
    <>
      <PageHeader title={t('controls.requests')} description={t('controls.requestsHelp')} />
      <ViewTabs label={t('controls.requests')} state={views} nameOf={(each) => t(`controls.${each}`)} />
      {views.view === 'exports' ? <ExportRequests /> : <RevealRequests />}
    </>
  );
}
