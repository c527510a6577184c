import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, PageHeader, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, useTableSort, useTableState, useTitle, useUrlState } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { useRoleName } from './use-role-name.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberPanel } from './member-panel.tsx';

export type Member = Outputs['team']['list']['members'][number];

/** The distributor's own people: who may come in, as what, and who is on the way. */
export function TeamPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('nav.team'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('open');
  const [sort, setSort] = useTableSort(['name', 'role', 'seen']);
  const query = useQuery(trpc.team.list.queryOptions());
  const table = useTableState(query);
  const columns = useMemberColumns();
  const open = query.data?.members.find(({ membershipId }) => membershipId === url.open);
  const close = (): void => setUrl({ open: undefined });
  const invitations = query.data?.invitations ?? [];
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
      <DataTable
        id="team"
        label={t('nav.team')}
        columns={columns}
        rows={query.data?.members}
        rowKey={(row) => row.membershipId}
        rowLabel={(row) => row.name}
        {...table}
        onOpen={(row) => setUrl({ open: row.membershipId }, { push: true })}
        openKey={url.open}
        hasAllRows
        sort={sort}
        onSortChange={setSort}
        skeletonRows={3}
        empty={<EmptyState title={t('team.emptyTitle')} description={t('team.emptyHelp')} />}
      />
      {invitations.length === 0 ? null : (
        <div style={{ marginTop: 24 }}>
          <Card title={t('team.invitations')}>
            <InvitationList invitations={invitations} />
          </Card>
        </div>
      )}
      <SidePanel opened={url.open === 'new'} onClose={close} title={t('team.invite')}>
        <InviteForm onDone={close} />
      </SidePanel>
      {open === undefined ? null : <MemberPanel member={open} onClose={close} />}
    </>
  );
}

function useMemberColumns(): readonly DataColumn<Member>[] {
  const t = useT('portal');
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
        width: 120,
        sortable: true,
        sortValue: (row) => roleName(row.role),
        cell: (row) => roleName(row.role),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.status === 'active' ? 'success' : 'warning'}>
            {t(`team.states.${row.status}`)}
          </StateBadge>
        ),
      },
      {
        id: 'factor',
        header: t('team.secondFactor'),
        width: 130,
        cell: (row) => t(row.hasTotp ? 'common:labels.yes' : 'common:labels.no'),
      },
      {
        id: 'seen',
        header: t('team.seen'),
        width: 170,
        sortable: true,
        sortValue: (row) => row.seenAt ?? undefined,
        narrow: 'hide',
        cell: (row) => (row.seenAt === null ? '—' : format.relative(row.seenAt)),
      },
    ],
    [t, format, roleName],
  );
}
