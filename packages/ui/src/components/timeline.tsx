import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import type { Tone } from '../theme/tokens.ts';
import classes from './timeline.module.css';

export interface TimelineEntry {
  readonly id: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly title: ReactNode;
  /** Who or what did it. */
  readonly actor?: string;
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

export interface TimelineProps {
  readonly label: string;
  /** Newest first, as the server lists them. */
  readonly entries: readonly TimelineEntry[];
  /** Older entries beyond this number wait behind a button. */
  readonly shownAtFirst?: number;
}

/** The history of a thing: what happened, when, by whom. */
export function Timeline({ label, entries, shownAtFirst = 12 }: TimelineProps): ReactNode {
  const { labels, formatDateTime, formatRelative } = useUi();
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, shownAtFirst);
  const rest = entries.length - shown.length;
  return (
    <>
      <ol className={classes['timeline']} aria-label={label}>
        {shown.map((entry) => (
          <li key={entry.id} className={classes['entry']} data-tone={entry.tone ?? 'neutral'}>
            <div className={classes['head']}>
              <span className={classes['title']}>{entry.title}</span>
              <time dateTime={entry.at} title={formatRelative(entry.at)} className={classes['time']}>
                {formatDateTime(entry.at)}
              </time>
            </div>
            {entry.actor === undefined ? null : <div className={classes['quiet']}>{entry.actor}</div>}
            {entry.detail === undefined ? null : <div className={classes['detail']}>{entry.detail}</div>}
          </li>
        ))}
      </ol>
      {rest > 0 ? (
        <UnstyledButton className={classes['more']} onClick={() => setAll(true)}>
          {labels.timelineMore(rest)}
        </UnstyledButton>
      ) : null}
    </>
  );
}
