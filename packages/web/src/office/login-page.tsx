import { ShellBrand } from '@keyfall/ui';
import type { ReactNode } from 'react';
import { OfficeTools } from './office-tools.tsx';
import classes from './login-page.module.css';

export interface LoginPageProps {
  readonly brandName: string;
  readonly logoUrl?: string;
  readonly title: string;
  /** The `LoginForm`, an invitation's form, a new password's. */
  readonly children: ReactNode;
  /** Under the card: demo logins, legal links. */
  readonly foot?: ReactNode;
}

/** The quiet page before a back office: brand, one card, nothing else. */
export function LoginPage({ brandName, logoUrl, title, children, foot }: LoginPageProps): ReactNode {
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <ShellBrand name={brandName} {...(logoUrl === undefined ? {} : { logoUrl })} />
        <div className={classes['tools']}>
          <OfficeTools />
        </div>
      </header>
      <main className={classes['main']}>
        <div className={classes['card']}>
          <h1 className={classes['title']} data-page-title="" tabIndex={-1}>
            {title}
          </h1>
          {children}
        </div>
        {foot === undefined ? null : <div className={classes['foot']}>{foot}</div>}
      </main>
    </div>
  );
}
