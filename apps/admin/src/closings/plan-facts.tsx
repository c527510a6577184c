import type { ClosingPlanDto } from '@keyfall/contracts/closing-schemas';
import { useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';

const PARTS = [
  'debtByIncome',
  'debtByCash',
  'debtWrittenOff',
  'creditByIncome',
  'creditWrittenOff',
  'bonusLapsed',
  'income',
  'cash',
  'taxWithheld',
] as const;

/** What becomes of each balance, as it is signed; parts of nothing are left out, what the payee receives never is. */
export function usePlanFacts(): (plan: ClosingPlanDto) => readonly KeyValue[] {
  const t = useT('admin');
  return (plan) => [
    ...PARTS.filter((part) => /[1-9]/.test(plan[part].amount)).map((part) => ({
      label: t(`closings.plan.${part}`),
      value: <Money {...plan[part]} />,
      align: 'end' as const,
    })),
    { label: t('closings.plan.net'), value: <Money {...plan.net} />, align: 'end', strong: true },
  ];
}
