import { distributorInputSchema } from '@keyfall/contracts/tenancy-schemas';
import type { DistributorInput } from '@keyfall/contracts/tenancy-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, Stack, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';
import { TREE_KEY } from './use-distributor-tree.ts';

type Distributor = Outputs['distributors']['get'];

interface Values {
  readonly code: string;
  readonly name: string;
  readonly levelId: string;
  readonly profile: Readonly<Record<(typeof PROFILE)[number], string>>;
}

const PROFILE = ['legalName', 'taxNumber', 'contactName', 'contactMail', 'contactPhone', 'note'] as const;

const schema = {
  safeParse: (values: unknown) => {
    const typed = values as Values;
    return distributorInputSchema.safeParse({ ...typed, levelId: typed.levelId === '' ? null : typed.levelId });
  },
};

/** Everything that shows distributors asks again. */
export async function refreshDistributors(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: trpc.distributors.pathKey() }),
    queryClient.invalidateQueries({ queryKey: TREE_KEY }),
  ]);
}

export interface DistributorFormProps {
  /** Undefined: a new one. */
  readonly distributor: Distributor | undefined;
  readonly parentId: string | undefined;
  readonly onDone: (id: string) => void;
  readonly onCancel: () => void;
}

/** A distributor: where it stands, how it is called, whom to reach. */
export function DistributorForm({
  distributor,
  parentId: givenParent,
  onDone,
  onCancel,
}: DistributorFormProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const [parentId, setParentId] = useState(givenParent);
  const levels = useQuery(trpc.levels.list.queryOptions());
  const initialValues: Values = {
    code: distributor?.code ?? '',
    name: distributor?.name ?? '',
    levelId: distributor?.level?.id ?? '',
    profile: {
      legalName: distributor?.profile.legalName ?? '',
      taxNumber: distributor?.profile.taxNumber ?? '',
      contactName: distributor?.profile.contactName ?? '',
      contactMail: distributor?.profile.contactMail ?? '',
      contactPhone: distributor?.profile.contactPhone ?? '',
      note: distributor?.profile.note ?? '',
    },
  };
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const save = useMutation({
    mutationFn: async (input: DistributorInput) => {
      if (distributor === undefined) {
        return (await client.distributors.create.mutate({ parentId: parentId ?? '', distributor: input })).id;
      }
      await client.distributors.update.mutate({ id: distributor.id, version: distributor.version, distributor: input });
      return distributor.id;
    },
    onSuccess: async (id) => {
      toast.success(t('common:messages.saved'));
      await refreshDistributors();
      onDone(id);
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      fieldLabels={{ code: t('distributors.code'), name: t('common:labels.name') }}
      serverError={noticeOf(save.error)}
      submitLabel={t('common:actions.save')}
      busy={save.isPending}
      onCancel={onCancel}
    >
      <Stack gap="lg">
        <FieldGroup title={t('distributors.place')}>
          {distributor === undefined ? (
            <DistributorPicker label={t('distributors.parent')} required value={parentId} onChange={setParentId} />
          ) : null}
          <TextInput label={t('common:labels.name')} required maxLength={120} {...form.getInputProps('name')} />
          <TextInput
            label={t('distributors.code')}
            description={t('distributors.codeHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            required
            maxLength={31}
            {...form.getInputProps('code')}
          />
          <NativeSelect
            label={t('distributors.level')}
            data={[
              { value: '', label: t('distributors.noLevel') },
              ...(levels.data ?? []).map((level) => ({ value: level.id, label: level.name })),
            ]}
            {...form.getInputProps('levelId')}
          />
        </FieldGroup>
        <FieldGroup title={t('distributors.profile')}>
          {PROFILE.map((field) =>
            field === 'note' ? (
              <Textarea
                key={field}
                label={t('distributors.fields.note')}
                maxLength={2_000}
                {...form.getInputProps('profile.note')}
              />
            ) : (
              <TextInput
                key={field}
                label={t(`distributors.fields.${field}`)}
                maxLength={200}
                {...(field === 'contactMail' ? { type: 'email' } : {})}
                {...form.getInputProps(`profile.${field}`)}
              />
            ),
          )}
        </FieldGroup>
      </Stack>
    </Form>
  );
}
