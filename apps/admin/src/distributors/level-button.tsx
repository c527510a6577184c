import type { LevelId } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useAct } from '@keyfall/web/office';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';
import { refreshDistributors } from './refresh-distributors.ts';

/** Puts a distributor into another level; the reason stays in its history. */
export function LevelButton({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const [asking, setAsking] = useState(false);
  const present = distributor.level?.id ?? '';
  const [levelId, setLevelId] = useState<string>(present);
  const levels = useQuery({ ...trpc.levels.list.queryOptions(), enabled: asking });
  const { run, ...state } = useAct(
    (reason: string) =>
      client.tree.changeLevel.mutate({
        id: distributor.id,
        levelId: levelId === '' ? null : (levelId as LevelId),
        reason,
      }),
    {
      said: t('common:messages.saved'),
      onDone: () => setAsking(false),
      refresh: refreshDistributors,
    },
  );
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setLevelId(present);
          setAsking(true);
        }}
      >
        {t('tree.level.act')}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('tree.level.act')}
        description={
          <>
            <p>{t('tree.level.help')}</p>
            <NativeSelect
              label={t('tree.level.to')}
              data={[
                { value: '', label: t('distributors.noLevel') },
                ...(levels.data ?? []).map((level) => ({ value: level.id, label: level.name })),
              ]}
              value={levelId}
              onChange={(event) => setLevelId(event.currentTarget.value)}
            />
          </>
        }
        facts={[
          { label: t('common:labels.name'), value: distributor.name },
          { label: t('tree.level.from'), value: distributor.level?.name ?? t('distributors.noLevel') },
        ]}
        reason="required"
        confirmLabel={t('tree.level.act')}
        {...state}
        onConfirm={({ reason = '' }) => run(reason)}
      />
    </>
  );
}
