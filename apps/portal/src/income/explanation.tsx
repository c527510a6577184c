import type { IncomeRowDto } from '@keyfall/contracts/portal-schemas';
import { useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { ShareStory } from './share-story.tsx';

/** How one line's income came about: received, paid, the difference, what refunds took, what is left. */
export function Explanation({ row }: { readonly row: IncomeRowDto }): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.income.explain.queryOptions({ orderNo: row.orderNo, line: row.line }));
  return (
    <>
      <Loaded query={query}>
        {({ receives, pays, net }) => (
          <KeyValueList
            items={[
              { label: t('income.receives'), value: <Money {...receives} />, align: 'end' },
              { label: t('income.pays'), value: <Money {...pays} />, align: 'end' },
              { label: t('income.net'), value: <Money {...net} />, align: 'end', strong: true },
            ]}
          />
        )}
      </Loaded>
      <PanelSection title={t('income.how')}>
        <ShareStory share={row.share} quantity={row.quantity} viaChild={row.viaChild} />
      </PanelSection>
    </>
  );
}
