import { useT } from '@keyfall/i18n';
import { useCan } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';
import { refreshDistributors } from './refresh-distributors.ts';

/** Whether this distributor may invite others below itself. */
export function RecruitSwitch({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const run = useMutation({
    mutationFn: (mayRecruit: boolean) => client.tree.setMayRecruit.mutate({ id: distributor.id, mayRecruit }),
    onSuccess: refreshDistributors,
    onError: toast.error,
  });
  return (
    <Switch
      label={t('tree.mayRecruit')}
      checked={run.isPending ? run.variables : distributor.mayRecruit}
      disabled={!can('distributors.write') || run.isPending}
      onChange={(event) => run.mutate(event.currentTarget.checked)}
    />
  );
}
