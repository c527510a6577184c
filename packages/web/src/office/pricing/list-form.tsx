import { priceListInputSchema } from '@keyfall/contracts/price-schemas';
import type { PriceListDto, PriceListInput, PriceTargetsDto } from '@keyfall/contracts/price-schemas';
import { useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { serverFieldErrors, useFieldMessage } from '../../errors/field-messages.ts';
import { useToast } from '../toasts.tsx';
import { toInstant, toLocalMoment } from './local-moment.ts';
import type { PricingApi } from './pricing-api.ts';

export interface ListFormProps {
  readonly api: PricingApi;
  readonly targets: PriceTargetsDto;
  readonly lists: readonly PriceListDto[];
  /** The list to change; null makes one. */
  readonly list: PriceListDto | null;
  readonly onDone: () => void;
}

/** Name, level and validity of a price list. */
export function ListForm({ api, targets, lists, list, onDone }: ListFormProps): ReactNode {
  const t = useT('pricing');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const queries = useQueryClient();
  const [copyOf, setCopyOf] = useState('');
  const [opened] = useState(() => new Date().toISOString());
  const { form, submit } = useSchemaForm({
    schema: priceListInputSchema,
    initialValues: {
      name: list?.name ?? '',
      levelId: list?.levelId ?? targets.levels[0]?.id ?? '',
      validFrom: list?.validFrom ?? opened,
      validTo: list?.validTo ?? null,
    },
    message,
  });
  const save = useMutation({
    mutationFn: (input: PriceListInput) =>
      api.saveList({
        list: list === null ? null : { id: list.id, version: list.version },
        copyOf: copyOf === '' ? null : copyOf,
        input,
      }),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await queries.invalidateQueries({ queryKey: ['pricing'] });
      onDone();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const { validFrom, validTo } = form.getValues();
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      fieldLabels={{ name: t('list.name'), validFrom: t('list.from'), validTo: t('list.to') }}
      serverError={noticeOf(save.error)}
      submitLabel={list === null ? t('common:actions.create') : t('common:actions.save')}
      busy={save.isPending}
      onCancel={onDone}
    >
      <TextInput label={t('list.name')} required maxLength={80} {...form.getInputProps('name')} />
      <NativeSelect
        label={t('list.level')}
        required
        data={targets.levels.map((level) => ({ value: level.id, label: level.name }))}
        {...form.getInputProps('levelId')}
      />
      <TextInput
        label={t('list.from')}
        type="datetime-local"
        required
        defaultValue={toLocalMoment(validFrom)}
        error={form.errors['validFrom']}
        onChange={(event) => form.setFieldValue('validFrom', toInstant(event.currentTarget.value) ?? '')}
      />
      <TextInput
        label={t('list.to')}
        description={t('list.toHelp')}
        type="datetime-local"
        defaultValue={toLocalMoment(validTo ?? null)}
        error={form.errors['validTo']}
        onChange={(event) => form.setFieldValue('validTo', toInstant(event.currentTarget.value))}
      />
      {list === null && lists.length > 0 ? (
        <NativeSelect
          label={t('list.copy')}
          value={copyOf}
          data={[
            { value: '', label: t('list.copyNone') },
            ...lists.map((one) => ({ value: one.id, label: `${one.name} · ${one.levelName}` })),
          ]}
          onChange={(event) => setCopyOf(event.currentTarget.value)}
        />
      ) : null}
    </Form>
  );
}
