import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, Money, StateBadge } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { useAccountName } from '@keyfall/web/office';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

/** Debits and credits of every account class, and whether they are equal, as they must always be. */
export function TrialBalance(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const accountName = useAccountName();
  const query = useQuery(trpc.ledger.trialBalance.queryOptions());
  return (
    <Loaded query={query}>
      {({ rows, totals }) =>
        rows.length === 0 ? (
          <EmptyState title={t('ledger.noAccounts')} description={t('ledger.noAccountsHelp')} />
        ) : (
          <section className="panel-card" aria-label={t('ledger.views.trial')}>
            <div className="scroll-x">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">{t('ledger.account')}</th>
                    <th scope="col">{t('ledger.type')}</th>
                    <th scope="col" data-align="end">
                      {t('ledger.accounts')}
                    </th>
                    <th scope="col" data-align="end">
                      {t('ledger.debit')}
                    </th>
                    <th scope="col" data-align="end">
                      {t('ledger.credit')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={`${row.code}:${(row.debit ?? row.credit)?.currency ?? ''}`}>
                      <td>
                        <Anchor href={`/ledger?code=${row.code}`}>{accountName(row)}</Anchor>
                      </td>
                      <td>{t(`ledger.types.${row.type}`)}</td>
                      <td data-align="end">{format.number(row.accounts)}</td>
                      <td data-align="end">{row.debit === null ? '' : <Money {...row.debit} />}</td>
                      <td data-align="end">{row.credit === null ? '' : <Money {...row.credit} />}</td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  {totals.map((total) => (
                    <tr key={total.currency}>
                      <td>
                        <strong>{t('ledger.total', { currency: total.currency })}</strong>
                      </td>
                      <td colSpan={2}>
                        <StateBadge tone={total.balanced ? 'success' : 'danger'}>
                          {t(total.balanced ? 'ledger.balanced' : 'ledger.unbalanced')}
                        </StateBadge>
                      </td>
                      <td data-align="end">
                        <strong>
                          <Money {...total.debit} />
                        </strong>
                      </td>
                      <td data-align="end">
                        <strong>
                          <Money {...total.credit} />
                        </strong>
                      </td>
                    </tr>
                  ))}
                </tfoot>
              </table>
            </div>
          </section>
        )
      }
    </Loaded>
  );
}
