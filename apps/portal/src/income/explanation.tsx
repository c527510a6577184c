import type { IncomeExplanationDto, IncomeRowDto } from '@keyfall/contracts/portal-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { ShareStory } from './share-story.tsx';

/** How one line's income came about: what it is a part of, what refunds took, what is left. */
export function Explanation({ row }: { readonly row: IncomeRowDto }): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.income.explain.queryOptions({ orderNo: row.orderNo, line: row.line }));
  const terms = useTerms();
  return (
    <>
      <Loaded query={query}>
        {(explanation) => (
          <>
            <PanelSection>
              <KeyValueList
                items={[
                  ...terms(explanation),
                  { label: t('income.net'), value: <Money {...explanation.net} />, align: 'end', strong: true },
                ]}
              />
            </PanelSection>
            <Clawbacks clawbacks={explanation.clawbacks} />
          </>
        )}
      </Loaded>
      <PanelSection title={t('income.how')}>
        <ShareStory share={row.share} quantity={row.quantity} viaChild={row.viaChild} />
      </PanelSection>
    </>
  );
}

/** Received and paid in the price-difference model; percentage, base and distance in the other. */
function useTerms(): (explanation: IncomeExplanationDto) => readonly KeyValue[] {
  const t = useT('portal');
  const format = useFormat();
  const model = (of: 'price_difference' | 'percentage'): KeyValue => ({
    label: t('income.model'),
    value: t(`common:kinds.incomeModel.${of}`),
    align: 'end',
  });
  return ({ receives, pays, share: { commission } }) => {
    if (commission !== null) {
      const { percent, base, distance } = commission;
      const place = distance === 0 ? t('income.distances.own') : t('income.distances.below', { count: distance });
      return [
        model('percentage'),
        { label: t('income.percent'), value: `${format.decimal(percent, 0)} %`, align: 'end' },
        { label: t('income.base'), value: <Money {...base} />, align: 'end' },
        { label: t('income.distance'), value: place, align: 'end' },
      ];
    }
    return [
      model('price_difference'),
      ...(receives === null
        ? []
        : [{ label: t('income.receives'), value: <Money {...receives} />, align: 'end' as const }]),
      ...(pays === null ? [] : [{ label: t('income.pays'), value: <Money {...pays} />, align: 'end' as const }]),
    ];
  };
}

function Clawbacks({ clawbacks }: Pick<IncomeExplanationDto, 'clawbacks'>): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  if (clawbacks.length === 0) return null;
  return (
    <PanelSection title={t('income.clawbacks')}>
      <KeyValueList
        items={clawbacks.map(({ at, amount }) => ({
          label: format.dateTime(at),
          value: <Money {...amount} tone="quiet" />,
          align: 'end',
        }))}
      />
    </PanelSection>
  );
}
