import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { Loaded, useCan, useTitle } from '@keyfall/web';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { IncomePolicy } from './income-policy.tsx';
import { MarginCheck } from './margin-check.tsx';
import { RateCards } from './rate-cards.tsx';
import { RateGrid } from './rate-grid.tsx';
import type { TriedRates } from './rate-cells.ts';
import { SkuModels } from './sku-models.tsx';

/** How the chain earns: the model, the rates by level and distance, what they leave, and SKUs with a model of their own. */
export function IncomeRulesPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  useTitle(t('nav.incomeRules'), useAdminSession().tenant.name);
  const query = useQuery(trpc.incomeRules.get.queryOptions());
  const [tried, tryRates] = useState<TriedRates | undefined>(undefined);
  return (
    <>
      <PageHeader title={t('nav.incomeRules')} description={t('incomeRules.help')} />
      <Loaded query={query}>
        {(rules) => (
          <Stack gap="lg">
            <IncomePolicy key={rules.version} rules={rules} />
            <RateGrid key={rules.present?.id ?? 'none'} rules={rules} onTry={tryRates} />
            <RateCards cards={rules.coming} />
            {can('inventory.read_cost') ? <MarginCheck rates={tried} /> : null}
            <SkuModels />
          </Stack>
        )}
      </Loaded>
    </>
  );
}
