import { shopChangeSchema } from '@keyfall/contracts/tenancy-schemas';
import type { ShopChange } from '@keyfall/contracts/tenancy-schemas';
import { useT } from '@keyfall/i18n';
import { Form, checkBrand, useSchemaForm } from '@keyfall/ui';
import { isError, serverFieldErrors, useCan, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { useToast, withoutPrefix } from '@keyfall/web/office';
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { withValues } from '../parts/form-errors.ts';
import { LookFields } from './look-fields.tsx';
import { brandOfValues, readShopValues, shopValuesOf } from './shop-values.ts';
import type { ShopValues } from './shop-values.ts';
import type { Shop } from './shop-page.tsx';
import { ShopPreview } from './shop-preview.tsx';
import { TextFields } from './text-fields.tsx';
import classes from './shops.module.css';

const schema = withValues<ShopValues, ShopChange>(shopChangeSchema, readShopValues);

/** What makes the shop the distributor's own, beside a preview that follows every key. */
export function ShopEditor({ shop, part }: { readonly shop: Shop; readonly part: 'look' | 'texts' }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const [version, setVersion] = useState(shop.version);
  const { form, submit } = useSchemaForm({ schema, initialValues: shopValuesOf(shop), message });
  const save = useMutation({
    mutationFn: (change: ShopChange) => client.shops.update.mutate({ id: shop.id, version, shop: change }),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() });
      const fresh = await queryClient.fetchQuery(trpc.shops.get.queryOptions({ id: shop.id }));
      setVersion(fresh.version);
      form.setInitialValues(shopValuesOf(fresh));
      form.resetDirty();
    },
    onError: (error) => form.setErrors(withoutPrefix(serverFieldErrors(error, message), 'shop.')),
  });
  const mayWrite = can('brand.write');
  const hasFadingColor = checkBrand(brandOfValues(form.values)).some(({ severity }) => severity === 'error');
  const loadTheirs = async (): Promise<void> => {
    const fresh = await queryClient.fetchQuery({ ...trpc.shops.get.queryOptions({ id: shop.id }), staleTime: 0 });
    setVersion(fresh.version);
    form.setValues(shopValuesOf(fresh));
    save.reset();
  };
  return (
    <div className={classes['editor']}>
      <div className={classes['fields']}>
        {isError(save.error, 'version_conflict') ? (
          <Alert color="yellow" mb="md" title={t('shops.changedTitle')}>
            <p>{t('shops.changedHelp')}</p>
            <Button size="xs" variant="default" onClick={() => void loadTheirs()}>
              {t('shops.loadTheirs')}
            </Button>
          </Alert>
        ) : null}
        <Form
          onSubmit={submit((change) => (hasFadingColor ? undefined : save.mutate(change)))}
          errors={form.errors}
          fieldLabels={{
            name: t('shops.name'),
            notice: t('shops.notice'),
            supportContact: t('shops.support'),
            'brand.accent': t('shops.accent'),
            'brand.accentDark': t('shops.accentDark'),
          }}
          serverError={noticeOf(save.error)}
          submitLabel={t('common:actions.save')}
          busy={save.isPending}
        >
          <fieldset disabled={!mayWrite} className={classes['plain']}>
            {part === 'look' ? <LookFields form={form} mayWrite={mayWrite} /> : <TextFields form={form} />}
          </fieldset>
        </Form>
      </div>
      <aside className={classes['preview']} aria-label={t('shops.preview.title')}>
        <ShopPreview values={form.values} shopId={shop.id} />
      </aside>
    </div>
  );
}
