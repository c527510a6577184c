import { newDistributorInvitationSchema } from '@keyfall/contracts/distributor-schemas';
import { LOCALES, LOCALE_NAMES, useI18n, useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Downline } from './use-downline-income.ts';

interface Values {
  readonly name: string;
  readonly levelId: string;
  readonly owner: { readonly name: string; readonly mail: string; readonly locale: string };
}

const schema = {
  safeParse: (values: unknown) => {
    const typed = values as Values;
    return newDistributorInvitationSchema
      .omit({ code: true })
      .safeParse({ ...typed, levelId: typed.levelId === '' ? null : typed.levelId });
  },
};

export interface InviteDistributorFormProps {
  readonly levels: Downline['levels'];
  readonly onDone: (id: string) => void;
  readonly onCancel: () => void;
}

/** Invites somebody to sell below the distributor. */
export function InviteDistributorForm({ levels, onDone, onCancel }: InviteDistributorFormProps): ReactNode {
  const t = useT('portal');
  const { locale } = useI18n();
  const initialValues: Values = { name: '', levelId: '', owner: { name: '', mail: '', locale } };
  const { form, state } = useActForm(client.downline.invite.mutate, {
    schema,
    initialValues,
    said: t('downline.invited'),
    onDone: ({ id }) => onDone(id),
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.downline.pathKey() }),
  });
  return (
    <Form
      {...state}
      fieldLabels={{
        name: t('downline.name'),
        'owner.name': t('downline.owner'),
        'owner.mail': t('downline.ownerMail'),
      }}
      submitLabel={t('downline.send')}
      onCancel={onCancel}
    >
      <p style={{ margin: 0 }}>{t('downline.inviteHelp')}</p>
      <TextInput label={t('downline.name')} required maxLength={120} {...form.getInputProps('name')} />
      <NativeSelect
        label={t('downline.level')}
        data={[
          { value: '', label: t('downline.noLevel') },
          ...levels.map((level) => ({ value: level.id, label: level.name })),
        ]}
        {...form.getInputProps('levelId')}
      />
      <TextInput label={t('downline.owner')} required maxLength={120} {...form.getInputProps('owner.name')} />
      <TextInput
        label={t('downline.ownerMail')}
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        {...form.getInputProps('owner.mail')}
      />
      <NativeSelect
        label={t('downline.mailLanguage')}
        data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        {...form.getInputProps('owner.locale')}
      />
    </Form>
  );
}
