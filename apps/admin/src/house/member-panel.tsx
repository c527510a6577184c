import { ADMIN_ROLES } from '@keyfall/contracts';
import type { AdminRole } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, PanelSection, SidePanel, StateBadge } from '@keyfall/ui';
import { useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useRoleName } from './role-name.ts';

type Member = Outputs['team']['list']['members'][number];
type Act = 'suspend' | 'reinstate' | 'remove' | 'resetLogin' | 'changeRole';

export interface MemberPanelProps {
  readonly member: Member;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<void>;
}

/** One of our people: what they may do, and letting them in or out. */
export function MemberPanel({ member, onClose, onChanged }: MemberPanelProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const roleName = useRoleName();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const [role, setRole] = useState(member.role);
  const mayWrite = can('team.write') && !member.isSelf;
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
      <PanelSection>
        <KeyValueList
          items={[
            { label: t('common:labels.mail'), value: member.mail },
            { label: t('team.role'), value: roleName(member.role) },
            { label: t('account.secondFactor'), value: t(member.hasTotp ? 'account.totpOn' : 'account.totpOff') },
            { label: t('team.joined'), value: format.dateTime(member.joinedAt) },
            { label: t('account.seen'), value: member.seenAt === null ? null : format.relative(member.seenAt) },
          ]}
        />
      </PanelSection>
      {!mayWrite ? null : (
        <PanelSection title={t('team.role')}>
          <Group align="end" gap="xs">
            <NativeSelect
              aria-label={t('team.role')}
              value={role}
              data={ADMIN_ROLES.map((each) => ({ value: each, label: t(`common:roles.admin.${each}`) }))}
              onChange={(event) =>
                setRole(ADMIN_ROLES.find((each) => each === event.currentTarget.value) ?? member.role)
              }
            />
            <Button variant="default" disabled={role === member.role} onClick={() => setAct('changeRole')}>
              {t('team.changeRole')}
            </Button>
          </Group>
        </PanelSection>
      )}
      {member.isSelf ? null : (
        <PanelSection title={t('team.access')}>
          <Group gap="xs">
            {mayWrite ? (
              <>
                <Button variant="default" onClick={() => setAct(member.status === 'active' ? 'suspend' : 'reinstate')}>
                  {t(member.status === 'active' ? 'team.acts.suspend' : 'team.acts.reinstate')}
                </Button>
                <Button variant="light" color="red" onClick={() => setAct('remove')}>
                  {t('team.acts.remove')}
                </Button>
              </>
            ) : null}
            {can('team.reset_login') ? (
              <Button variant="default" onClick={() => setAct('resetLogin')}>
                {t('team.acts.resetLogin')}
              </Button>
            ) : null}
          </Group>
        </PanelSection>
      )}
      <MemberAct
        key={act ?? 'none'}
        member={member}
        act={act}
        role={role}
        onClose={() => setAct(undefined)}
        onChanged={onChanged}
      />
    </SidePanel>
  );
}

interface MemberActProps {
  readonly member: Member;
  readonly act: Act | undefined;
  readonly role: string;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<void>;
}

function MemberAct({ member, act, role, onClose, onChanged }: MemberActProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const roleName = useRoleName();
  const withStepUp = useStepUp();
  const run = useMutation({
    mutationFn: (chosen: Act) =>
      withStepUp(async () => {
        const { membershipId } = member;
        if (chosen === 'changeRole') await client.team.changeRole.mutate({ membershipId, role: role as AdminRole });
        else await client.team[chosen].mutate({ membershipId });
      }),
    onSuccess: async () => {
      onClose();
      toast.success(t('common:messages.saved'));
      await onChanged();
    },
  });
  const label = act === undefined ? '' : act === 'changeRole' ? t('team.changeRole') : t(`team.acts.${act}`);
  return (
    <ConfirmAction
      opened={act !== undefined}
      onClose={onClose}
      title={label}
      danger={act === 'remove' || act === 'suspend'}
      description={act === undefined ? '' : t(`team.effects.${act}`)}
      facts={[
        { label: t('common:labels.name'), value: member.name },
        { label: t('common:labels.mail'), value: member.mail },
        ...(act === 'changeRole' ? [{ label: t('team.role'), value: roleName(role) }] : []),
      ]}
      confirmLabel={label}
      busy={run.isPending}
      error={noticeOf(run.error)}
      onConfirm={() => (act === undefined ? undefined : run.mutate(act))}
    />
  );
}
