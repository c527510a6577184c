import { useId } from 'react';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

export interface CardProps {
  readonly title: string;
  readonly help?: ReactNode;
  /** Right of the title: a link, a quiet button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Card({ title, help, aside, children }: CardProps): ReactNode {
  const titleId = useId();
  return (
    <section className={classes['card']} aria-labelledby={titleId}>
      <div className={classes['cardHead']}>
        <h2 id={titleId}>{title}</h2>
        {aside}
      </div>
      {help === undefined ? null : <p className={classes['cardHelp']}>{help}</p>}
      {children}
    </section>
  );
}
