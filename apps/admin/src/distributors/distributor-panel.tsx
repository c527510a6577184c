import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, PanelSection, SidePanel } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Anchor, Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { TeamMembers } from '../house/team-members.tsx';
import { DistributorForm, refreshDistributors } from './distributor-form.tsx';

type Distributor = Outputs['distributors']['get'];

export interface DistributorPanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onCreateBelow: (parentId: string) => void;
}

/** One distributor: its place, its people, its shops; edit, freeze, and what stands below. */
export function DistributorPanel({ id, onClose, onCreateBelow }: DistributorPanelProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const query = useQuery(trpc.distributors.get.queryOptions({ id }));
  const { data } = query;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={data?.name ?? t('nav.distributors')}
      {...(data === undefined ? {} : { state: <StateLabel of="distributor" state={data.status} /> })}
      {...(data === undefined || editing
        ? {}
        : {
            actions: (
              <Group gap="xs">
                {can('distributors.write') ? (
                  <>
                    <Button onClick={() => setEditing(true)}>{t('common:actions.edit')}</Button>
                    <Button variant="default" onClick={() => onCreateBelow(id)}>
                      {t('distributors.createBelow')}
                    </Button>
                  </>
                ) : null}
                {data.depth > 0 && can('distributors.freeze') ? <FreezeButton distributor={data} /> : null}
              </Group>
            ),
          })}
    >
      <Loaded query={query}>
        {(distributor) =>
          editing ? (
            <DistributorForm
              distributor={distributor}
              parentId={undefined}
              onDone={() => setEditing(false)}
              onCancel={() => setEditing(false)}
            />
          ) : (
            <Facts distributor={distributor} />
          )
        }
      </Loaded>
    </SidePanel>
  );
}

function Facts({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { profile } = distributor;
  return (
    <>
      <PanelSection title={t('distributors.place')}>
        <KeyValueList
          items={[
            { label: t('distributors.code'), value: <span className="mono">{distributor.code}</span> },
            {
              label: t('distributors.upline'),
              value: distributor.ancestors.map((each) => each.name).join(' › ') || null,
            },
            { label: t('distributors.level'), value: distributor.level?.name },
            { label: t('distributors.downline'), value: format.number(distributor.children) },
            { label: t('common:labels.created'), value: format.dateTime(distributor.createdAt) },
          ]}
        />
        <Group gap="md" mt="xs">
          <Can permission="prices.read">
            <Anchor size="sm" href={`/prices?distributor=${distributor.id}`}>
              {t('distributors.toPrices')}
            </Anchor>
          </Can>
          <Can permission="shops.read">
            <Anchor size="sm" href={`/shops?distributor=${distributor.id}`}>
              {t('distributors.toShops', { count: distributor.shops })}
            </Anchor>
          </Can>
          <Can permission="orders.read">
            <Anchor size="sm" href={`/orders?distributor=${distributor.id}`}>
              {t('distributors.toOrders')}
            </Anchor>
          </Can>
        </Group>
      </PanelSection>
      <PanelSection title={t('distributors.profile')}>
        <KeyValueList
          items={(['legalName', 'taxNumber', 'contactName', 'contactMail', 'contactPhone', 'note'] as const).map(
            (field) => ({
              label: t(`distributors.fields.${field}`),
              value: profile[field],
            }),
          )}
        />
      </PanelSection>
      {distributor.depth === 0 ? null : (
        <PanelSection title={t('distributors.people')}>
          <TeamMembers distributorId={distributor.id} />
        </PanelSection>
      )}
    </>
  );
}

function FreezeButton({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [asking, setAsking] = useState(false);
  const isFrozen = distributor.status === 'frozen';
  const act = t(isFrozen ? 'distributors.unfreeze' : 'distributors.freeze');
  const run = useMutation({
    mutationFn: (reason: string) =>
      withStepUp(() => {
        const input = { id: distributor.id, reason };
        return isFrozen ? client.distributors.unfreeze.mutate(input) : client.distributors.freeze.mutate(input);
      }),
    onSuccess: async () => {
      setAsking(false);
      toast.success(t('common:messages.saved'));
      await refreshDistributors();
    },
  });
  if (distributor.status !== 'active' && !isFrozen) return null;
  return (
    <>
      <Button variant="light" color={isFrozen ? 'accent' : 'red'} onClick={() => setAsking(true)}>
        {act}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={act}
        danger={!isFrozen}
        description={t(isFrozen ? 'distributors.unfreezeHelp' : 'distributors.freezeHelp')}
        facts={[
          { label: t('nav.distributors'), value: distributor.name },
          { label: t('distributors.code'), value: distributor.code },
        ]}
        reason="required"
        confirmLabel={act}
        busy={run.isPending}
        error={noticeOf(run.error)}
        onConfirm={({ reason = '' }) => run.mutate(reason)}
      />
    </>
  );
}
