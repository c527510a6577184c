import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useErrorNotice, useNavigation } from '@keyfall/web';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { ImportJob } from './import-page.tsx';

/** Gives an import up before it has run: the file is thrown away, nothing was added to stock. */
export function CancelImport({ job }: { readonly job: ImportJob }): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const { navigate } = useNavigation();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => client.inventory.cancelImport.mutate({ id: job.id }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.inventory.pathKey() });
      navigate('/imports');
    },
  });
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t('inventory.giveUp')}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        danger
        title={t('inventory.giveUp')}
        description={t('inventory.giveUpHelp')}
        confirmLabel={t('inventory.giveUp')}
        busy={cancel.isPending}
        error={noticeOf(cancel.error)}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
