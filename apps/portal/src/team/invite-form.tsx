import { PORTAL_ROLES } from '@keyfall/contracts';
import { portalInvitationInputSchema } from '@keyfall/contracts/people-schemas';
import { LOCALES, LOCALE_NAMES, useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';

/** Invites somebody by mail. */
export function InviteForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const message = useFieldMessage();
  const { form, submit } = useSchemaForm({
    schema: portalInvitationInputSchema,
    initialValues: { mail: '', name: '', role: 'staff', locale: 'zh-CN' },
    message,
  });
  const invite = useMutation({
    mutationFn: (input: Inputs['team']['invite']) => withStepUp(() => client.team.invite.mutate(input)),
    onSuccess: async () => {
      toast.success(t('team.invited'));
      await queryClient.invalidateQueries({ queryKey: trpc.team.pathKey() });
      onDone();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <Form
      onSubmit={submit((input) => invite.mutate(input))}
      errors={form.errors}
      fieldLabels={{ mail: t('common:labels.mail'), name: t('common:labels.name') }}
      serverError={noticeOf(invite.error)}
      submitLabel={t('team.send')}
      busy={invite.isPending}
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
