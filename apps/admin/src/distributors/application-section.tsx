import { useT } from '@keyfall/i18n';
import { ConfirmAction, PanelSection } from '@keyfall/ui';
import { useCan, useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';
import { refreshDistributors } from './refresh-distributors.ts';

type Act = 'approve' | 'sendBack' | 'refuse' | 'withdraw';

/** What waits for a decision, or for the person invited. */
export function ApplicationSection({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const { id } = distributor;
  const resend = useMutation({
    mutationFn: () => client.tree.resend.mutate({ id }),
    onSuccess: () => toast.success(t('tree.application.resent')),
    onError: toast.error,
  });
  const isPending = distributor.status === 'pending';
  return (
    <PanelSection title={t(isPending ? 'tree.application.title' : 'tree.application.invitedTitle')}>
      <p className="quiet small">{t(isPending ? 'tree.application.help' : 'tree.application.invitedHelp')}</p>
      {isPending ? (
        can('distributors.approve') ? (
          <Group gap="xs">
            <Button onClick={() => setAct('approve')}>{t('tree.application.approve')}</Button>
            <Button variant="default" onClick={() => setAct('sendBack')}>
              {t('tree.application.sendBack')}
            </Button>
            <Button variant="light" color="red" onClick={() => setAct('refuse')}>
              {t('tree.application.refuse')}
            </Button>
          </Group>
        ) : null
      ) : can('distributors.write') ? (
        <Group gap="xs">
          <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
            {t('tree.application.resend')}
          </Button>
          <Button variant="light" color="red" onClick={() => setAct('withdraw')}>
            {t('tree.application.withdraw')}
          </Button>
        </Group>
      ) : null}
      {act === undefined ? null : (
        <Decision key={act} act={act} distributor={distributor} onClose={() => setAct(undefined)} />
      )}
    </PanelSection>
  );
}

interface DecisionProps {
  readonly act: Act;
  readonly distributor: Distributor;
  readonly onClose: () => void;
}

function Decision({ act, distributor, onClose }: DecisionProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const { id, profile } = distributor;
  const run = useMutation({
    mutationFn: async (reason: string) => {
      if (act === 'approve') await client.tree.approve.mutate({ id });
      else if (act === 'withdraw') await client.tree.withdraw.mutate({ id });
      else await client.tree[act].mutate({ id, reason });
    },
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      onClose();
      await refreshDistributors();
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(`tree.application.${act}`)}
      description={t(`tree.application.${act}Help`)}
      facts={[
        { label: t('common:labels.name'), value: distributor.name },
        { label: t('distributors.fields.legalName'), value: profile.legalName },
        { label: t('distributors.upline'), value: distributor.ancestors.at(-1)?.name },
        { label: t('distributors.level'), value: distributor.level?.name },
      ]}
      danger={act === 'refuse' || act === 'withdraw'}
      reason={act === 'approve' || act === 'withdraw' ? 'none' : 'required'}
      confirmLabel={t(`tree.application.${act}`)}
      busy={run.isPending}
      error={noticeOf(run.error)}
      onConfirm={({ reason = '' }) => run.mutate(reason)}
    />
  );
}
