import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import type { Tone } from '../theme/tokens.ts';
import { StateBadge } from './state-badge.tsx';
import classes from './progress-job.module.css';

export interface ProgressJobProps {
  readonly title: string;
  /** The job's state in the reader's words, and what it means. */
  readonly state: string;
  readonly tone: Tone;
  readonly running: boolean;
  readonly done: number;
  /** Undefined while the total is not known: the bar then only says that something moves. */
  readonly total: number | undefined;
  readonly remainingSeconds?: number | undefined;
  /** What came of it, while it runs and after: counts with words. */
  readonly results?: readonly { readonly label: string; readonly value: ReactNode; readonly tone?: Tone }[];
  /** Cancel, download rejected rows, start again. */
  readonly actions?: ReactNode;
  /** “You can leave this page; the job goes on.” */
  readonly note?: string;
}

/** Long work: a bar, a count, an estimate, and a result that stays. */
export function ProgressJob(props: ProgressJobProps): ReactNode {
  const { labels, formatNumber, formatDurationSeconds } = useUi();
  const { done, total } = props;
  const ratio = total === undefined || total === 0 ? undefined : Math.min(1, done / total);
  const count = total === undefined ? formatNumber(done) : labels.jobOf(formatNumber(done), formatNumber(total));
  return (
    <div className={classes['job']}>
      <div className={classes['head']}>
        <span className={classes['title']}>{props.title}</span>
        <StateBadge tone={props.tone} live={props.running}>
          {props.state}
        </StateBadge>
      </div>
      <div
        role="progressbar"
        aria-label={props.title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={ratio === undefined ? undefined : Math.floor(ratio * 100)}
        aria-valuetext={count}
        className={classes['bar']}
        data-tone={props.tone}
        data-unknown={(ratio === undefined && props.running) || undefined}
      >
        <div style={{ width: `${(ratio ?? (props.running ? 0.3 : 1)) * 100}%` }} />
      </div>
      <div className={classes['line']}>
        <span>{count}</span>
        {props.running && props.remainingSeconds !== undefined ? (
          <span>{labels.jobRemaining(formatDurationSeconds(props.remainingSeconds))}</span>
        ) : null}
      </div>
      {props.results === undefined || props.results.length === 0 ? null : (
        <dl className={classes['results']}>
          {props.results.map((result) => (
            <div key={result.label} data-tone={result.tone}>
              <dt>{result.label}</dt>
              <dd>{result.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {props.note === undefined && props.actions === undefined ? null : (
        <div className={classes['foot']}>
          <span className={classes['note']}>{props.note}</span>
          {props.actions}
        </div>
      )}
    </div>
  );
}
