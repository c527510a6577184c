import { useT } from '@keyfall/i18n';
import { Loaded, useCan } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Switch } from '@mantine/core';
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
    </section>
  );
}
