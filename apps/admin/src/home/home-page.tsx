import { chartHeight } from '@keyfall/money/format';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { Money, PageHeader, Sparkline, StatCard, StatGrid } from '@keyfall/ui';
import { Loaded, useCan, useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import type { ReactNode } from 'react';
import { AlertsCard } from '../alerts/alerts-card.tsx';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { Waiting } from './waiting.tsx';

type Dashboard = Outputs['dashboard']['read'];

// The chart library is a third of the app: it comes after the figures.
const SalesChart = lazy(() => import('./sales-chart.tsx').then((module) => ({ default: module.SalesChart })));

const PERIODS = [7, 30, 90] as const;
const REFRESH_MS = 60_000;

/** The first page: how it sells, what waits for a person, what runs out. */
export function HomePage(): ReactNode {
  const t = useT('admin');
  const session = useAdminSession();
  useTitle(t('nav.dashboard'), session.tenant.name);
  const [url, setUrl] = useUrlState('days');
  const days = PERIODS.find((each) => String(each) === url.days) ?? 30;
  const query = useQuery({ ...trpc.dashboard.read.queryOptions({ days }), refetchInterval: REFRESH_MS });
  return (
    <>
      <PageHeader
        title={t('nav.dashboard')}
        description={t('home.welcome', { name: session.name })}
        secondary={
          <SegmentedControl
            aria-label={t('home.period')}
            value={String(days)}
            onChange={(next) => setUrl({ days: next === '30' ? undefined : next })}
            data={PERIODS.map((each) => ({ value: String(each), label: t('home.days', { count: each }) }))}
          />
        }
      />
      <Loaded query={query} skeleton={<Skeleton height={420} />}>
        {(dashboard) => (
          <Stack gap="lg">
            <Figures dashboard={dashboard} days={days} />
            <div className="main-and-aside">
              <section className="panel-card" aria-label={t('home.salesByDay')}>
                <h2>{t('home.salesByDay')}</h2>
                <Suspense fallback={<Skeleton height={260} />}>
                  <SalesChart series={dashboard.series} currency={dashboard.currency} />
                </Suspense>
              </section>
              <Waiting dashboard={dashboard} />
            </div>
            <AlertsCard />
            <div className="two-columns">
              <Best dashboard={dashboard} />
              <Hours dashboard={dashboard} />
            </div>
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function Figures({ dashboard, days }: { readonly dashboard: Dashboard; readonly days: number }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { today, yesterday, period, series } = dashboard;
  const sales = series.map((row) => chartHeight(row.sales));
  return (
    <StatGrid>
      <StatCard
        label={t('home.salesToday')}
        value={<Money {...today.sales} size="large" />}
        comparison={
          <>
            {t('home.yesterday')} <Money {...yesterday.sales} />
          </>
        }
      />
      <StatCard
        label={t('home.ordersToday')}
        value={format.number(today.orders)}
        comparison={t('home.yesterdayOrders', { count: yesterday.orders })}
        href="/orders"
      />
      <StatCard
        label={t('home.salesPeriod', { count: days })}
        value={<Money {...period.sales} size="large" />}
        comparison={t('home.ordersAndUnits', {
          orders: format.number(period.orders),
          units: format.number(period.units),
        })}
        chart={<Sparkline values={sales} label={t('home.salesByDay')} />}
      />
      {period.margin === null ? null : (
        <StatCard
          label={t('home.marginPeriod', { count: days })}
          value={<Money {...period.margin} size="large" />}
          comparison={
            today.margin === null ? undefined : (
              <>
                {t('home.today')} <Money {...today.margin} />
              </>
            )
          }
        />
      )}
    </StatGrid>
  );
}

function Best({ dashboard }: { readonly dashboard: Dashboard }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  return (
    <section className="panel-card" aria-label={t('home.best')}>
      <h2>{t('home.best')}</h2>
      {dashboard.best.length === 0 ? (
        <p className="quiet">{t('home.nothingSold')}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('catalog.oneSku')}</th>
              <th scope="col" data-align="end">
                {t('home.units')}
              </th>
              <th scope="col" data-align="end">
                {t('home.sales')}
              </th>
            </tr>
          </thead>
          <tbody>
            {dashboard.best.map((row) => (
              <tr key={row.skuId}>
                <td>
                  {row.name} <span className="quiet mono small">{row.skuCode}</span>
                </td>
                <td data-align="end">{format.number(row.units)}</td>
                <td data-align="end">
                  <Money {...row.sales} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Hours({ dashboard }: { readonly dashboard: Dashboard }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { locale } = useI18n();
  const can = useCan();
  const total = dashboard.hours.reduce((sum, row) => sum + row.orders, 0);
  const [first, last] = [dashboard.hours[0], dashboard.hours.at(-1)];
  return (
    <section className="panel-card" aria-label={t('home.perHour')}>
      <h2>{t('home.perHour')}</h2>
      <Sparkline
        kind="bars"
        height={120}
        values={dashboard.hours.map((row) => row.orders)}
        label={t('home.perHourLabel', { count: total })}
      />
      <p
        className="quiet small"
        lang={locale}
        style={{ display: 'flex', justifyContent: 'space-between', margin: '6px 0 0' }}
      >
        <span>{first === undefined ? '' : format.time(first.hour)}</span>
        <span>{t('home.perHourLabel', { count: total })}</span>
        <span>{last === undefined ? '' : format.time(last.hour)}</span>
      </p>
      {can('inventory.read') ? <StockLine dashboard={dashboard} /> : null}
    </section>
  );
}

function StockLine({ dashboard }: { readonly dashboard: Dashboard }): ReactNode {
  const t = useT('admin');
  const { stock } = dashboard;
  return (
    <p style={{ margin: '16px 0 0' }}>
      <a href="/inventory" style={{ color: 'var(--kf-accent-text)' }}>
        {t('home.inStock', { count: stock.available })}
      </a>
    </p>
  );
}
