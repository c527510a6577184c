import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';

type ProductRow = Outputs['catalog']['products']['items'][number];
type Wanted = 'published' | 'unpublished';

const NAMES_SHOWN = 12;

/** Publishes or takes down the selected products, after showing which of them change. */
export function PublishBar(props: {
  readonly products: readonly ProductRow[];
  readonly onDone: () => void;
}): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const nameOf = useLocalName();
  const [wanted, setWanted] = useState<Wanted | undefined>(undefined);
  const changing = props.products.filter((product) => product.status !== wanted);
  const publish = useMutation({
    mutationFn: (status: Wanted) => client.catalog.publish.mutate({ ids: changing.map(({ id }) => id), status }),
    onSuccess: async ({ changed }) => {
      setWanted(undefined);
      props.onDone();
      toast.success(t('catalog.publishDone', { count: changed }));
      await queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() });
    },
  });
  const label = t(wanted === 'unpublished' ? 'common:actions.unpublish' : 'common:actions.publish');
  return (
    <>
      <Button size="xs" onClick={() => setWanted('published')}>
        {t('common:actions.publish')}
      </Button>
      <Button size="xs" variant="default" onClick={() => setWanted('unpublished')}>
        {t('common:actions.unpublish')}
      </Button>
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        title={label}
        danger={wanted === 'unpublished'}
        confirmLabel={t('catalog.publishConfirm', { count: changing.length, act: label })}
        busy={publish.isPending}
        error={noticeOf(publish.error)}
        onConfirm={() => (wanted === undefined || changing.length === 0 ? undefined : publish.mutate(wanted))}
        description={
          <>
            <p>
              {t(wanted === 'unpublished' ? 'catalog.unpublishEffect' : 'catalog.publishEffect', {
                count: changing.length,
              })}
            </p>
            <ul>
              {changing.slice(0, NAMES_SHOWN).map((product) => (
                <li key={product.id}>{nameOf(product)}</li>
              ))}
              {changing.length > NAMES_SHOWN ? (
                <li>{t('list.andMore', { count: changing.length - NAMES_SHOWN })}</li>
              ) : null}
            </ul>
          </>
        }
      />
    </>
  );
}
