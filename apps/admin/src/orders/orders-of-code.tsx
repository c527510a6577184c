import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Outputs } from '../api.ts';

type OrderRow = Outputs['orders']['list']['items'][number];

export interface OrdersOfCodeProps {
  /** What was typed and is no number, contact or amount. */
  readonly value: string;
  readonly columns: readonly DataColumn<OrderRow>[];
  readonly onOpen: (orderNo: string) => void;
}

/** The orders that hold a code with this value. It is asked by a change, not by an address, and kept nowhere. */
export function OrdersOfCode({ value, columns, onOpen }: OrdersOfCodeProps): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const find = useMutation({ mutationFn: (typed: string) => client.orders.findByCode.mutate({ value: typed }) });
  const { mutate } = find;
  useEffect(() => mutate(value), [mutate, value]);
  return (
    <section aria-label={t('orders.byCode')} style={{ marginBottom: 16 }}>
      <p className="quiet small">{t('orders.byCode')}</p>
      <DataTable
        id="orders-of-code"
        label={t('orders.byCode')}
        columns={columns}
        rows={find.data}
        rowKey={(row) => row.orderNo}
        rowLabel={(row) => row.orderNo}
        onOpen={(row) => onOpen(row.orderNo)}
        skeletonRows={1}
        error={noticeOf(find.error)}
        onRetry={() => mutate(value)}
        empty={<EmptyState compact title={t('orders.noneByCode')} description={t('orders.noneByCodeHelp')} />}
      />
    </section>
  );
}
