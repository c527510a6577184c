import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { Loader, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../errors/error-notice.ts';
import { useSessionState } from './session.tsx';
import classes from './require-session.module.css';

export interface RequireSessionProps {
  /** The login page, for somebody who comes without a session. */
  readonly login: ReactNode;
  /** The login form alone, for somebody whose session ended: it comes over the page, which keeps what was typed. */
  readonly loginAgain: ReactNode;
  readonly children: ReactNode;
}

/** Lets only those in who are signed in. */
export function RequireSession({ login, loginAgain, children }: RequireSessionProps): ReactNode {
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const state = useSessionState();
  switch (state.status) {
    case 'loading':
      return (
        <main className={classes['wait']} aria-busy="true" aria-label={t('messages.loading')}>
          <Loader size="sm" />
        </main>
      );
    case 'failed':
      return (
        <main className={classes['wait']}>
          <ErrorState error={noticeOf(state.error) ?? { title: t('messages.crashedTitle') }} onRetry={state.retry} />
        </main>
      );
    case 'anonymous':
      return login;
    case 'expired':
    case 'signed_in':
      return (
        <>
          {children}
          <Modal
            opened={state.status === 'expired'}
            onClose={() => {}}
            withCloseButton={false}
            closeOnEscape={false}
            closeOnClickOutside={false}
            centered
            title={t('session.expired')}
          >
            {state.status === 'expired' ? loginAgain : null}
          </Modal>
        </>
      );
  }
}
