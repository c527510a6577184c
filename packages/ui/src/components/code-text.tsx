import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { CopyButton } from './copy-button.tsx';
import { groupCode } from './group-code.ts';
import classes from './code-text.module.css';

export interface CodeTextProps {
  /** The code as stored; grouping is only for the eye, the copy is exact. Undefined while it is not revealed. */
  readonly value: string | undefined;
  /** What stands in place of a hidden value, e.g. `•••• 4821`. */
  readonly mask?: string;
  /** Names the code for assistive technology and for the copy button: “Card password”. */
  readonly label: string;
  /** `display` is the code screen, readable at arm's length. */
  readonly size?: 'inline' | 'display';
  readonly canCopy?: boolean;
  /** Starts hidden although the value is known (a shared screen); the eye shows it. */
  readonly concealed?: boolean;
  /** Called by the eye when the value is not known yet: fetch it, then pass `value`. */
  readonly onReveal?: () => void;
  readonly revealing?: boolean;
}

/** A code in a monospaced face, grouped by four so that it can be read aloud and compared. */
export function CodeText(props: CodeTextProps): ReactNode {
  const {
    value,
    mask = '••••',
    label,
    size = 'inline',
    canCopy = true,
    concealed = false,
    onReveal,
    revealing = false,
  } = props;
  const { labels } = useUi();
  const [shown, setShown] = useState(!concealed);
  const visible = value !== undefined && shown;
  const toggles = concealed || (value === undefined && onReveal !== undefined);
  const onEye = (event: React.MouseEvent): void => {
    event.stopPropagation();
    if (value === undefined) onReveal?.();
    setShown(value === undefined || !shown);
  };
  return (
    <span className={classes['code']} data-size={size}>
      <span
        className={classes['text']}
        data-masked={!visible || undefined}
        // A gap behind its own hyphen would look like a blank that has to be typed.
        data-hyphened={(visible && /[_-]/.test(value)) || undefined}
      >
        <VisuallyHidden>{label}: </VisuallyHidden>
        {visible
          ? groupCode(value).map((group, index) => (
              <span key={index} className={classes['group']}>
                {group}
              </span>
            ))
          : mask}
      </span>
      <span className={classes['actions']}>
        {toggles ? (
          <ActionIcon
            size={28}
            loading={revealing}
            onClick={onEye}
            aria-label={`${visible ? labels.hide : labels.reveal}: ${label}`}
          >
            {visible ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
          </ActionIcon>
        ) : null}
        {canCopy && value !== undefined ? <CopyButton text={value} label={`${labels.copy}: ${label}`} /> : null}
      </span>
    </span>
  );
}
