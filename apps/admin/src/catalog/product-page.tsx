import { useT } from '@keyfall/i18n';
import { ConfirmAction, PageHeader } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useErrorNotice, useNavigation, useTitle } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { ProductForm } from './product-form.tsx';
import { SkuMatrix } from './sku-matrix.tsx';

type Product = Outputs['catalog']['product'];

/** A product that does not exist yet: its texts first, SKUs once it is saved. */
export function NewProductPage(): ReactNode {
  const t = useT('admin');
  const { navigate } = useNavigation();
  useTitle(t('catalog.newProduct'), useAdminSession().tenant.name);
  return (
    <>
      <PageHeader
        title={t('catalog.newProduct')}
        description={t('catalog.newProductHelp')}
        back={{ href: '/catalog', label: t('nav.catalog') }}
      />
      <ProductForm product={undefined} onSaved={(id) => navigate(`/catalog/${id}`, { replace: true })} />
    </>
  );
}

/** One product: what it says, when it shows, and the matrix of its SKUs. */
export function ProductPage(): ReactNode {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const query = useQuery(trpc.catalog.product.queryOptions({ id }));
  return <Loaded query={query}>{(product) => <LoadedProduct product={product} />}</Loaded>;
}

function LoadedProduct({ product }: { readonly product: Product }): ReactNode {
  const t = useT('admin');
  const nameOf = useLocalName();
  useTitle(nameOf(product), useAdminSession().tenant.name);
  return (
    <>
      <PageHeader
        title={nameOf(product)}
        state={<StateLabel of="product" state={product.status} />}
        back={{ href: '/catalog', label: t('nav.catalog') }}
        action={
          <Can permission="catalog.publish">
            <PublishButton product={product} />
          </Can>
        }
      />
      <Stack gap="lg">
        <SkuMatrix product={product} />
        <ProductForm key={product.version} product={product} onSaved={() => undefined} />
      </Stack>
    </>
  );
}

function PublishButton({ product }: { readonly product: Product }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [asking, setAsking] = useState(false);
  const isOut = product.status === 'published';
  const act = t(isOut ? 'common:actions.unpublish' : 'common:actions.publish');
  const publish = useMutation({
    mutationFn: () => client.catalog.publish.mutate({ ids: [product.id], status: isOut ? 'unpublished' : 'published' }),
    onSuccess: async ({ changed }) => {
      setAsking(false);
      toast.success(t('catalog.publishDone', { count: changed }));
      await queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() });
    },
  });
  return (
    <>
      <Button variant={isOut ? 'default' : 'filled'} onClick={() => setAsking(true)}>
        {act}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={act}
        danger={isOut}
        description={t(isOut ? 'catalog.unpublishEffect' : 'catalog.publishEffect', { count: 1 })}
        confirmLabel={act}
        busy={publish.isPending}
        error={noticeOf(publish.error)}
        onConfirm={() => publish.mutate()}
      />
    </>
  );
}
