import { useFormat, useT } from '@keyfall/i18n';
import { UnitPrice } from '@keyfall/web';
import type { ReactNode } from 'react';
import { useSkuName } from '../parts/local-name.ts';
import type { BulkPlan } from './plan-bulk.ts';
import { marginOf, readPrice } from './retail.rules.ts';

const SHOWN_MAX = 300;

/** What will be saved: every price before and after, its margin, and what a bound held back. */
export function BulkPreview({ plan }: { readonly plan: BulkPlan }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const nameOf = useSkuName();
  const shown = plan.changes.slice(0, SHOWN_MAX);
  return (
    <>
      <p aria-live="polite">
        <strong>{t('prices.bulk.willChange', { count: plan.changes.length })}</strong>{' '}
        {t('prices.bulk.unchanged', { count: plan.unchanged })}{' '}
        {plan.impossible === 0 ? null : t('prices.bulk.impossible', { count: plan.impossible })}
      </p>
      {shown.length === 0 ? null : (
        <div className="scroll-x">
          <table className="plain-table" aria-label={t('prices.bulk.preview')}>
            <thead>
              <tr>
                <th scope="col">{t('prices.sku')}</th>
                <th scope="col" data-align="end">
                  {t('prices.bulk.before')}
                </th>
                <th scope="col" data-align="end">
                  {t('prices.bulk.after')}
                </th>
                <th scope="col" data-align="end">
                  {t('prices.margin')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ row, price, limitedBy }) => (
                <tr key={row.skuId}>
                  <th scope="row">
                    {nameOf(row).product} <span className="quiet small">{nameOf(row).sku}</span>
                    {limitedBy === undefined ? null : (
                      <div className="quiet small">{t(`prices.bulk.limitedBy.${limitedBy}`)}</div>
                    )}
                  </th>
                  <td data-align="end">
                    <UnitPrice price={row.retail} currency={row.currency} range={row.range} />
                  </td>
                  <td data-align="end">
                    <strong>
                      <UnitPrice price={price} currency={row.currency} range={row.range} />
                    </strong>
                  </td>
                  <td data-align="end">{format.percent(marginOf(readPrice(price), row.cost)?.ratio ?? '0', 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {plan.changes.length > SHOWN_MAX ? (
        <p className="quiet small">{t('list.andMore', { count: plan.changes.length - SHOWN_MAX })}</p>
      ) : null}
    </>
  );
}
