import '@keyfall/ui/shop-forms.css';
import type { ReactNode } from 'react';
import pageClasses from '../parts/page.module.css';

export interface AuthFrameProps {
  readonly title: string;
  readonly help?: string;
  readonly children: ReactNode;
  /** Ways to the neighbouring pages. */
  readonly footer?: ReactNode;
}

/** The narrow card of all pages about signing in. */
export function AuthFrame({ title, help, children, footer }: AuthFrameProps): ReactNode {
  return (
    <div className={pageClasses['narrow']} style={{ maxWidth: 460 }}>
      <h1 className={pageClasses['title']} data-page-title>
        {title}
      </h1>
      {help === undefined ? null : <p className={pageClasses['lead']}>{help}</p>}
      <div className={pageClasses['card']} style={{ marginTop: 20 }}>
        {children}
      </div>
      {footer === undefined ? null : <div className={pageClasses['links']}>{footer}</div>}
    </div>
  );
}
