import { addOwnGatewaySchema, changeOwnGatewaySchema } from '@keyfall/contracts/collecting-schemas';
import type { OwnGatewayDto } from '@keyfall/contracts/collecting-schemas';
import { useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';

interface GatewayFormProps {
  /** The account whose keys are replaced; left out: a new one. */
  readonly replaced: OwnGatewayDto | undefined;
  readonly onDone: () => void;
}

/** Adds a gateway account of one's own, or replaces the keys of one. */
export function GatewayForm({ replaced, onDone }: GatewayFormProps): ReactNode {
  return replaced === undefined ? <AddForm onDone={onDone} /> : <ReplaceForm account={replaced} onDone={onDone} />;
}

async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: trpc.collecting.pathKey() });
}

function AddForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const initialValues = { name: '', merchantId: '', apiKey: '', webhookSecret: '' };
  const { form, submit } = useSchemaForm({ schema: addOwnGatewaySchema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: Inputs['collecting']['addAccount']) =>
      withStepUp(() => client.collecting.addAccount.mutate(input)),
    onSuccess: async () => {
      toast.success(t('collecting.added'));
      onDone();
      await refresh();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      fieldLabels={{
        name: t('collecting.name'),
        merchantId: t('collecting.merchantId'),
        apiKey: t('collecting.apiKey'),
        webhookSecret: t('collecting.webhookSecret'),
      }}
      serverError={noticeOf(save.error)}
      submitLabel={t('collecting.add')}
      busy={save.isPending}
      onCancel={onDone}
    >
      <TextInput
        label={t('collecting.name')}
        required
        maxLength={120}
        description={t('collecting.nameHelp')}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('collecting.merchantId')}
        required
        maxLength={64}
        autoComplete="off"
        {...form.getInputProps('merchantId')}
      />
      <KeyFields required propsOf={(field) => form.getInputProps(field)} />
    </Form>
  );
}

const replaceSchema = {
  safeParse: (values: unknown) => {
    const typed = values as { accountId: string; apiKey: string; webhookSecret: string };
    return changeOwnGatewaySchema.safeParse({
      accountId: typed.accountId,
      ...(typed.apiKey === '' ? {} : { apiKey: typed.apiKey }),
      ...(typed.webhookSecret === '' ? {} : { webhookSecret: typed.webhookSecret }),
    });
  },
};

function ReplaceForm({ account, onDone }: { readonly account: OwnGatewayDto; readonly onDone: () => void }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const initialValues = { accountId: account.id, apiKey: '', webhookSecret: '' };
  const { form, submit } = useSchemaForm({ schema: replaceSchema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: Inputs['collecting']['changeAccount']) =>
      withStepUp(() => client.collecting.changeAccount.mutate(input)),
    onSuccess: async () => {
      toast.success(t('collecting.changed'));
      onDone();
      await refresh();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      fieldLabels={{ apiKey: t('collecting.apiKey'), webhookSecret: t('collecting.webhookSecret') }}
      serverError={noticeOf(save.error)}
      submitLabel={t('collecting.replace')}
      busy={save.isPending}
      onCancel={onDone}
    >
      <p style={{ margin: 0 }}>{t('collecting.replaceHelp')}</p>
      <KeyFields required={false} propsOf={(field) => form.getInputProps(field)} />
    </Form>
  );
}

interface KeyFieldsProps {
  readonly required: boolean;
  readonly propsOf: (field: 'apiKey' | 'webhookSecret') => object;
}

function KeyFields({ required, propsOf }: KeyFieldsProps): ReactNode {
  const t = useT('portal');
  return (
    <>
      {(['apiKey', 'webhookSecret'] as const).map((field) => (
        <TextInput
          key={field}
          label={t(`collecting.${field}`)}
          type="password"
          required={required}
          maxLength={512}
          autoComplete="off"
          description={t('collecting.secretHelp')}
          {...propsOf(field)}
        />
      ))}
    </>
  );
}
