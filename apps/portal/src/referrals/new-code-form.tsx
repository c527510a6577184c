import { referralCodeInputSchema } from '@keyfall/contracts/income-schemas';
import { useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

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
  const { form, state } = useActForm(client.referrals.make.mutate, {
    schema,
    initialValues: { name: '', code: '' },
    said: ({ code }) => t('referrals.made', { code }),
    onDone: ({ code }) => onDone(code),
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.referrals.pathKey() }),
  });
  return (
    <Form
      {...state}
      fieldLabels={{ name: t('referrals.name'), code: t('referrals.code') }}
      submitLabel={t('referrals.make')}
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
