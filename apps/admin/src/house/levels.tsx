import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Loaded, useCan } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { WholeField } from '../parts/typed-fields.tsx';

/** Price levels: the grades that distributors are sorted into. */
export function Levels(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const can = useCan();
  const [name, setName] = useState('');
  const [rank, setRank] = useState('');
  const query = useQuery(trpc.levels.list.queryOptions());
  const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.levels.pathKey() });
  const add = useMutation({
    mutationFn: () => client.levels.save.mutate({ id: null, level: { name: name.trim(), rank: Number(rank) } }),
    onSuccess: async () => {
      setName('');
      setRank('');
      await refresh();
    },
    onError: toast.error,
  });
  const remove = useMutation({
    mutationFn: (id: string) => client.levels.remove.mutate({ id }),
    onSuccess: refresh,
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
            {levels.map((level) => (
              <Group key={level.id} justify="space-between">
                <span>
                  {level.name}{' '}
                  <span className="quiet small">
                    {t('settings.levelFacts', { rank: format.number(level.rank), count: level.distributors })}
                  </span>
                </span>
                {can('levels.write') && level.distributors === 0 ? (
                  <ActionIcon
                    aria-label={t('settings.removeLevel', { name: level.name })}
                    onClick={() => remove.mutate(level.id)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                ) : null}
              </Group>
            ))}
            {can('levels.write') ? (
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  if (name.trim() !== '' && /^\d{1,3}$/.test(rank)) add.mutate();
                }}
              >
                <Group align="end" gap="xs">
                  <TextInput
                    label={t('settings.levelName')}
                    maxLength={60}
                    value={name}
                    onChange={(event) => setName(event.currentTarget.value)}
                  />
                  <WholeField
                    label={t('settings.levelRank')}
                    w={110}
                    value={rank}
                    onChange={(event) => setRank(event.currentTarget.value)}
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
