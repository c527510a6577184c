import { distributorChangeSchema } from '@keyfall/contracts/distributor-schemas';
import type { DistributorChange } from '@keyfall/contracts/distributor-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { Stack, TextInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Outputs } from '../api.ts';
import { refreshDistributors } from './refresh-distributors.ts';

type Distributor = Outputs['distributors']['get'];

interface Values {
  readonly code: string;
  readonly name: string;
  readonly profile: Readonly<Record<(typeof PROFILE)[number], string>>;
}

const PROFILE = ['legalName', 'taxNumber', 'contactName', 'contactMail', 'contactPhone', 'note'] as const;

export interface DistributorFormProps {
  readonly distributor: Distributor;
  readonly onDone: () => void;
}

/** How a distributor is called and whom to reach. Level and place are changed by acts of their own, which ask for a reason. */
export function DistributorForm({ distributor, onDone }: DistributorFormProps): ReactNode {
  const t = useT('admin');
  const { profile } = distributor;
  const initialValues: Values = {
    code: distributor.code,
    name: distributor.name,
    profile: {
      legalName: profile.legalName ?? '',
      taxNumber: profile.taxNumber ?? '',
      contactName: profile.contactName ?? '',
      contactMail: profile.contactMail ?? '',
      contactPhone: profile.contactPhone ?? '',
      note: profile.note ?? '',
    },
  };
  const { form, state } = useActForm(
    (change: DistributorChange) =>
      client.distributors.update.mutate({ id: distributor.id, version: distributor.version, distributor: change }),
    {
      schema: distributorChangeSchema,
      initialValues,
      within: 'distributor.',
      said: t('common:messages.saved'),
      onDone,
      refresh: refreshDistributors,
    },
  );
  return (
    <Form
      {...state}
      fieldLabels={{ code: t('distributors.code'), name: t('common:labels.name') }}
      submitLabel={t('common:actions.save')}
      onCancel={onDone}
    >
      <Stack gap="lg">
        <FieldGroup>
          <TextInput label={t('common:labels.name')} required maxLength={120} {...form.getInputProps('name')} />
          <TextInput
            label={t('distributors.code')}
            description={t('distributors.codeHelp')}
            required
            maxLength={31}
            {...form.getInputProps('code')}
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
