import { useT } from '@keyfall/i18n';
import { EmptyState, StateBadge } from '@keyfall/ui';
import { Loaded, useCan, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { InviteForm } from './invite-form.tsx';

/** The people of one distributor, with invitations that are open. */
export function TeamMembers({ distributorId }: { readonly distributorId: string }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const withStepUp = useStepUp();
  const [inviting, setInviting] = useState(false);
  const query = useQuery(trpc.distributors.team.queryOptions({ id: distributorId }));
  const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.distributors.team.queryKey() });
  const resend = useMutation({
    mutationFn: (invitationId: string) =>
      withStepUp(() => client.distributors.resendInvitation.mutate({ distributorId, invitationId })),
    onSuccess: () => toast.success(t('team.resent')),
    onError: toast.error,
  });
  return (
    <Loaded query={query}>
      {({ members, invitations }) => (
        <Stack gap="sm">
          {members.length + invitations.length === 0 ? (
            <EmptyState compact title={t('team.nobodyTitle')} description={t('team.nobodyHelp')} />
          ) : null}
          {members.map((member) => (
            <Group key={member.membershipId} justify="space-between" wrap="nowrap">
              <span>
                {member.name} <span className="quiet small">{member.mail}</span>
              </span>
              <StateBadge tone={member.status === 'active' ? 'success' : 'warning'} variant="dot">
                {t(`team.states.${member.status}`)}
              </StateBadge>
            </Group>
          ))}
          {invitations.map((invitation) => (
            <Group key={invitation.id} justify="space-between" wrap="nowrap">
              <span>
                {invitation.name} <span className="quiet small">{invitation.mail}</span>
              </span>
              <Button size="compact-xs" variant="default" onClick={() => resend.mutate(invitation.id)}>
                {t('team.resend')}
              </Button>
            </Group>
          ))}
          {!can('distributors.write') ? null : inviting ? (
            <InviteForm
              distributorId={distributorId}
              onDone={() => {
                setInviting(false);
                void refresh();
              }}
              onCancel={() => setInviting(false)}
            />
          ) : (
            <Group>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconUserPlus size={14} />}
                onClick={() => setInviting(true)}
              >
                {t('team.invite')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
