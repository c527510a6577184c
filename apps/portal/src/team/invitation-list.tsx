import { useFormat, useT } from '@keyfall/i18n';
import { Can, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useRoleName } from './use-role-name.ts';
import classes from './team.module.css';

type Invitation = Outputs['team']['list']['invitations'][number];

/** Who was invited and has not come yet. */
export function InvitationList({ invitations }: { readonly invitations: readonly Invitation[] }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const toast = useToast();
  const withStepUp = useStepUp();
  const roleName = useRoleName();
  const act = useMutation({
    mutationFn: ({ id, what }: { readonly id: Invitation['id']; readonly what: 'resend' | 'cancel' }) =>
      withStepUp(() =>
        what === 'resend'
          ? client.team.resendInvitation.mutate({ invitationId: id })
          : client.team.cancelInvitation.mutate({ invitationId: id }),
      ),
    onSuccess: async (_done, { what }) => {
      toast.success(t(what === 'resend' ? 'team.resent' : 'team.cancelled'));
      await queryClient.invalidateQueries({ queryKey: trpc.team.pathKey() });
    },
    onError: toast.error,
  });
  return (
    <ul className={classes['invitations']}>
      {invitations.map(({ id, mail, name, role, expiresAt }) => (
        <li key={id}>
          <span>
            <strong>{name}</strong> {mail}
            <small>
              {roleName(role)} · {t('team.validUntil', { at: format.dateTime(expiresAt) })}
            </small>
          </span>
          <Can permission="team.write">
            <span className={classes['acts']}>
              <Button
                size="xs"
                variant="default"
                disabled={act.isPending}
                onClick={() => act.mutate({ id, what: 'resend' })}
              >
                {t('team.resend')}
              </Button>
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                disabled={act.isPending}
                onClick={() => act.mutate({ id, what: 'cancel' })}
              >
                {t('team.cancelInvitation')}
              </Button>
            </span>
          </Can>
        </li>
      ))}
    </ul>
  );
}
