import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { ExportRequests } from './export-requests.tsx';
import { RevealRequests } from './reveal-requests.tsx';

const VIEWS = ['exports', 'reveals'] as const;

/** What around stock waits for a second person, and what became of it. */
export function StockRequestsPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('controls.requests'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('view', 'after');
  const view = VIEWS.find((each) => each === url.view) ?? 'exports';
  return (
    <>
      <PageHeader title={t('controls.requests')} description={t('controls.requestsHelp')} />
      <SegmentedControl
        aria-label={t('controls.requests')}
        mb="md"
        value={view}
        onChange={(next) => setUrl({ view: next === 'exports' ? undefined : next, after: undefined })}
        data={VIEWS.map((each) => ({ value: each, label: t(`controls.${each}`) }))}
      />
      {view === 'exports' ? <ExportRequests /> : <RevealRequests />}
    </>
  );
}
