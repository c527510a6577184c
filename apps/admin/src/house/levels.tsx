import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Loaded, useCan } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Level = Outputs['levels']['list'][number];

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.levels.pathKey() });

/** Price levels: the grades that distributors are sorted into, the best one on top. */
export function Levels(): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const [name, setName] = useState('');
  const query = useQuery(trpc.levels.list.queryOptions());
  const add = useMutation({
    mutationFn: (rank: number) => client.levels.save.mutate({ id: null, level: { name: name.trim(), rank } }),
    onSuccess: async () => {
      setName('');
      await refresh();
    },
    onError: toast.error,
  });
  return (
    <section className="panel-card" aria-label={t('settings.levels')}>
      <h2>{t('settings.levels')}</h2>
      <Loaded query={query}>
        {(levels) => (
          <Stack gap="sm">
            {levels.length === 0 ? (
              <EmptyState compact title={t('settings.noLevels')} description={t('settings.noLevelsHelp')} />
            ) : null}
            {levels.map((level, index) => (
              <LevelRow key={level.id} level={level} levels={levels} index={index} />
            ))}
            {can('levels.write') ? (
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  if (name.trim() !== '') add.mutate(Math.max(0, ...levels.map(({ rank }) => rank)) + 1);
                }}
              >
                <Group align="end" gap="xs">
                  <TextInput
                    label={t('settings.levelName')}
                    maxLength={60}
                    value={name}
                    onChange={(event) => setName(event.currentTarget.value)}
                  />
                  <Button type="submit" variant="default" loading={add.isPending}>
                    {t('common:actions.add')}
                  </Button>
                </Group>
              </form>
            ) : null}
          </Stack>
        )}
      </Loaded>
    </section>
  );
}

interface LevelRowProps {
  readonly level: Level;
  readonly levels: readonly Level[];
  readonly index: number;
}

function LevelRow({ level, levels, index }: LevelRowProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const can = useCan();
  const [renaming, setRenaming] = useState(false);
  const reorder = useMutation({
    mutationFn: (ids: Level['id'][]) => client.levels.reorder.mutate({ ids }),
    onSuccess: refresh,
    onError: toast.error,
  });
  const remove = useMutation({
    mutationFn: () => client.levels.remove.mutate({ id: level.id }),
    onSuccess: refresh,
    onError: toast.error,
  });
  const moveBy = (step: -1 | 1): void => {
    const ids = levels.map(({ id }) => id);
    ids.splice(index, 1);
    ids.splice(index + step, 0, level.id);
    reorder.mutate(ids);
  };
  const { name } = level;
  if (renaming) return <RenameForm level={level} onDone={() => setRenaming(false)} />;
  return (
    <Group justify="space-between" wrap="nowrap">
      <span>
        {name}{' '}
        <span className="quiet small">
          {t('settings.levelFacts', { rank: format.number(level.rank), count: level.distributors })}
        </span>
      </span>
      {can('levels.write') ? (
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            aria-label={t('tree.levels.up', { name })}
            disabled={index === 0 || reorder.isPending}
            onClick={() => moveBy(-1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={t('tree.levels.down', { name })}
            disabled={index === levels.length - 1 || reorder.isPending}
            onClick={() => moveBy(1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label={t('tree.levels.rename', { name })} onClick={() => setRenaming(true)}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('settings.removeLevel', { name })}
            disabled={level.distributors > 0}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ) : null}
    </Group>
  );
}

function RenameForm({ level, onDone }: { readonly level: Level; readonly onDone: () => void }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const [name, setName] = useState(level.name);
  const save = useMutation({
    mutationFn: () => client.levels.save.mutate({ id: level.id, level: { name: name.trim(), rank: level.rank } }),
    onSuccess: async () => {
      await refresh();
      onDone();
    },
    onError: toast.error,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') save.mutate();
      }}
    >
      <Group align="end" gap="xs">
        <TextInput
          label={t('tree.levels.newName')}
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={save.isPending}>
          {t('common:actions.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('common:actions.cancel')}
        </Button>
      </Group>
    </form>
  );
}
