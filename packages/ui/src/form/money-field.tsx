import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './money-field.module.css';

export interface MoneyFieldProps {
  readonly label: string;
  /** Decimal text as typed; never a number. */
  readonly value: string;
  readonly onChange: (amount: string) => void;
  /** ISO code shown quietly at the end. */
  readonly currency: string;
  readonly help?: ReactNode;
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly onBlur?: () => void;
}

/**
 * What was typed as a decimal text: full-width digits and points of Chinese input methods, blanks and grouping commas become
 * plain. A text that is no amount is left as it is, for the schema to complain about.
 */
export function normalizeAmount(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s,_]/g, '')
    .replace('。', '.');
  return /^-?\d*\.?\d*$/.test(plain) ? plain : typed;
}

/** An amount of money: right-aligned, tabular, its currency beside it. */
export function MoneyField(props: MoneyFieldProps): ReactNode {
  return (
    <TextInput
      label={props.label}
      description={props.help}
      error={props.error}
      required={props.required === true}
      disabled={props.disabled === true}
      {...(props.name === undefined ? {} : { name: props.name, 'data-path': props.name })}
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onBlur={() => {
        const amount = normalizeAmount(props.value);
        if (amount !== props.value) props.onChange(amount);
        props.onBlur?.();
      }}
      rightSection={<span className={classes['currency']}>{props.currency}</span>}
      rightSectionWidth={52}
      classNames={{ input: classes['input'] ?? '' }}
    />
  );
}
