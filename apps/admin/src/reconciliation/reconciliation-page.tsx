import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { Bills } from './bills.tsx';
import { Tickets } from './tickets.tsx';

const VIEWS = ['tickets', 'bills'] as const;

/** What payment providers say beside what we booked. */
export function ReconciliationPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.reconciliation'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('view', 'state', 'kind', 'after', 'open');
  const view = VIEWS.find((each) => each === url.view) ?? 'tickets';
  const show = (next: string): void =>
    setUrl({
      view: next === 'tickets' ? undefined : next,
      state: undefined,
      kind: undefined,
      after: undefined,
      open: undefined,
    });
  return (
    <>
      <PageHeader title={t('nav.reconciliation')} description={t('reconciliation.help')} />
      <div style={{ marginBottom: 16 }}>
        <SegmentedControl
          aria-label={t('nav.reconciliation')}
          value={view}
          onChange={show}
          data={VIEWS.map((each) => ({ value: each, label: t(`reconciliation.views.${each}`) }))}
        />
      </div>
      {view === 'tickets' ? <Tickets /> : <Bills />}
    </>
  );
}
