import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { useCopy } from './use-copy.ts';
import classes from './copy-button.module.css';

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the accessible name: “Copy order number”. Defaults to “Copy”. */
  readonly label?: string;
  /** `icon` in tables and lists, `button` where copying is the main act (the code screen). */
  readonly variant?: 'icon' | 'button';
  readonly fullWidth?: boolean;
  readonly onCopied?: () => void;
}

/** One tap to copy, with a confirmation that is seen, felt and announced. */
export function CopyButton({ text, label, variant = 'icon', fullWidth = false, onCopied }: CopyButtonProps): ReactNode {
  const { labels } = useUi();
  const { state, copy } = useCopy();
  const name = label ?? labels.copy;
  const said = state === 'copied' ? labels.copied : state === 'failed' ? labels.copyFailed : '';
  const icon =
    state === 'copied' ? (
      <IconCheck size={16} aria-hidden />
    ) : state === 'failed' ? (
      <IconAlertTriangle size={16} aria-hidden />
    ) : (
      <IconCopy size={16} aria-hidden />
    );
  const onClick = (event: React.MouseEvent): void => {
    // A copy button often sits in a row that opens on click.
    event.stopPropagation();
    void copy(text).then((done) => (done ? onCopied?.() : undefined));
  };
  return (
    <span className={classes['wrap']} data-state={state} data-full-width={fullWidth || undefined}>
      {variant === 'icon' ? (
        <ActionIcon onClick={onClick} aria-label={name} className={classes['icon']} size={28}>
          {icon}
        </ActionIcon>
      ) : (
        <Button onClick={onClick} leftSection={icon} fullWidth={fullWidth} size="lg">
          {said === '' ? name : said}
        </Button>
      )}
      <output className={classes['status']} data-visible={(variant === 'icon' && said !== '') || undefined}>
        {said}
      </output>
    </span>
  );
}
