import { useT } from '@keyfall/i18n';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import classes from './quantity-stepper.module.css';

export interface QuantityStepperProps {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly label: string;
  readonly onChange: (quantity: number) => void;
}

/** How many: two big buttons and a field between. What is typed is brought within the bounds when the field is left. */
export function QuantityStepper({ value, min, max, label, onChange }: QuantityStepperProps): ReactNode {
  const t = useT('shop');
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const within = (wanted: number): number => Math.min(Math.max(wanted, min), Math.max(min, max));
  const commit = (): void => {
    if (typed !== undefined && /^[0-9]{1,6}$/.test(typed)) onChange(within(Number(typed)));
    setTyped(undefined);
  };
  return (
    <fieldset className={classes['stepper']} aria-label={label}>
      <button
        type="button"
        aria-label={t('product.fewer')}
        disabled={value <= min}
        onClick={() => onChange(within(value - 1))}
      >
        <IconMinus size={18} aria-hidden />
      </button>
      <input
        inputMode="numeric"
        pattern="[0-9]*"
        aria-label={label}
        value={typed ?? String(value)}
        onChange={(event) => setTyped(event.currentTarget.value.replaceAll(/[^0-9]/g, '').slice(0, 6))}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      <button
        type="button"
        aria-label={t('product.moreOf')}
        disabled={value >= max}
        onClick={() => onChange(within(value + 1))}
      >
        <IconPlus size={18} aria-hidden />
      </button>
    </fieldset>
  );
}
