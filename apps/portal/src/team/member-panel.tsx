import type { PORTAL_ROLES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, PanelSection, SidePanel, StateBadge } from '@keyfall/ui';
import { Can, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Member } from './team-page.tsx';
import { useRoleName } from './use-role-name.ts';

type Act = 'changeRole' | 'suspend' | 'reinstate' | 'resetLogin' | 'remove';

/** One person of the team: role, access, and the ways to change them. */
export function MemberPanel({ member, onClose }: { readonly member: Member; readonly onClose: () => void }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const roleName = useRoleName();
  const actName = useActName(member);
  const [act, setAct] = useState<Act | undefined>(undefined);
  const acts: readonly Act[] =
    member.status === 'active' ? ['changeRole', 'suspend', 'resetLogin', 'remove'] : ['reinstate', 'remove'];
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={member.name}
      state={
        <StateBadge tone={member.status === 'active' ? 'success' : 'warning'}>
          {t(`team.states.${member.status}`)}
        </StateBadge>
      }
    >
      <KeyValueList
        items={[
          { label: t('common:labels.mail'), value: member.mail },
          { label: t('team.role'), value: roleName(member.role) },
          { label: t('team.secondFactor'), value: t(member.hasTotp ? 'common:labels.yes' : 'common:labels.no') },
          { label: t('team.joined'), value: format.dateTime(member.joinedAt) },
          { label: t('team.seen'), value: member.seenAt === null ? null : format.dateTime(member.seenAt) },
        ]}
      />
      <Can permission="team.write">
        <PanelSection title={t('team.acts.title')}>
          {member.isSelf ? (
            <p>{t('team.notSelf')}</p>
          ) : (
            <Stack gap="xs" align="flex-start">
              {acts.map((each) => (
                <Button
                  key={each}
                  variant="default"
                  {...(each === 'remove' ? { color: 'red', variant: 'light' } : {})}
                  onClick={() => setAct(each)}
                >
                  {actName(each)}
                </Button>
              ))}
            </Stack>
          )}
        </PanelSection>
      </Can>
      {act === undefined ? null : (
        <ConfirmAct member={member} act={act} onClose={() => setAct(undefined)} onRemoved={onClose} />
      )}
    </SidePanel>
  );
}

const otherRole = (role: Member['role']): (typeof PORTAL_ROLES)[number] => (role === 'owner' ? 'staff' : 'owner');

/** An act in words; the change of a role names the new one. */
function useActName({ role }: Member): (act: Act) => string {
  const t = useT('portal');
  const roleName = useRoleName();
  return (act) =>
    act === 'changeRole' ? t('team.acts.changeRole', { role: roleName(otherRole(role)) }) : t(`team.acts.${act}`);
}

function ConfirmAct(props: {
  readonly member: Member;
  readonly act: Act;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}): ReactNode {
  const { member, act, onClose, onRemoved } = props;
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const actName = useActName(member);
  const withStepUp = useStepUp();
  const run = useMutation({
    mutationFn: async () => {
      await withStepUp(() => perform(act, member));
    },
    onSuccess: async () => {
      toast.success(t('team.acts.done'));
      await queryClient.invalidateQueries({ queryKey: trpc.team.pathKey() });
      onClose();
      if (act === 'remove') onRemoved();
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={actName(act)}
      description={t(`team.effects.${act}`)}
      facts={[
        { label: t('common:labels.name'), value: member.name },
        { label: t('common:labels.mail'), value: member.mail },
      ]}
      confirmLabel={actName(act)}
      danger={act === 'remove' || act === 'suspend'}
      busy={run.isPending}
      error={noticeOf(run.error)}
      onConfirm={() => run.mutate()}
    />
  );
}

async function perform(act: Act, { membershipId, role }: Member): Promise<unknown> {
  switch (act) {
    case 'changeRole':
      return await client.team.changeRole.mutate({ membershipId, role: otherRole(role) });
    case 'suspend':
      return await client.team.suspend.mutate({ membershipId });
    case 'reinstate':
      return await client.team.reinstate.mutate({ membershipId });
    case 'resetLogin':
      return await client.team.resetLogin.mutate({ membershipId });
    case 'remove':
      return await client.team.remove.mutate({ membershipId });
  }
}
