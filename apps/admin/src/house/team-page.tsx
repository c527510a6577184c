import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, PageHeader, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, useStepUp, useTableSort, useTableState, useTitle, useUrlState } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { InviteForm } from './invite-form.tsx';
import { MemberPanel } from './member-panel.tsx';
import { useRoleName } from './role-name.ts';

type Member = Outputs['team']['list']['members'][number];
type Invitation = Outputs['team']['list']['invitations'][number];

async function refreshTeam(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: trpc.team.pathKey() });
}

/** The wholesaler's own people: roles, second factors, invitations. */
export function TeamPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.team'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('open');
  const [sort, setSort] = useTableSort(['name', 'role', 'seen']);
  const query = useQuery(trpc.team.list.queryOptions());
  const table = useTableState(query);
  const columns = useMemberColumns();
  const open = query.data?.members.find((member) => member.membershipId === url.open);
  const close = (): void => setUrl({ open: undefined });
  return (
    <>
      <PageHeader
        title={t('nav.team')}
        description={t('team.help')}
        action={
          <Can permission="team.write">
            <Button leftSection={<IconUserPlus size={16} />} onClick={() => setUrl({ open: 'new' }, { push: true })}>
              {t('team.invite')}
            </Button>
          </Can>
        }
      />
      <Stack gap="lg">
        <DataTable
          id="team"
          label={t('nav.team')}
          columns={columns}
          rows={query.data?.members}
          rowKey={(row) => row.membershipId}
          rowLabel={(row) => row.name}
          onOpen={(row) => setUrl({ open: row.membershipId }, { push: true })}
          openKey={url.open}
          {...table}
          hasAllRows
          sort={sort}
          onSortChange={setSort}
          skeletonRows={4}
          empty={<EmptyState title={t('team.nobodyTitle')} description={t('team.nobodyHelp')} />}
        />
        {(query.data?.invitations.length ?? 0) === 0 ? null : (
          <Invitations invitations={query.data?.invitations ?? []} />
        )}
      </Stack>
      <SidePanel opened={url.open === 'new'} onClose={close} title={t('team.invite')}>
        <InviteForm
          distributorId={undefined}
          onDone={() => {
            close();
            void refreshTeam();
          }}
          onCancel={close}
        />
      </SidePanel>
      {open === undefined ? null : (
        <MemberPanel key={open.membershipId} member={open} onClose={close} onChanged={refreshTeam} />
      )}
    </>
  );
}

function useMemberColumns(): readonly DataColumn<Member>[] {
  const t = useT('admin');
  const format = useFormat();
  const roleName = useRoleName();
  return useMemo(
    (): readonly DataColumn<Member>[] => [
      {
        id: 'name',
        header: t('common:labels.name'),
        sortable: true,
        sortValue: (row) => row.name,
        cell: (row) => (row.isSelf ? t('team.self', { name: row.name }) : row.name),
      },
      { id: 'mail', header: t('common:labels.mail'), cell: (row) => row.mail },
      {
        id: 'role',
        header: t('team.role'),
        width: 130,
        sortable: true,
        sortValue: (row) => roleName(row.role),
        cell: (row) => roleName(row.role),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.status === 'active' ? 'success' : 'warning'}>
            {t(`team.states.${row.status}`)}
          </StateBadge>
        ),
      },
      {
        id: 'totp',
        header: t('account.secondFactor'),
        width: 130,
        cell: (row) => (
          <StateBadge tone={row.hasTotp ? 'success' : 'neutral'} variant="dot">
            {t(row.hasTotp ? 'account.totpOn' : 'account.totpOff')}
          </StateBadge>
        ),
      },
      {
        id: 'seen',
        header: t('account.seen'),
        width: 150,
        sortable: true,
        sortValue: (row) => row.seenAt ?? undefined,
        narrow: 'hide',
        cell: (row) => (row.seenAt === null ? '' : format.relative(row.seenAt)),
      },
    ],
    [t, format, roleName],
  );
}

function Invitations({ invitations }: { readonly invitations: readonly Invitation[] }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const roleName = useRoleName();
  const withStepUp = useStepUp();
  const act = useMutation({
    mutationFn: ({ id, cancel }: { id: string; cancel: boolean }) =>
      withStepUp(() =>
        cancel
          ? client.team.cancelInvitation.mutate({ invitationId: id })
          : client.team.resendInvitation.mutate({ invitationId: id }),
      ),
    onSuccess: async (_, { cancel }) => {
      toast.success(t(cancel ? 'team.cancelled' : 'team.resent'));
      await refreshTeam();
    },
    onError: toast.error,
  });
  return (
    <section className="panel-card" aria-label={t('team.openInvitations')}>
      <h2>{t('team.openInvitations')}</h2>
      <Stack gap="sm">
        {invitations.map((invitation) => (
          <Group key={invitation.id} justify="space-between">
            <span>
              {invitation.name} <span className="quiet small">{invitation.mail}</span>{' '}
              <span className="quiet small">
                {t('team.invitedAs', { role: roleName(invitation.role), until: format.dateTime(invitation.expiresAt) })}
              </span>
            </span>
            <Can permission="team.write">
              <Group gap="xs">
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => act.mutate({ id: invitation.id, cancel: false })}
                >
                  {t('team.resend')}
                </Button>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  onClick={() => act.mutate({ id: invitation.id, cancel: true })}
                >
                  {t('team.withdraw')}
                </Button>
              </Group>
            </Can>
          </Group>
        ))}
      </Stack>
    </section>
  );
}
