import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, PanelSection } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useMemo } from 'react';
import type { ReactNode } from 'react';

type Share = OrderDetailDto['split'][number];

/** Who earns what of the order, as it was frozen when it was placed, and what became of it. */
export function OrderSplit({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const columns = useShareColumns();
  return (
    <PanelSection title={t('orders.split')}>
      <DataTable
        id="order-split"
        label={t('orders.split')}
        columns={columns}
        rows={order.split}
        rowKey={(row) => `${row.line}:${row.position}`}
        rowLabel={(row) => row.earnerName}
        empty={<EmptyState compact title={t('orders.noSplit')} description={t('orders.noSplitHelp')} />}
      />
    </PanelSection>
  );
}

function useShareColumns(): readonly DataColumn<Share>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo((): readonly DataColumn<Share>[] => {
    const money = (id: 'earned' | 'feeBorne' | 'clawed', header: string): DataColumn<Share> => ({
      id,
      header,
      align: 'end',
      width: 96,
      cell: (row) => {
        const amount = row[id];
        return amount === null ? '' : <Money {...amount} tone={id === 'earned' ? 'plain' : 'quiet'} />;
      },
    });
    return [
      { id: 'earner', header: t('orders.earner'), cell: (row) => row.earnerName },
      { id: 'line', header: t('orders.line'), align: 'end', width: 56, cell: (row) => format.number(row.line) },
      {
        id: 'prices',
        header: t('orders.costToPrice'),
        align: 'end',
        width: 130,
        cell: (row) => `${format.decimal(row.unitCost, 2)} → ${format.decimal(row.unitPrice, 2)}`,
      },
      {
        id: 'share',
        header: t('orders.share'),
        align: 'end',
        width: 100,
        narrow: 'corner',
        cell: (row) => <Money {...row.amount} />,
      },
      money('earned', t('orders.earned')),
      money('feeBorne', t('common:labels.fee')),
      money('clawed', t('orders.clawed')),
      {
        id: 'release',
        header: t('orders.releasedAt'),
        width: 110,
        cell: (row) => (row.releaseAt === null ? '' : format.date(row.releaseAt)),
      },
    ];
  }, [t, format]);
}
