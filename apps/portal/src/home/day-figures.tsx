import type { PortalDashboardDto } from '@keyfall/contracts/portal-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { Money, Sparkline, StatCard, StatGrid } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import type { ReactNode } from 'react';
import { Card } from '../parts/card.tsx';
import classes from './home.module.css';

const WEEK_DAYS = 7;

/** Today's figures, what is held and available, and the orders of the week. */
export function DayFigures({ data }: { readonly data: PortalDashboardDto | undefined }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const days = data?.days.slice(-WEEK_DAYS) ?? [];
  const orders = days.map((day) => day.orders);
  return (
    <StatGrid>
      <StatCard
        label={t('home.todayRevenue')}
        value={data === undefined ? undefined : <Money {...data.today.revenue} size="large" />}
        comparison={data === undefined ? undefined : t('home.todayOrders', { count: data.today.orders })}
        href="/orders"
      />
      <StatCard
        label={t('home.weekOrders')}
        value={data === undefined ? undefined : format.number(data.week.orders)}
        comparison={data === undefined ? undefined : <Money {...data.week.revenue} />}
        chart={
          orders.length === 0 ? undefined : (
            <Sparkline
              kind="bars"
              values={orders}
              label={t('home.weekChart', { days: format.list(orders.map(String)) })}
            />
          )
        }
      />
      <IncomeFigures data={data} />
    </StatGrid>
  );
}

/** Income of the month and what is held of it; nothing for those who may not see income. */
function IncomeFigures({ data }: { readonly data: PortalDashboardDto | undefined }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  if (!can('commissions.read')) return null;
  return (
    <>
      <StatCard
        label={t('home.monthIncome')}
        value={data?.month.income ? <Money {...data.month.income} size="large" /> : undefined}
        comparison={t('home.monthIncomeHelp')}
        href="/income"
      />
      <StatCard
        label={t('income.held')}
        value={data?.held ? <Money {...data.held} size="large" /> : undefined}
        comparison={
          data?.available ? (
            <>
              {t('income.available')} <Money {...data.available} />
            </>
          ) : undefined
        }
        href="/income"
      />
    </>
  );
}

/** The goods that earned most in the last thirty days. */
export function BestSellers({ data }: { readonly data: PortalDashboardDto }): ReactNode {
  const t = useT('portal');
  return (
    <Card title={t('home.best')} help={t('home.bestHelp')}>
      {data.bestSkus.length === 0 ? (
        <p style={{ margin: 0 }}>{t('home.noSales')}</p>
      ) : (
        <ol className={classes['best']}>
          {data.bestSkus.map((sku) => (
            <li key={sku.skuId}>
              <span>
                {sku.name} <small>{t('home.units', { count: sku.units })}</small>
              </span>
              {sku.income === null ? null : <Money {...sku.income} />}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
