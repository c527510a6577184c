import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection } from '@keyfall/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

/** When what is held becomes available, week by week; nothing is shown while nothing is held. */
export function IncomeWeeks(): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const weeks = useQuery(trpc.income.weeks.queryOptions());
  if (weeks.data === undefined || weeks.data.length === 0) return null;
  return (
    <div style={{ maxWidth: 480, marginBottom: 16 }}>
      <PanelSection title={t('income.weeks')}>
        <KeyValueList
          items={weeks.data.map(({ week, held }) => ({
            // A calendar day without a zone: noon keeps it the same day everywhere.
            label: t('income.weekOf', { date: format.date(`${week}T12:00:00`) }),
            value: <Money {...held} />,
            align: 'end',
          }))}
        />
      </PanelSection>
    </div>
  );
}
