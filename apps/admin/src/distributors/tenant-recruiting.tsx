import { APPLICATION_DECIDERS } from '@keyfall/contracts/application-schemas';
import type { ApplicationDecider } from '@keyfall/contracts/application-schemas';
import { useT } from '@keyfall/i18n';
import { Loaded, useCan } from '@keyfall/web';
import { ApplicationLink, useToast } from '@keyfall/web/office';
import { Radio, Stack, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

/** Whether distributors may invite others at all. */
export function TenantRecruiting(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const query = useQuery(trpc.tree.recruiting.queryOptions());
  const run = useMutation({
    mutationFn: (recruiting: boolean) => client.tree.setRecruiting.mutate({ recruiting }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.tree.recruiting.queryKey() }),
    onError: toast.error,
  });
  return (
    <section className="panel-card" aria-label={t('tree.recruiting')}>
      <h2>{t('tree.recruiting')}</h2>
      <Loaded query={query}>
        {({ recruiting }) => (
          <Switch
            label={t('tree.tenantRecruits')}
            description={t('tree.tenantRecruitsHelp')}
            checked={run.isPending ? run.variables : recruiting}
            disabled={!can('settings.write') || run.isPending}
            onChange={(event) => run.mutate(event.currentTarget.checked)}
          />
        )}
      </Loaded>
      <Decider />
      <h3>{t('common:applying.link.title')}</h3>
      <p className="quiet small">{t('common:applying.link.help')}</p>
      <ApplicationLink
        canWrite={can('distributors.write')}
        read={() => client.tree.applicationLink.query()}
        save={(change) => client.tree.saveApplicationLink.mutate(change)}
      />
    </section>
  );
}

/** Whether the distributor above decides about applications too. */
function Decider(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const query = useQuery(trpc.tree.decider.queryOptions());
  const run = useMutation({
    mutationFn: (decidedBy: ApplicationDecider) => client.tree.setDecider.mutate({ decidedBy }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.tree.decider.queryKey() }),
    onError: toast.error,
  });
  return (
    <Loaded query={query}>
      {({ decidedBy }) => (
        <Radio.Group
          mt="md"
          label={t('tree.decider')}
          description={t('tree.deciderHelp')}
          value={run.isPending ? run.variables : decidedBy}
          onChange={(value) => run.mutate(APPLICATION_DECIDERS.find((one) => one === value) ?? 'wholesaler')}
        >
          <Stack gap="xs" mt="xs">
            {APPLICATION_DECIDERS.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`tree.deciders.${one}`)}
                disabled={!can('settings.write') || run.isPending}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Loaded>
  );
}
