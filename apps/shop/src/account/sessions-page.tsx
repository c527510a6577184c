import { useFormat, useT } from '@keyfall/i18n';
import { ErrorState, StateBadge } from '@keyfall/ui';
import { Loaded, useErrorNotice } from '@keyfall/web';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { AccountFrame } from './account-frame.tsx';
import { deviceName } from './device-name.ts';
import classes from './account.module.css';

/** Where the account is signed in, and the way to end it there. */
export function SessionsPage(): ReactNode {
  const t = useT('shop');
  return (
    <AccountFrame title={t('account.sessions')}>
      <SessionList />
    </AccountFrame>
  );
}

function SessionList(): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.account.sessions.queryOptions());
  const end = useMutation(
    trpc.account.revokeSession.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.account.sessions.queryKey() }),
    }),
  );
  const notice = noticeOf(end.error);
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          {notice === undefined ? null : <ErrorState compact error={notice} />}
          <ul className={classes['rows']}>
            {items.map((session) => (
              <li key={session.id} className={classes['row']}>
                <span className={classes['rowMain']}>
                  <strong>{deviceName(session.userAgent) ?? t('account.unknownDevice')}</strong>
                  <span>
                    {t('account.seen', { when: format.dateTime(session.seenAt) })}
                    {session.ip === null ? '' : ` · ${session.ip}`}
                  </span>
                </span>
                <span className={classes['rowEnd']}>
                  {session.current ? (
                    <StateBadge tone="success">{t('account.thisDevice')}</StateBadge>
                  ) : (
                    <Button
                      size="compact-md"
                      variant="default"
                      loading={end.isPending}
                      onClick={() => end.mutate({ sessionId: session.id })}
                    >
                      {t('account.endSession')}
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
