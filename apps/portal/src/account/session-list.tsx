import { useFormat, useT } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { deviceName, useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import classes from './account.module.css';

type SessionRow = Outputs['session']['sessions']['items'][number];

/** Where one is signed in, and the way to end it from here. */
export function SessionList(): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const query = useQuery(trpc.session.sessions.queryOptions());
  const end = useMutation({
    mutationFn: async (id: SessionRow['id'] | 'others') => {
      await (id === 'others' ? client.session.revokeOthers.mutate() : client.session.revoke.mutate({ sessionId: id }));
    },
    onSuccess: async () => {
      toast.success(t('account.ended'));
      await queryClient.invalidateQueries({ queryKey: trpc.session.sessions.queryKey() });
    },
    onError: toast.error,
  });
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          <ul className={classes['sessions']}>
            {items.map((row) => (
              <SessionLine key={row.id} row={row} busy={end.isPending} onEnd={() => end.mutate(row.id)} />
            ))}
          </ul>
          {items.length > 1 ? (
            <Button variant="default" mt="md" loading={end.isPending} onClick={() => end.mutate('others')}>
              {t('account.endOthers')}
            </Button>
          ) : null}
        </>
      )}
    </Loaded>
  );
}

function SessionLine(props: {
  readonly row: SessionRow;
  readonly busy: boolean;
  readonly onEnd: () => void;
}): ReactNode {
  const { row, busy, onEnd } = props;
  const t = useT('portal');
  const format = useFormat();
  const device = deviceName(row.userAgent) ?? t('common:labels.unknown');
  return (
    <li>
      <span>
        <strong>{device}</strong>{' '}
        {row.current ? <StateBadge tone="success">{t('account.thisDevice')}</StateBadge> : null}
        <small>
          {[
            row.ip,
            t('account.seen', { at: format.relative(row.seenAt) }),
            t('account.since', { at: format.dateTime(row.createdAt) }),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </small>
      </span>
      {row.current ? null : (
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          aria-label={t('account.endNamed', { device })}
          onClick={onEnd}
        >
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}
