import type { CostTierDto } from '@keyfall/contracts/price-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import type { ReactNode } from 'react';
import { UnitPrice } from '../../widgets/unit-price.tsx';
import classes from './pricing.module.css';

export interface CostTiersProps {
  readonly tiers: readonly CostTierDto[];
  readonly currency: string;
  /** Units in question: their tier stands out. */
  readonly quantity: number;
}

/** What is paid by quantity; nothing where quantity makes no difference. */
export function CostTiers({ tiers, currency, quantity }: CostTiersProps): ReactNode {
  const t = useT('pricing');
  const format = useFormat();
  if (tiers.length < 2) return null;
  const present = tiers.findLast((tier) => tier.minQuantity <= quantity);
  return (
    <ul className={classes['tiers']} aria-label={t('tiers.title')}>
      {tiers.map((tier) => (
        <li key={tier.minQuantity} aria-current={tier === present ? 'true' : undefined}>
          <span>
            {tier.minQuantity === 1 ? t('tiers.one') : t('tiers.from', { quantity: format.number(tier.minQuantity) })}
          </span>{' '}
          {tier.cost === null ? t('tiers.none') : <UnitPrice price={tier.cost} currency={currency} />}
        </li>
      ))}
    </ul>
  );
}
