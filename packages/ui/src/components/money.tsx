import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './money.module.css';

export interface MoneyProps {
  /** Exact decimal text, e.g. `"-1234.50"`. */
  readonly amount: string;
  /** ISO 4217 code. */
  readonly currency: string;
  /** `flow` colours gains and losses (statement lines) and shows the plus sign; `plain` is the default. */
  readonly tone?: 'plain' | 'flow' | 'quiet';
  readonly size?: 'inherit' | 'large' | 'hero';
}

/** An amount: currency quiet, minor units lighter, figures tabular. Screen readers hear it as one phrase. */
export function Money({ amount, currency, tone = 'plain', size = 'inherit' }: MoneyProps): ReactNode {
  const { formatMoney } = useUi();
  const parts = formatMoney(amount, currency);
  const isZero = /^[-+]?[0.]*$/.test(amount);
  const gain = tone === 'flow' && parts.sign === '' && !isZero;
  const state = tone !== 'flow' || isZero ? undefined : gain ? 'gain' : 'loss';
  return (
    <span className={classes['money']} data-tone={tone} data-flow={state} data-size={size}>
      {gain ? '+' : parts.sign}
      {parts.currencyFirst ? <span className={classes['currency']}>{parts.currency}</span> : null}
      {parts.whole}
      {parts.fraction === '' ? null : <span className={classes['fraction']}>{parts.fraction}</span>}
      {parts.currencyFirst ? null : <span className={classes['currency']}> {parts.currency}</span>}
    </span>
  );
}
