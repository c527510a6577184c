import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './totp-field.module.css';

export interface TotpFieldProps {
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Called once when the sixth digit arrives: log in without a click. */
  readonly onComplete?: (code: string) => void;
  readonly label?: string;
  readonly help?: string;
  readonly error?: ReactNode;
  /** Takes the focus when it appears (the second step of a login). */
  readonly initialFocus?: boolean;
}

const LENGTH = 6;
/** Roomier than the code: a pasted “123 456” must not lose its last digit. */
const INPUT_LENGTH_MAX = 16;

/** A one-time code: one field (so that paste, autofill and screen readers work), digits spread wide. */
export function TotpField({
  value,
  onChange,
  onComplete,
  label,
  help,
  error,
  initialFocus = false,
}: TotpFieldProps): ReactNode {
  const { labels } = useUi();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (initialFocus) input.current?.focus();
  }, [initialFocus]);
  return (
    <TextInput
      label={label ?? labels.totp}
      description={help ?? labels.totpHelp}
      error={error}
      value={value}
      inputMode="numeric"
      autoComplete="one-time-code"
      name="totp"
      required
      withAsterisk={false}
      maxLength={INPUT_LENGTH_MAX}
      ref={input}
      classNames={{ input: classes['input'] ?? '' }}
      onChange={(event) => {
        // Pasted codes come with blanks, and Chinese input methods type full-width digits.
        const digits = event.currentTarget.value.normalize('NFKC').replace(/\D/g, '').slice(0, LENGTH);
        onChange(digits);
        if (digits.length === LENGTH && digits !== value) onComplete?.(digits);
      }}
    />
  );
}
