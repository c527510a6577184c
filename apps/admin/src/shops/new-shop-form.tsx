import { shopInputSchema } from '@keyfall/contracts/tenancy-schemas';
import type { ShopInput } from '@keyfall/contracts/tenancy-schemas';
import { LOCALE_NAMES, LOCALES, useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';

export interface NewShopFormProps {
  readonly distributorId: string | undefined;
  readonly onDone: (id: string) => void;
  readonly onCancel: () => void;
}

/** A shop begins as a draft: its owner, its name and the first label of its address. */
export function NewShopForm({ distributorId: given, onDone, onCancel }: NewShopFormProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const [distributorId, setDistributorId] = useState(given);
  const { form, submit } = useSchemaForm({
    schema: shopInputSchema,
    initialValues: { slug: '', name: '', defaultLocale: 'zh-CN' },
    message,
  });
  const create = useMutation({
    mutationFn: (shop: ShopInput) => client.shops.create.mutate({ distributorId: distributorId ?? '', shop }),
    onSuccess: async ({ id }) => {
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() });
      onDone(id);
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <Form
      onSubmit={submit((shop) => create.mutate(shop))}
      errors={form.errors}
      fieldLabels={{ slug: t('shops.slug'), name: t('common:labels.name') }}
      serverError={noticeOf(create.error)}
      submitLabel={t('common:actions.create')}
      busy={create.isPending}
      onCancel={onCancel}
    >
      <DistributorPicker label={t('prices.distributor')} required value={distributorId} onChange={setDistributorId} />
      <TextInput label={t('common:labels.name')} required maxLength={120} {...form.getInputProps('name')} />
      <TextInput
        label={t('shops.slug')}
        description={t('shops.slugHelp')}
        required
        maxLength={40}
        {...form.getInputProps('slug')}
      />
      <NativeSelect
        label={t('shops.language')}
        data={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each] }))}
        {...form.getInputProps('defaultLocale')}
      />
    </Form>
  );
}
