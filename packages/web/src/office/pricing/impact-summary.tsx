import type { PriceImpactDto } from '@keyfall/contracts/price-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import type { ReactNode } from 'react';
import { UnitPrice } from '../../widgets/unit-price.tsx';
import classes from './pricing.module.css';

const COUNTS = ['raised', 'lowered', 'offered', 'withdrawn', 'lifted', 'hidden'] as const;
const GRAVE: ReadonlySet<string> = new Set(['withdrawn', 'lifted', 'hidden']);

/** What a change of prices does to everybody below, in numbers and by the first of them. */
export function ImpactSummary({ impact }: { readonly impact: PriceImpactDto }): ReactNode {
  const t = useT('pricing');
  const format = useFormat();
  const isNothing = COUNTS.every((count) => impact[count] === 0);
  return (
    <div className={classes['impact']}>
      {isNothing ? (
        <p>{t('impact.nothing')}</p>
      ) : (
        <ul className={classes['counts']}>
          {COUNTS.map((count) => (
            <li key={count} data-zero={impact[count] === 0 || undefined} data-grave={GRAVE.has(count) || undefined}>
              <strong>{format.number(impact[count])}</strong> {t(`impact.${count}`)}
            </li>
          ))}
        </ul>
      )}
      {impact.lifted > 0 ? <p>{t('impact.liftedHelp', { count: impact.liftedDistributors })}</p> : null}
      {impact.hidden > 0 ? <p>{t('impact.hiddenHelp', { count: impact.shops })}</p> : null}
      {impact.isPartial ? <p>{t('impact.partial')}</p> : null}
      {impact.sample.length === 0 ? null : (
        <section className="scroll-x" aria-label={t('impact.title')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('impact.who')}</th>
                <th scope="col">{t('impact.sku')}</th>
                <th scope="col" data-align="end">
                  {t('impact.before')}
                </th>
                <th scope="col" data-align="end">
                  {t('impact.after')}
                </th>
              </tr>
            </thead>
            <tbody>
              {impact.sample.map((row) => (
                <tr key={`${row.distributorName}/${row.skuCode}/${row.before}/${row.after}`}>
                  <th scope="row">{row.distributorName}</th>
                  <td className="mono">{row.skuCode}</td>
                  <td data-align="end">
                    <UnitPrice price={row.before} currency={row.currency} />
                  </td>
                  <td data-align="end">
                    <UnitPrice price={row.after} currency={row.currency} />
                    {row.lifted ? (
                      <>
                        {' '}
                        <StateBadge tone="warning">{t('grid.lifted')}</StateBadge>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className={classes['quiet']}>{t('impact.future')}</p>
    </div>
  );
}
