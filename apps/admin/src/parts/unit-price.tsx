import { useFormat } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import type { ReactNode } from 'react';

/** A price per unit, which may have more decimals than the currency. */
export function UnitPrice({ amount, currency }: { readonly amount: string; readonly currency: string }): ReactNode {
  const format = useFormat();
  const isPlain = /^\d+(\.\d{1,2})?$/.test(amount);
  if (isPlain) return <Money amount={amount} currency={currency} />;
  return (
    <span data-figures="">
      <span className="quiet">{currency}</span> {format.decimal(amount, 2)}
    </span>
  );
}
