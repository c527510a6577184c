import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
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
  const views = useView(VIEWS, {
    isOpen: (each) => each !== 'stock' || can('inventory.read_cost'),
    keep: ['month', 'from', 'until'],
  });
  const { view } = views;
  return (
    <>
      <PageHeader title={title} description={t('reports.help')} />
      <ViewTabs label={title} state={views} nameOf={(each) => t(`reports.views.${each}`)} />
      {view === 'sales' ? <SalesReport /> : null}
      {view === 'cash' ? <CashFlow /> : null}
      {view === 'aging' ? <CommissionAging /> : null}
      {view === 'stock' ? <StockValue /> : null}
    </>
  );
}
