import { Button, Group, Stack } from '@mantine/core';
import type { FormErrors } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { ErrorState } from '../components/error-state.tsx';
import type { ErrorNotice } from '../components/error-state.tsx';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './form.module.css';

export interface FormProps {
  /** `submit(…)` of `useSchemaForm`. */
  readonly onSubmit: (event: React.FormEvent<HTMLFormElement>) => void;
  /** `form.errors`. */
  readonly errors: FormErrors;
  /** Field path → its label, for the summary; a field without an entry shows its message alone. */
  readonly fieldLabels?: Readonly<Record<string, string>>;
  /** What the server said about the last try. */
  readonly serverError?: ErrorNotice | undefined;
  readonly submitLabel: string;
  readonly busy?: boolean;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
  /** Buttons across the whole width (login, shop). */
  readonly fullWidth?: boolean;
}

/**
 * A form with its errors gathered on top after a failed submit. Focus moves to the gathering, so that a screen reader hears what
 * is wrong and a keyboard is one tab from the first wrong field.
 */
export function Form(props: FormProps): ReactNode {
  const { labels } = useUi();
  const [tries, setTries] = useState(0);
  const summary = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLFormElement>(null);
  const wrong = Object.entries(props.errors).filter(
    ([, message]) => message !== undefined && message !== null && message !== false,
  );
  useEffect(() => {
    if (tries > 0) summary.current?.focus();
  }, [tries]);

  const focusField = (path: string): void => {
    root.current
      ?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"], [name="${CSS.escape(path)}"]`)
      ?.focus();
  };
  return (
    <form
      ref={root}
      noValidate
      onSubmit={(event) => {
        props.onSubmit(event);
        setTries((count) => count + 1);
      }}
    >
      <Stack gap="md">
        {tries > 0 && wrong.length > 1 ? (
          <div ref={summary} tabIndex={-1} role="alert" className={classes['summary']}>
            <p>{labels.errorSummary(wrong.length)}</p>
            <ul>
              {wrong.map(([path, message]) => (
                <li key={path}>
                  <button type="button" onClick={() => focusField(path)}>
                    {props.fieldLabels?.[path] === undefined ? null : `${props.fieldLabels[path]}: `}
                    {message}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {props.children}
        {props.serverError === undefined ? null : <ErrorState compact error={props.serverError} />}
        <Group justify={props.fullWidth === true ? 'stretch' : 'flex-end'} gap="xs">
          {props.onCancel === undefined ? null : (
            <Button variant="default" onClick={props.onCancel}>
              {labels.cancel}
            </Button>
          )}
          <Button type="submit" loading={props.busy === true} fullWidth={props.fullWidth === true}>
            {props.submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Fields that belong together under a quiet heading; two columns where there is room. */
export function FieldGroup(props: {
  readonly title?: string;
  readonly help?: string;
  readonly columns?: 1 | 2;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <fieldset className={classes['group']}>
      {props.title === undefined ? null : <legend>{props.title}</legend>}
      {props.help === undefined ? null : <p className={classes['help']}>{props.help}</p>}
      <div className={classes['fields']} data-columns={props.columns ?? 1}>
        {props.children}
      </div>
    </fieldset>
  );
}
