import { useT } from '@keyfall/i18n';
import { Money, StatCard, StatGrid } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

/** Held, available and owed, one row of cards per currency. */
export function IncomeCards(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const totals = useQuery({ ...trpc.income.totals.queryOptions(), enabled: can('commissions.read') });
  if (!can('commissions.read')) return null;
  const rows = totals.data ?? [undefined];
  return (
    <>
      {rows.map((row) => (
        <StatGrid key={row?.currency ?? 'loading'}>
          <StatCard
            label={t('income.held')}
            value={row === undefined ? undefined : <Money {...row.held} size="large" />}
            comparison={t('income.heldHelp')}
          />
          <StatCard
            label={t('income.available')}
            value={row === undefined ? undefined : <Money {...row.available} size="large" />}
            comparison={t('income.availableHelp')}
            href="/withdrawals"
          />
          {row === undefined || !/[1-9]/.test(row.debt.amount) ? null : (
            <StatCard
              label={t('income.debt')}
              value={<Money {...row.debt} size="large" />}
              tone="danger"
              comparison={t('income.debtHelp')}
            />
          )}
        </StatGrid>
      ))}
    </>
  );
}
