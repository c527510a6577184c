import { shopInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { LOCALES, LOCALE_NAMES, useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';

/** The host a slug leads to: the portal's own address with the slug in front. */
function hostOf(slug: string): string {
  return `${slug === '' ? '…' : slug}.${window.location.host.replace(/^[^.]+\./, '')}`;
}

/** A new shop: its name, its address, its language. It begins as a draft that nobody can buy from. */
export function NewShopForm(props: {
  readonly onDone: (id: string) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const t = useT('portal');
  const { form, state } = useActForm(
    (shop: Inputs['shops']['create']['shop']) => client.shops.create.mutate({ shop }),
    {
      schema: shopInputSchema,
      initialValues: { name: '', slug: '', defaultLocale: 'zh-CN' },
      within: 'shop.',
      said: t('shops.created'),
      onDone: ({ id }) => props.onDone(id),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() }),
    },
  );
  return (
    <Form
      {...state}
      fieldLabels={{ name: t('shops.name'), slug: t('shops.slug') }}
      submitLabel={t('common:actions.create')}
      onCancel={props.onCancel}
    >
      <TextInput
        label={t('shops.name')}
        description={t('shops.nameHelp')}
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('shops.slug')}
        description={t('shops.slugHelp', { host: hostOf(form.values.slug.trim().toLowerCase()) })}
        required
        maxLength={40}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('slug')}
      />
      <NativeSelect
        label={t('shops.defaultLocale')}
        data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        {...form.getInputProps('defaultLocale')}
      />
    </Form>
  );
}
