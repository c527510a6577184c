import { referralCodeInputSchema } from '@keyfall/contracts/income-schemas';
import { useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';

interface Values {
  readonly name: string;
  readonly code: string;
}

// A code left empty is made by the server.
const schema = {
  safeParse: (values: unknown) => {
    const { name, code } = values as Values;
    return referralCodeInputSchema.safeParse(code.trim() === '' ? { name } : { name, code });
  },
};

/** Makes a referral code. */
export function NewCodeForm({
  onDone,
  onCancel,
}: {
  readonly onDone: (code: string) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const { form, submit } = useSchemaForm({ schema, initialValues: { name: '', code: '' }, message });
  const make = useMutation({
    mutationFn: (input: Inputs['referrals']['make']) => client.referrals.make.mutate(input),
    onSuccess: async ({ code }) => {
      toast.success(t('referrals.made', { code }));
      await queryClient.invalidateQueries({ queryKey: trpc.referrals.pathKey() });
      onDone(code);
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <Form
      onSubmit={submit((input) => make.mutate(input))}
      errors={form.errors}
      fieldLabels={{ name: t('referrals.name'), code: t('referrals.code') }}
      serverError={noticeOf(make.error)}
      submitLabel={t('referrals.make')}
      busy={make.isPending}
      onCancel={onCancel}
    >
      <TextInput
        label={t('referrals.name')}
        description={t('referrals.nameHelp')}
        required
        maxLength={60}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('referrals.code')}
        description={t('referrals.codeHelp')}
        maxLength={32}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('code')}
      />
    </Form>
  );
}
