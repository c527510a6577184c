import { addOwnGatewaySchema, changeOwnGatewaySchema } from '@keyfall/contracts/collecting-schemas';
import type { OwnGatewayDto } from '@keyfall/contracts/collecting-schemas';
import { useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

interface GatewayFormProps {
  /** The account whose keys are replaced; left out: a new one. */
  readonly replaced: OwnGatewayDto | undefined;
  readonly onDone: () => void;
}

/** Adds a gateway account of one's own, or replaces the keys of one. */
export function GatewayForm({ replaced, onDone }: GatewayFormProps): ReactNode {
  return replaced === undefined ? <AddForm onDone={onDone} /> : <ReplaceForm account={replaced} onDone={onDone} />;
}

const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.collecting.pathKey() });

function AddForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useT('portal');
  const { form, state } = useActForm(client.collecting.addAccount.mutate, {
    schema: addOwnGatewaySchema,
    initialValues: { name: '', merchantId: '', apiKey: '', webhookSecret: '' },
    said: t('collecting.added'),
    onDone,
    refresh,
  });
  return (
    <Form
      {...state}
      fieldLabels={{
        name: t('collecting.name'),
        merchantId: t('collecting.merchantId'),
        apiKey: t('collecting.apiKey'),
        webhookSecret: t('collecting.webhookSecret'),
      }}
      submitLabel={t('collecting.add')}
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
  const { form, state } = useActForm(client.collecting.changeAccount.mutate, {
    schema: replaceSchema,
    initialValues: { accountId: account.id, apiKey: '', webhookSecret: '' },
    said: t('collecting.changed'),
    onDone,
    refresh,
  });
  return (
    <Form
      {...state}
      fieldLabels={{ apiKey: t('collecting.apiKey'), webhookSecret: t('collecting.webhookSecret') }}
      submitLabel={t('collecting.replace')}
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
