import { PasswordInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { passwordStrength } from './password-strength.ts';
import classes from './password-field.module.css';

export interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (password: string) => void;
  /** `new` offers a generated password and shows how strong it is; `current` lets the password manager fill. */
  readonly purpose: 'current' | 'new';
  readonly label?: string;
  readonly help?: string;
  readonly error?: ReactNode;
  /** Words that make a password weak: login, mail, shop name. */
  readonly personal?: readonly string[];
}

/** A password, with its strength in words while a new one is chosen. The server has the last word. */
export function PasswordField(props: PasswordFieldProps): ReactNode {
  const { labels } = useUi();
  const [visible, setVisible] = useState(false);
  const hintId = useId();
  const level =
    props.purpose === 'new' && props.value !== '' ? passwordStrength(props.value, props.personal ?? []) : undefined;
  return (
    <div>
      <PasswordInput
        label={props.label ?? labels.password}
        description={props.help}
        error={props.error}
        value={props.value}
        required
        withAsterisk={false}
        maxLength={256}
        name="password"
        autoComplete={props.purpose === 'new' ? 'new-password' : 'current-password'}
        visible={visible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{ 'aria-label': visible ? labels.hidePassword : labels.showPassword, tabIndex: 0 }}
        aria-describedby={level === undefined ? undefined : hintId}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.purpose === 'new' ? (
        <div className={classes['hint']} data-level={level}>
          <div className={classes['bars']} aria-hidden="true">
            {[1, 2, 3, 4].map((step) => (
              <span key={step} data-on={(level ?? 0) >= step || undefined} />
            ))}
          </div>
          <output id={hintId}>{level === undefined ? '' : labels.strength(level)}</output>
        </div>
      ) : null}
    </div>
  );
}
