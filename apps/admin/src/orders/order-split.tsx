import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, Money, PanelSection } from '@keyfall/ui';
import type { ReactNode } from 'react';

/** Who earns what of the order, as it was frozen when it was placed, and what became of it. */
export function OrderSplit({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  return (
    <PanelSection title={t('orders.split')}>
      {order.split.length === 0 ? (
        <EmptyState compact title={t('orders.noSplit')} description={t('orders.noSplitHelp')} />
      ) : (
        <div className="scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('orders.line')}</th>
                <th scope="col">{t('orders.earner')}</th>
                <th scope="col" data-align="end">
                  {t('orders.costToPrice')}
                </th>
                <th scope="col" data-align="end">
                  {t('orders.share')}
                </th>
                <th scope="col" data-align="end">
                  {t('orders.earned')}
                </th>
                <th scope="col" data-align="end">
                  {t('common:labels.fee')}
                </th>
                <th scope="col" data-align="end">
                  {t('orders.clawed')}
                </th>
                <th scope="col">{t('orders.releasedAt')}</th>
              </tr>
            </thead>
            <tbody>
              {order.split.map((share) => (
                <tr key={`${share.line}:${share.position}`}>
                  <td>{format.number(share.line)}</td>
                  <td>{share.earnerName}</td>
                  <td data-align="end">{`${format.decimal(share.unitCost, 2)} → ${format.decimal(share.unitPrice, 2)}`}</td>
                  <td data-align="end">
                    <Money {...share.amount} />
                  </td>
                  <td data-align="end">{share.earned === null ? '' : <Money {...share.earned} />}</td>
                  <td data-align="end">{share.feeBorne === null ? '' : <Money {...share.feeBorne} tone="quiet" />}</td>
                  <td data-align="end">{share.clawed === null ? '' : <Money {...share.clawed} tone="quiet" />}</td>
                  <td>{share.releaseAt === null ? '' : format.date(share.releaseAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PanelSection>
  );
}
