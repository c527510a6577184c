import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, PanelSection, SidePanel } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useCan } from '@keyfall/web';
import { Anchor, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { SettleButton } from '../closings/settle-button.tsx';
import { TeamMembers } from '../house/team-members.tsx';
import { ApplicationSection } from './application-section.tsx';
import { CloseButton } from './close-button.tsx';
import { CollectorSection } from './collector-section.tsx';
import { DistributorForm } from './distributor-form.tsx';
import { DistributorHistory } from './distributor-history.tsx';
import { FreezeButton } from './freeze-button.tsx';
import { LevelButton } from './level-button.tsx';
import { MoveForm } from './move-form.tsx';
import { RecruitSwitch } from './recruit-switch.tsx';
import { TaxField } from './tax-field.tsx';

export type Distributor = Outputs['distributors']['get'];

export interface DistributorPanelProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One distributor: its state and what is to do about it, its place, its people, its history. */
export function DistributorPanel({ id, onClose }: DistributorPanelProps): ReactNode {
  const t = useT('admin');
  const [mode, setMode] = useState<'facts' | 'edit' | 'move'>('facts');
  const query = useQuery(trpc.distributors.get.queryOptions({ id }));
  const { data } = query;
  const back = (): void => setMode('facts');
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={data?.name ?? t('nav.distributors')}
      {...(data === undefined ? {} : { state: <StateLabel of="distributor" state={data.status} /> })}
      {...(data === undefined || mode !== 'facts'
        ? {}
        : { actions: <Actions distributor={data} onEdit={() => setMode('edit')} onMove={() => setMode('move')} /> })}
    >
      <Loaded query={query}>
        {(distributor) =>
          mode === 'edit' ? (
            <DistributorForm distributor={distributor} onDone={back} />
          ) : mode === 'move' ? (
            <MoveForm distributor={distributor} onDone={back} />
          ) : (
            <Facts distributor={distributor} />
          )
        }
      </Loaded>
    </SidePanel>
  );
}

interface ActionsProps {
  readonly distributor: Distributor;
  readonly onEdit: () => void;
  readonly onMove: () => void;
}

function Actions({ distributor, onEdit, onMove }: ActionsProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const { status } = distributor;
  const isHouse = distributor.depth === 0;
  if (status === 'closed') {
    // A payout that came back after it was closed is settled all the same.
    return isHouse || !can('distributors.settle') ? null : <SettleButton distributor={distributor} />;
  }
  const sells = status === 'active' || status === 'frozen';
  return (
    <Group gap="xs">
      {can('distributors.write') ? <Button onClick={onEdit}>{t('common:actions.edit')}</Button> : null}
      {can('distributors.write') && sells ? (
        <Button component="a" variant="default" href={`/distributors/new?below=${distributor.id}`}>
          {t('distributors.createBelow')}
        </Button>
      ) : null}
      {isHouse ? null : (
        <>
          <Can permission="distributors.write">
            <LevelButton distributor={distributor} />
          </Can>
          <Can permission="distributors.move">
            <Button variant="default" onClick={onMove}>
              {t('tree.move.act')}
            </Button>
          </Can>
          <Can permission="distributors.freeze">
            <FreezeButton distributor={distributor} />
          </Can>
          {status === 'frozen' ? (
            <Can permission="distributors.settle">
              <SettleButton distributor={distributor} />
            </Can>
          ) : null}
          {sells ? (
            <Can permission="distributors.close">
              <CloseButton distributor={distributor} />
            </Can>
          ) : null}
        </>
      )}
    </Group>
  );
}

function Facts({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { profile, status } = distributor;
  return (
    <>
      {status === 'pending' || status === 'invited' ? <ApplicationSection distributor={distributor} /> : null}
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
        <Links distributor={distributor} />
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
      {distributor.depth === 0 || status === 'closed' ? null : (
        <>
          <PanelSection title={t('tree.recruiting')}>
            <RecruitSwitch distributor={distributor} />
          </PanelSection>
          <Can permission="settings.read">
            <PanelSection title={t('nav.withdrawals')}>
              <TaxField distributor={distributor} />
            </PanelSection>
          </Can>
          <PanelSection title={t('collecting.title')}>
            <CollectorSection distributor={distributor} />
          </PanelSection>
          <PanelSection title={t('distributors.people')}>
            <TeamMembers distributorId={distributor.id} />
          </PanelSection>
        </>
      )}
      <PanelSection title={t('tree.history')}>
        <DistributorHistory id={distributor.id} />
      </PanelSection>
    </>
  );
}

function Links({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  return (
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
      <Can permission="ledger.read">
        <Anchor size="sm" href={`/ledger?owner=${distributor.id}`}>
          {t('tree.ledger')}
        </Anchor>
      </Can>
    </Group>
  );
}
