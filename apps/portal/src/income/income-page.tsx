import type { IncomeRowDto } from '@keyfall/contracts/portal-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, Money, PageHeader, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { ListEmpty, ViewTabs, useView } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs } from '../api.ts';
import { dayEnd, dayStart } from '../parts/day-bounds.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { IncomeCards } from './income-cards.tsx';
import { IncomeSources } from './income-sources.tsx';
import { IncomeWeeks } from './income-weeks.tsx';
import { Explanation } from './explanation.tsx';

const keyOf = (row: IncomeRowDto): string => `${row.orderNo}-${row.line}`;

const VIEWS = ['lines', 'children'] as const;

/** What was earned: held until when, available, by source, and order line by order line with the reason for each amount. */
export function IncomePage(): ReactNode {
  const t = useT('portal');
  useTitle(t('nav.income'), usePortalSession().distributor.name);
  const views = useView(VIEWS, { keep: ['from', 'until'] });
  return (
    <>
      <PageHeader title={t('nav.income')} description={t('income.help')} />
      <IncomeCards />
      <IncomeWeeks />
      <ViewTabs label={t('income.sources')} state={views} nameOf={(each) => t(`income.views.${each}`)} />
      {views.view === 'children' ? <IncomeSources /> : <IncomeLines />}
    </>
  );
}

function IncomeLines(): ReactNode {
  const t = useT('portal');
  const [url, setUrl] = useUrlState('from', 'until', 'child', 'open');
  const sources = useQuery(trpc.income.byChild.queryOptions({}));
  const paging = useKeysetPaging('income');
  const [from, until] = [dayStart(url.from), dayEnd(url.until)];
  const input: Inputs['income']['list'] = {
    ...paging.input,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(url.child === undefined ? {} : { child: url.child }),
  };
  const query = useQuery({ ...trpc.income.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useIncomeColumns();
  const open = query.data?.items.find((row) => keyOf(row) === url.open);
  const filters: readonly Filter[] = [
    { kind: 'date', id: 'from', label: t('orders.from') },
    { kind: 'date', id: 'until', label: t('orders.until') },
    {
      kind: 'select',
      id: 'child',
      label: t('income.source'),
      options: (sources.data ?? []).map(({ childId, childName }) => ({
        value: childId ?? 'own',
        label: childName ?? t('income.ownSale'),
      })),
    },
  ];
  return (
    <>
      <FilterBar
        filters={filters}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="income"
        label={t('nav.income')}
        columns={columns}
        {...table}
        rowKey={keyOf}
        rowLabel={(row) => `${row.orderNo} ${row.skuName}`}
        onOpen={(row) => setUrl({ open: keyOf(row) }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={[url.from, url.until, url.child].some((each) => each !== undefined)}
            title={t('income.emptyTitle')}
            description={t('income.emptyHelp')}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={open === undefined ? '' : t('income.why', { sku: open.skuName })}
      >
        {open === undefined ? null : <Explanation row={open} />}
      </SidePanel>
    </>
  );
}

const TONES = { taken_back: 'danger', available: 'success', held: 'warning' } as const;

function useIncomeColumns(): readonly DataColumn<IncomeRowDto>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<IncomeRowDto>[] => [
      {
        id: 'number',
        header: t('orders.number'),
        width: 200,
        cell: (row) => <span className="mono">{row.orderNo}</span>,
      },
      { id: 'sku', header: t('prices.sku'), cell: (row) => row.skuName },
      {
        id: 'quantity',
        header: t('common:labels.quantity'),
        align: 'end',
        width: 90,
        givesWay: true,
        cell: (row) => format.number(row.quantity),
      },
      {
        id: 'via',
        header: t('income.via'),
        width: 160,
        cell: (row) => row.viaChild ?? row.share.referralCode ?? t('income.ownSale'),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateBadge tone={TONES[row.state]}>{t(`income.states.${row.state}`)}</StateBadge>,
      },
      {
        id: 'earned',
        header: t('income.earned'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.share.earned} />,
      },
      {
        id: 'release',
        header: t('income.availableFrom'),
        width: 130,
        cell: (row) =>
          row.state === 'held' && row.share.releaseAt !== null ? (
            <time dateTime={row.share.releaseAt}>{format.date(row.share.releaseAt)}</time>
          ) : (
            ''
          ),
      },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        givesWay: true,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
