import { PORTAL_ROLES } from '@keyfall/contracts';
import { portalInvitationInputSchema } from '@keyfall/contracts/people-schemas';
import { LOCALES, LOCALE_NAMES, useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

/** Invites somebody by mail. */
export function InviteForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useT('portal');
  const { form, state } = useActForm(client.team.invite.mutate, {
    schema: portalInvitationInputSchema,
    initialValues: { mail: '', name: '', role: 'staff', locale: 'zh-CN' },
    said: t('team.invited'),
    onDone,
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.team.pathKey() }),
  });
  return (
    <Form
      {...state}
      fieldLabels={{ mail: t('common:labels.mail'), name: t('common:labels.name') }}
      submitLabel={t('team.send')}
      onCancel={onDone}
    >
      <TextInput label={t('common:labels.name')} required maxLength={120} {...form.getInputProps('name')} />
      <TextInput
        label={t('common:labels.mail')}
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        {...form.getInputProps('mail')}
      />
      <NativeSelect
        label={t('team.role')}
        description={t('team.roleHelp')}
        data={PORTAL_ROLES.map((value) => ({ value, label: t(`common:roles.portal.${value}`) }))}
        {...form.getInputProps('role')}
      />
      <NativeSelect
        label={t('team.mailLanguage')}
        data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        {...form.getInputProps('locale')}
      />
    </Form>
  );
}
