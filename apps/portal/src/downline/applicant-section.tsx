import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, PanelSection } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { DownlineNode } from './use-downline-income.ts';

type Act = 'approve' | 'sendBack' | 'refuse';
const ACTS = ['approve', 'sendBack', 'refuse'] as const;
const LOOKS = { approve: {}, sendBack: { variant: 'default' }, refuse: { variant: 'light', color: 'red' } } as const;

/** What an applicant says about itself, and the decision about it, where the wholesaler leaves that to the reader. */
export function ApplicantSection({ node }: { readonly node: DownlineNode }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const query = useQuery(trpc.downline.applicant.queryOptions({ id: node.id }));
  const [act, setAct] = useState<Act | undefined>(undefined);
  return (
    <PanelSection title={t('downline.decide.title')}>
      <p>{t('downline.decide.help')}</p>
      <Loaded query={query}>
        {(applicant) => (
          <KeyValueList
            items={[
              { label: t('downline.decide.legalName'), value: applicant.legalName },
              { label: t('downline.decide.taxNumber'), value: applicant.taxNumber },
              { label: t('downline.decide.contact'), value: applicant.contactName },
              { label: t('downline.decide.mail'), value: applicant.contactMail },
              { label: t('downline.decide.phone'), value: applicant.contactPhone },
              {
                label: t('downline.decide.submitted'),
                value: applicant.submittedAt === null ? null : format.dateTime(applicant.submittedAt),
              },
            ]}
          />
        )}
      </Loaded>
      <Group gap="xs" mt="sm">
        {ACTS.map((one) => (
          <Button key={one} {...LOOKS[one]} onClick={() => setAct(one)}>
            {t(`downline.decide.${one}`)}
          </Button>
        ))}
      </Group>
      {act === undefined ? null : <Decision key={act} act={act} node={node} onClose={() => setAct(undefined)} />}
    </PanelSection>
  );
}

function Decision(props: { readonly act: Act; readonly node: DownlineNode; readonly onClose: () => void }): ReactNode {
  const { act, node, onClose } = props;
  const t = useT('portal');
  const { id } = node;
  const { run, ...state } = useAct(
    async (reason: string) => {
      if (act === 'approve') await client.downline.approve.mutate({ id });
      else await client.downline[act].mutate({ id, reason });
    },
    {
      said: t('downline.decide.done'),
      onDone: onClose,
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.downline.pathKey() }),
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(`downline.decide.${act}`)}
      description={t(`downline.decide.${act}Help`)}
      facts={[{ label: t('common:labels.name'), value: node.name }]}
      danger={act === 'refuse'}
      reason={act === 'approve' ? 'none' : 'required'}
      confirmLabel={t(`downline.decide.${act}`)}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}
