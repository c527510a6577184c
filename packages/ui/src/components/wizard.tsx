import { Button, Group } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './wizard.module.css';

export interface WizardStep {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
  /** False while the step is not answered: the way on is closed. */
  readonly isComplete?: boolean;
}

export interface WizardProps {
  readonly label: string;
  readonly steps: readonly WizardStep[];
  /** Index of the present step; keep it in the URL so that reloading keeps the place. */
  readonly current: number;
  readonly onStep: (index: number) => void;
  /** The last step's button. Without it, the last step ends the wizard by itself (a running job). */
  readonly finish?: { readonly label: string; readonly onFinish: () => void; readonly busy?: boolean };
  /** Hides the way back, once what was started cannot be taken back. */
  readonly canGoBack?: boolean;
  readonly nextLabel?: string;
}

/** A task in steps: where one is, what is done, the way on and back. Focus follows the step. */
export function Wizard({ label, steps, current, onStep, finish, canGoBack = true, nextLabel }: WizardProps): ReactNode {
  const { labels } = useUi();
  const content = useRef<HTMLDivElement>(null);
  const shown = useRef(current);
  useEffect(() => {
    if (shown.current === current) return;
    shown.current = current;
    content.current?.focus();
  }, [current]);

  const step = steps[current];
  const isLast = current === steps.length - 1;
  return (
    <section aria-label={label}>
      <ol className={classes['steps']}>
        {steps.map((each, index) => (
          <li
            key={each.id}
            aria-current={index === current ? 'step' : undefined}
            data-done={index < current || undefined}
          >
            <span className={classes['number']} aria-hidden="true">
              {index < current ? <IconCheck size={14} stroke={2.5} /> : index + 1}
            </span>
            <span className={classes['label']}>{each.label}</span>
          </li>
        ))}
      </ol>
      <div
        ref={content}
        tabIndex={-1}
        role="group"
        aria-label={`${labels.step(current + 1, steps.length)}: ${step?.label ?? ''}`}
        className={classes['content']}
      >
        {step?.content}
      </div>
      <Group justify="space-between" gap="xs">
        {current > 0 && canGoBack ? (
          <Button variant="default" onClick={() => onStep(current - 1)}>
            {labels.back}
          </Button>
        ) : (
          <span />
        )}
        {isLast ? (
          finish === undefined ? null : (
            <Button onClick={finish.onFinish} loading={finish.busy === true} disabled={step?.isComplete === false}>
              {finish.label}
            </Button>
          )
        ) : (
          <Button onClick={() => onStep(current + 1)} disabled={step?.isComplete === false}>
            {nextLabel ?? labels.next}
          </Button>
        )}
      </Group>
    </section>
  );
}
