import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { CashFlow } from './cash-flow.tsx';
import { CommissionAging } from './commission-aging.tsx';
import { SalesReport } from './sales-report.tsx';
import { StockValue } from './stock-value.tsx';

const VIEWS = ['sales', 'cash', 'aging', 'stock'] as const;

/** What was sold and earned, where money went, who is owed what, what the stock is worth. */
export function ReportsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('admin')('nav.reports');
  const can = useCan();
  useTitle(title, useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('view', 'by', 'month', 'from', 'until');
  const views = VIEWS.filter((view) => view !== 'stock' || can('inventory.read_cost'));
  const view = views.find((each) => each === url.view) ?? 'sales';
  return (
    <>
      <PageHeader title={title} description={t('reports.help')} />
      <div className="scroll-x" style={{ marginBottom: 16 }}>
        <SegmentedControl
          aria-label={title}
          value={view}
          onChange={(next) => setUrl({ view: next === 'sales' ? undefined : next, by: undefined })}
          data={views.map((each) => ({ value: each, label: t(`reports.views.${each}`) }))}
        />
      </div>
      {view === 'sales' ? <SalesReport /> : null}
      {view === 'cash' ? <CashFlow /> : null}
      {view === 'aging' ? <CommissionAging /> : null}
      {view === 'stock' ? <StockValue /> : null}
    </>
  );
}
