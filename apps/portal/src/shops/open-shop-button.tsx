import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { Can, useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Shop } from './shop-page.tsx';

/** Lets visitors in, or closes the doors; both after saying what it means for them. */
export function OpenShopButton({ shop }: { readonly shop: Shop }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [asking, setAsking] = useState(false);
  const closes = shop.status === 'open';
  const move = useMutation({
    mutationFn: async () => {
      await (closes ? client.shops.close.mutate({ id: shop.id }) : client.shops.open.mutate({ id: shop.id }));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() });
      setAsking(false);
      toast.success(t(closes ? 'shops.closedNow' : 'shops.openedNow'));
    },
  });
  const label = t(closes ? 'shops.close' : 'shops.open');
  return (
    <Can permission="shops.write">
      <Button variant={closes ? 'default' : 'filled'} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={label}
        description={t(closes ? 'shops.closeEffect' : 'shops.openEffect')}
        facts={[
          { label: t('shops.shop'), value: shop.name },
          { label: t('shops.address'), value: shop.hosts.join(' · ') },
        ]}
        confirmLabel={label}
        danger={closes}
        busy={move.isPending}
        error={noticeOf(move.error)}
        onConfirm={() => move.mutate()}
      />
    </Can>
  );
}
