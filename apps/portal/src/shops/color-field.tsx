import { parseHex } from '@keyfall/ui';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './shops.module.css';

export interface ColorFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly name: string;
  readonly value: string;
  readonly error?: ReactNode;
  readonly onChange: (color: string) => void;
}

/** A colour as text, with the system's own picker beside it. */
export function ColorField({ label, help, name, value, error, onChange }: ColorFieldProps): ReactNode {
  return (
    <TextInput
      label={label}
      description={help}
      error={error}
      name={name}
      data-path={name}
      maxLength={7}
      placeholder="#rrggbb"
      spellCheck={false}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.trim().toLowerCase())}
      leftSectionPointerEvents="all"
      leftSection={
        <input
          type="color"
          className={classes['swatch']}
          aria-label={label}
          value={parseHex(value) ?? '#888888'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      }
    />
  );
}
