import type { ReactNode } from 'react';
import classes from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: string;
  /** One quiet line: what this page is for, or the object's identity. */
  readonly description?: ReactNode;
  /** The state of the object on a detail page: it leads. */
  readonly state?: ReactNode;
  /** The one primary action. */
  readonly action?: ReactNode;
  /** Quieter actions, left of the primary one. */
  readonly secondary?: ReactNode;
  /** Where one came from: a link above the title. */
  readonly back?: { readonly href: string; readonly label: string };
}

/** The head of a back-office page: title, state, one primary action. */
export function PageHeader({ title, description, state, action, secondary, back }: PageHeaderProps): ReactNode {
  return (
    <header className={classes['header']}>
      <div className={classes['titles']}>
        {back === undefined ? null : (
          <a className={classes['back']} href={back.href}>
            <span aria-hidden="true">←</span> {back.label}
          </a>
        )}
        <div className={classes['line']}>
          <h1 className={classes['title']} tabIndex={-1} data-page-title="">
            {title}
          </h1>
          {state}
        </div>
        {description === undefined ? null : <div className={classes['description']}>{description}</div>}
      </div>
      {action === undefined && secondary === undefined ? null : (
        <div className={classes['actions']}>
          {secondary}
          {action}
        </div>
      )}
    </header>
  );
}
