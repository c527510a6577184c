import { shopInputSchema } from '@keyfall/contracts/tenancy-schemas';
import type { ShopInput } from '@keyfall/contracts/tenancy-schemas';
import { LOCALE_NAMES, LOCALES, useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
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
  const [distributorId, setDistributorId] = useState(given);
  const { form, state } = useActForm(
    (shop: ShopInput) => client.shops.create.mutate({ distributorId: distributorId ?? '', shop }),
    {
      schema: shopInputSchema,
      initialValues: { slug: '', name: '', defaultLocale: 'zh-CN' },
      within: 'shop.',
      said: t('common:messages.saved'),
      onDone: ({ id }) => onDone(id),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() }),
    },
  );
  return (
    <Form
      {...state}
      fieldLabels={{ slug: t('shops.slug'), name: t('common:labels.name') }}
      submitLabel={t('common:actions.create')}
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
