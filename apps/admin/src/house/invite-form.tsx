import { ADMIN_ROLES, PORTAL_ROLES } from '@keyfall/contracts';
import { adminInvitationInputSchema, portalInvitationInputSchema } from '@keyfall/contracts/people-schemas';
import { LOCALE_NAMES, LOCALES, useI18n, useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

interface Values {
  readonly mail: string;
  readonly name: string;
  readonly role: string;
  readonly locale: string;
}

export interface InviteFormProps {
  /** Whose portal; undefined is the wholesaler's own team. */
  readonly distributorId: string | undefined;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Invites somebody by mail: the link lets them choose a password. */
export function InviteForm({ distributorId, onDone, onCancel }: InviteFormProps): ReactNode {
  const t = useT('admin');
  const { locale } = useI18n();
  const isOwn = distributorId === undefined;
  const initialValues: Values = { mail: '', name: '', role: isOwn ? 'support' : 'owner', locale };
  const { form, state } = useActForm<Values, unknown, unknown>(
    (input) =>
      isOwn
        ? client.team.invite.mutate(adminInvitationInputSchema.parse(input))
        : client.distributors.invite.mutate({ ...portalInvitationInputSchema.parse(input), distributorId }),
    {
      schema: isOwn ? adminInvitationInputSchema : portalInvitationInputSchema,
      initialValues,
      said: t('team.invited'),
      onDone,
      refresh: () => queryClient.invalidateQueries({ queryKey: (isOwn ? trpc.team : trpc.distributors).pathKey() }),
    },
  );
  return (
    <Form
      {...state}
      fieldLabels={{ mail: t('common:labels.mail'), name: t('common:labels.name') }}
      submitLabel={t('team.sendInvitation')}
      onCancel={onCancel}
    >
      <TextInput label={t('common:labels.name')} required maxLength={120} {...form.getInputProps('name')} />
      <TextInput
        label={t('common:labels.mail')}
        type="email"
        required
        maxLength={254}
        {...form.getInputProps('mail')}
      />
      <NativeSelect
        label={t('team.role')}
        data={
          isOwn
            ? ADMIN_ROLES.map((role) => ({ value: role, label: t(`common:roles.admin.${role}`) }))
            : PORTAL_ROLES.map((role) => ({ value: role, label: t(`common:roles.portal.${role}`) }))
        }
        {...form.getInputProps('role')}
      />
      <NativeSelect
        label={t('team.mailLanguage')}
        data={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each] }))}
        {...form.getInputProps('locale')}
      />
    </Form>
  );
}
