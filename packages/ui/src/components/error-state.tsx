import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './notice.module.css';

/** An error in the reader's words; `packages/web` makes it from whatever was thrown. */
export interface ErrorNotice {
  /** What happened. */
  readonly title: string;
  /** What was kept and what to do. */
  readonly description?: string;
  /** Lets support find the request. */
  readonly requestId?: string;
  /** False where trying again cannot help. */
  readonly canRetry?: boolean;
}

export interface ErrorStateProps {
  readonly error: ErrorNotice;
  readonly onRetry?: () => void;
  readonly compact?: boolean;
}

/** Something failed: what happened, what to do, and the number support asks for. */
export function ErrorState({ error, onRetry, compact = false }: ErrorStateProps): ReactNode {
  const { labels } = useUi();
  return (
    <div className={classes['notice']} data-compact={compact || undefined} data-tone="danger" role="alert">
      <div className={classes['icon']} aria-hidden="true">
        <IconAlertTriangle size={compact ? 18 : 22} />
      </div>
      <p className={classes['title']}>{error.title}</p>
      {error.description === undefined ? null : <p className={classes['description']}>{error.description}</p>}
      {onRetry === undefined || error.canRetry === false ? null : (
        <div className={classes['actions']}>
          <Button variant="default" onClick={onRetry}>
            {labels.retry}
          </Button>
        </div>
      )}
      {error.requestId === undefined ? null : (
        <p className={classes['request']}>
          {labels.requestId} <code>{error.requestId}</code>
          <CopyButton text={error.requestId} label={`${labels.copy}: ${labels.requestId}`} />
        </p>
      )}
    </div>
  );
}
