import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, ErrorState, PageHeader, PasswordField, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useErrorNotice, useTitle } from '@keyfall/web';
import { SecondFactor, deviceName, useToast } from '@keyfall/web/office';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { enterApp } from './login-screen.tsx';
import { staffAuth } from './staff-auth.ts';
import { useAdminSession } from './use-admin-session.ts';

type SessionRow = Outputs['session']['sessions']['items'][number];

/** One's own account: second factor, password, and where one is signed in. */
export function AccountPage(): ReactNode {
  const t = useT('admin');
  const session = useAdminSession();
  useTitle(t('nav.account'), session.tenant.name);
  return (
    <>
      <PageHeader title={t('nav.account')} description={`${session.name} · ${session.login.mail}`} />
      <Stack gap="lg">
        <div className="two-columns">
          <SecondFactorCard />
          <PasswordCard />
        </div>
        <SessionsCard />
      </Stack>
    </>
  );
}

function SecondFactorCard(): ReactNode {
  const t = useT('admin');
  const { login } = useAdminSession();
  return (
    <section className="panel-card" aria-label={t('account.secondFactor')}>
      <h2>{t('account.secondFactor')}</h2>
      <p className="quiet" style={{ margin: '0 0 12px' }}>
        {t('account.secondFactorHelp')}
      </p>
      <SecondFactor auth={staffAuth} hasTotp={login.hasTotp} onChanged={() => void enterApp()} />
    </section>
  );
}

function PasswordCard(): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const { login } = useAdminSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => staffAuth.changePassword(current, next),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      toast.success(t('account.passwordChanged'));
      await queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() });
    },
  });
  const notice = noticeOf(change.error);
  return (
    <section className="panel-card" aria-label={t('common:session.password')}>
      <h2>{t('common:session.password')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (current !== '' && next !== '') change.mutate();
        }}
      >
        <Stack gap="md">
          <PasswordField purpose="current" label={t('account.currentPassword')} value={current} onChange={setCurrent} />
          <PasswordField
            purpose="new"
            label={t('login.newPassword')}
            help={t('account.passwordEndsSessions')}
            value={next}
            onChange={setNext}
            personal={[login.mail, login.name]}
          />
          {notice === undefined ? null : <ErrorState compact error={notice} />}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t('account.changePassword')}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

function SessionsCard(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [ending, setEnding] = useState<SessionRow | 'others' | undefined>(undefined);
  const query = useQuery(trpc.session.sessions.queryOptions());
  const end = useMutation({
    mutationFn: async (which: SessionRow | 'others') =>
      which === 'others'
        ? await client.session.revokeOthers.mutate()
        : await client.session.revoke.mutate({ sessionId: which.id }),
    onSuccess: async () => {
      setEnding(undefined);
      toast.success(t('account.sessionEnded'));
      await queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() });
    },
  });
  const columns = useMemo(
    (): readonly DataColumn<SessionRow>[] => [
      {
        id: 'device',
        header: t('account.device'),
        cell: (row) => (
          <Group gap="xs">
            {deviceName(row.userAgent) ?? t('common:labels.unknown')}
            {row.current ? <StateBadge tone="success">{t('account.thisDevice')}</StateBadge> : null}
          </Group>
        ),
      },
      {
        id: 'ip',
        header: t('account.address'),
        width: 150,
        cell: (row) => <span className="mono">{row.ip ?? ''}</span>,
      },
      { id: 'since', header: t('account.since'), width: 170, cell: (row) => format.dateTime(row.createdAt) },
      { id: 'seen', header: t('account.seen'), width: 150, cell: (row) => format.relative(row.seenAt) },
      {
        id: 'end',
        header: t('account.end'),
        width: 110,
        hideable: false,
        cell: (row) =>
          row.current ? null : (
            <Button size="compact-xs" variant="default" onClick={() => setEnding(row)}>
              {t('account.endSession')}
            </Button>
          ),
      },
    ],
    [t, format],
  );
  const others = (query.data?.items.length ?? 0) > 1;
  return (
    <section aria-label={t('common:session.sessions')}>
      <Group justify="space-between" mb="xs">
        <h2 style={{ margin: 0 }}>{t('common:session.sessions')}</h2>
        {others ? (
          <Button size="xs" variant="default" onClick={() => setEnding('others')}>
            {t('account.endOthers')}
          </Button>
        ) : null}
      </Group>
      <DataTable
        id="sessions"
        label={t('common:session.sessions')}
        columns={columns}
        rows={query.data?.items}
        rowKey={(row) => row.id}
        rowLabel={(row) => deviceName(row.userAgent) ?? t('common:labels.unknown')}
        error={noticeOf(query.error)}
        onRetry={() => void query.refetch()}
        skeletonRows={2}
        empty={<EmptyState compact title={t('account.noSessions')} description={t('account.noSessionsHelp')} />}
      />
      <ConfirmAction
        opened={ending !== undefined}
        onClose={() => setEnding(undefined)}
        danger
        title={t(ending === 'others' ? 'account.endOthers' : 'account.endSession')}
        description={t('account.endSessionHelp')}
        confirmLabel={t(ending === 'others' ? 'account.endOthers' : 'account.endSession')}
        busy={end.isPending}
        error={noticeOf(end.error)}
        onConfirm={() => (ending === undefined ? undefined : end.mutate(ending))}
      />
    </section>
  );
}
