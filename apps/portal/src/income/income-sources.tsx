import type { IncomeByChildDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useTableState, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { dayEnd, dayStart } from '../parts/day-bounds.ts';

const keyOf = (row: IncomeByChildDto): string => `${row.childId ?? 'own'}-${row.currency}`;

/** What came through each child and by own sales; a row leads to its orders. */
export function IncomeSources(): ReactNode {
  const t = useT('portal');
  const columns = useSourceColumns();
  const [url, setUrl] = useUrlState('from', 'until', 'child', 'view');
  const [from, until] = [dayStart(url.from), dayEnd(url.until)];
  const query = useQuery({
    ...trpc.income.byChild.queryOptions({
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useTableState(query);
  return (
    <>
      <FilterBar
        filters={[
          { kind: 'date', id: 'from', label: t('orders.from') },
          { kind: 'date', id: 'until', label: t('orders.until') },
        ]}
        values={url}
        onChange={setUrl}
      />
      <DataTable
        id="income-sources"
        label={t('income.sources')}
        columns={columns}
        rows={query.data}
        rowKey={keyOf}
        rowLabel={(row) => row.childName ?? t('income.ownSale')}
        {...table}
        onOpen={(row) => setUrl({ view: undefined, child: row.childId ?? 'own' }, { push: true })}
        empty={
          <ListEmpty
            isFiltered={(url.from ?? url.until) !== undefined}
            title={t('income.emptyTitle')}
            description={t('income.emptyHelp')}
          />
        }
      />
    </>
  );
}

function useSourceColumns(): readonly DataColumn<IncomeByChildDto>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo((): readonly DataColumn<IncomeByChildDto>[] => {
    const count = (id: 'orders' | 'units', header: string): DataColumn<IncomeByChildDto> => ({
      id,
      header,
      align: 'end',
      width: 90,
      cell: (row) => format.number(row[id]),
    });
    const money = (id: 'earned' | 'held' | 'clawed', header: string): DataColumn<IncomeByChildDto> => ({
      id,
      header,
      align: 'end',
      width: 120,
      cell: (row) => <Money {...row[id]} tone={id === 'clawed' ? 'quiet' : 'plain'} />,
    });
    return [
      { id: 'source', header: t('income.source'), cell: (row) => row.childName ?? t('income.ownSale') },
      count('orders', t('income.orders')),
      count('units', t('income.units')),
      money('earned', t('income.earned')),
      money('clawed', t('income.clawed')),
      money('held', t('income.held')),
      {
        id: 'net',
        header: t('income.net'),
        align: 'end',
        width: 130,
        narrow: 'corner',
        cell: (row) => <Money {...row.net} />,
      },
    ];
  }, [t, format]);
}
