import type { LevelId } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money, PanelSection, SidePanel } from '@keyfall/ui';
import { StateLabel, useCan } from '@keyfall/web';
import { useAct, useToast } from '@keyfall/web/office';
import { Anchor, Button, Group, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { ApplicantSection } from './applicant-section.tsx';
import { useDownlineIncome } from './use-downline-income.ts';
import type { Downline, DownlineNode } from './use-downline-income.ts';

export interface DownlinePanelProps {
  readonly node: DownlineNode;
  readonly downline: Downline;
  readonly onClose: () => void;
}

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.downline.pathKey() });

/** One of those below: who it is, and what it earned the reader. Never its buyers, codes or margins. */
export function DownlinePanel({ node, downline, onClose }: DownlinePanelProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const can = useCan();
  const isDirect = node.distance === 1;
  const decides = isDirect && node.status === 'pending' && downline.decidesApplications && can('downline.invite');
  const children = downline.nodes.filter(({ parentId }) => parentId === node.id).length;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={node.name}
      state={<StateLabel of="distributor" state={node.status} />}
      {...(isDirect ? { actions: <Actions node={node} downline={downline} onGone={onClose} /> } : {})}
    >
      <PanelSection title={t('downline.facts')}>
        <KeyValueList
          items={[
            { label: t('downline.code'), value: node.code },
            { label: t('downline.level'), value: node.level?.name ?? t('downline.noLevel') },
            { label: t('downline.shops'), value: format.number(node.shops) },
            { label: t('downline.below'), value: format.number(children) },
            { label: t('downline.since'), value: format.dateTime(node.createdAt) },
          ]}
        />
        {node.status === 'pending' && !decides ? <p>{t('downline.waits')}</p> : null}
      </PanelSection>
      {decides ? <ApplicantSection node={node} /> : null}
      <Earned node={node} downline={downline} />
    </SidePanel>
  );
}

function Earned({ node, downline }: { readonly node: DownlineNode; readonly downline: Downline }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const format = useFormat();
  const income = useDownlineIncome();
  if (!can('commissions.read')) return null;
  if (node.distance > 1) {
    return (
      <PanelSection title={t('downline.earned')}>
        <p>{t('downline.onlyDirect', { name: directAbove(node, downline.nodes)?.name ?? '' })}</p>
      </PanelSection>
    );
  }
  const total = income.data?.children.find(({ id }) => id === node.id);
  const days = income.data?.days.filter(({ childId }) => childId === node.id) ?? [];
  return (
    <PanelSection title={t('downline.earned')}>
      {total === undefined ? (
        <p>{t('downline.noIncome')}</p>
      ) : (
        <>
          <KeyValueList
            items={[
              { label: t('downline.units'), value: format.number(total.units), align: 'end' },
              { label: t('downline.earnedShort'), value: <Money {...total.income} />, align: 'end', strong: true },
            ]}
          />
          <details style={{ marginTop: 12 }}>
            <summary>{t('downline.byDay')}</summary>
            <KeyValueList
              label={t('downline.byDay')}
              items={days.map((day) => ({
                label: format.date(`${day.date}T12:00:00Z`),
                value: <Money {...day.income} />,
                align: 'end',
              }))}
            />
          </details>
        </>
      )}
    </PanelSection>
  );
}

/** The reader's own child through which somebody farther down sells. */
function directAbove(node: DownlineNode, nodes: readonly DownlineNode[]): DownlineNode | undefined {
  let each: DownlineNode | undefined = node;
  while (each !== undefined && each.distance > 1) {
    const parentId: string | null = each.parentId;
    each = nodes.find(({ id }) => id === parentId);
  }
  return each;
}

interface ActionsProps {
  readonly node: DownlineNode;
  readonly downline: Downline;
  readonly onGone: () => void;
}

function Actions({ node, downline, onGone }: ActionsProps): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const toast = useToast();
  const [act, setAct] = useState<'level' | 'withdraw' | undefined>(undefined);
  const resend = useMutation({
    mutationFn: () => client.downline.resend.mutate({ id: node.id }),
    onSuccess: () => toast.success(t('downline.resent')),
    onError: toast.error,
  });
  const close = (): void => setAct(undefined);
  return (
    <Group gap="xs">
      {can('downline.invite') && node.status === 'invited' ? (
        <>
          <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
            {t('downline.resend')}
          </Button>
          <Button variant="light" color="red" onClick={() => setAct('withdraw')}>
            {t('downline.withdraw')}
          </Button>
        </>
      ) : null}
      {can('downline.write') ? (
        <Button variant="default" onClick={() => setAct('level')}>
          {t('downline.changeLevel')}
        </Button>
      ) : null}
      {can('downline.write') && (node.status === 'active' || node.status === 'frozen') ? (
        <Anchor size="sm" href={`/downline-prices?view=children&cols=${node.id}`}>
          {t('downline.prices')}
        </Anchor>
      ) : null}
      {act === 'level' ? <LevelDialog node={node} levels={downline.levels} onClose={close} /> : null}
      {act === 'withdraw' ? <WithdrawDialog node={node} onClose={close} onGone={onGone} /> : null}
    </Group>
  );
}

function LevelDialog(props: {
  readonly node: DownlineNode;
  readonly levels: Downline['levels'];
  readonly onClose: () => void;
}): ReactNode {
  const { node, levels, onClose } = props;
  const t = useT('portal');
  const [levelId, setLevelId] = useState<string>(node.level?.id ?? '');
  const { run, ...state } = useAct(
    (reason: string) =>
      client.downline.changeLevel.mutate({
        id: node.id,
        levelId: levelId === '' ? null : (levelId as LevelId),
        reason,
      }),
    {
      said: t('common:messages.saved'),
      onDone: onClose,
      refresh,
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('downline.changeLevel')}
      description={
        <>
          <p>{t('downline.levelHelp')}</p>
          <NativeSelect
            label={t('downline.newLevel')}
            data={[
              { value: '', label: t('downline.noLevel') },
              ...levels.map((level) => ({ value: level.id, label: level.name })),
            ]}
            value={levelId}
            onChange={(event) => setLevelId(event.currentTarget.value)}
          />
        </>
      }
      facts={[
        { label: t('common:labels.name'), value: node.name },
        { label: t('downline.levelNow'), value: node.level?.name ?? t('downline.noLevel') },
      ]}
      reason="required"
      confirmLabel={t('downline.changeLevel')}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}

function WithdrawDialog(props: {
  readonly node: DownlineNode;
  readonly onClose: () => void;
  readonly onGone: () => void;
}): ReactNode {
  const { node, onClose, onGone } = props;
  const t = useT('portal');
  const { run, ...state } = useAct(() => client.downline.withdraw.mutate({ id: node.id }), {
    said: t('common:messages.saved'),
    onDone: onGone,
    refresh,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('downline.withdraw')}
      description={t('downline.withdrawHelp')}
      facts={[{ label: t('common:labels.name'), value: node.name }]}
      danger
      confirmLabel={t('downline.withdraw')}
      {...state}
      onConfirm={() => run()}
    />
  );
}
