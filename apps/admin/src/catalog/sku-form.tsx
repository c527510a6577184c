import { SKU_KINDS } from '@keyfall/contracts';
import type { SkuInput } from '@keyfall/contracts/catalog-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useCan, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { WholeField } from '../parts/typed-fields.tsx';
import { SkuLimitFields, SkuPriceFields, SkuScheduleFields } from './sku-form-parts.tsx';
import { newSkuValues, skuFormSchema, skuValuesOf } from './sku-values.ts';
import type { Sku } from './sku-values.ts';
import { TemplateEditor } from './template-editor.tsx';

export interface SkuFormProps {
  readonly productId: string;
  /** Undefined: a new one. */
  readonly sku: Sku | undefined;
  /** What a new one begins like. */
  readonly like: Sku | undefined;
  readonly position: number;
  readonly currency: string;
  readonly onDone: () => void;
}

/** Everything a SKU is, grouped as one thinks of it: what it sells, what it costs, how it is sold, when. */
export function SkuForm({ productId, sku, like, position, currency, onDone }: SkuFormProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const initialValues = sku === undefined ? newSkuValues(like, currency, position) : skuValuesOf(sku);
  const { form, submit } = useSchemaForm({ schema: skuFormSchema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: SkuInput) =>
      client.catalog.saveSku.mutate({
        target: sku === undefined ? { productId } : { id: sku.id, version: sku.version },
        sku: input,
      }),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() });
      onDone();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const { kind, faceKind } = form.values;
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      fieldLabels={{
        code: t('catalog.sku.code'),
        nameZh: t('catalog.nameZh'),
        nameEn: t('catalog.nameEn'),
        faceMax: t('catalog.sku.faceMax'),
        maxPerOrder: t('catalog.sku.maxPerOrder'),
        accountTemplate: t('catalog.template.title'),
      }}
      serverError={noticeOf(save.error)}
      submitLabel={t('common:actions.save')}
      busy={save.isPending || !can('catalog.write')}
      onCancel={onDone}
    >
      <Stack gap="lg">
        <FieldGroup title={t('catalog.sku.identity')} columns={2}>
          <TextInput
            label={t('catalog.sku.code')}
            description={t('catalog.sku.codeHelp')}
            required
            maxLength={60}
            className="mono"
            {...form.getInputProps('code')}
          />
          <NativeSelect
            label={t('catalog.sku.kind')}
            data={SKU_KINDS.map((each) => ({ value: each, label: t(`common:kinds.sku.${each}`) }))}
            {...form.getInputProps('kind')}
          />
          <TextInput label={t('catalog.nameZh')} required maxLength={120} {...form.getInputProps('nameZh')} />
          <TextInput label={t('catalog.nameEn')} required maxLength={120} {...form.getInputProps('nameEn')} />
        </FieldGroup>
        <FieldGroup title={t('catalog.sku.face')} help={t('catalog.sku.faceHelp')}>
          <SegmentedControl
            aria-label={t('catalog.sku.face')}
            data={[
              { value: 'fixed', label: t('common:kinds.faceValue.fixed') },
              { value: 'range', label: t('common:kinds.faceValue.range') },
            ]}
            {...form.getInputProps('faceKind')}
          />
        </FieldGroup>
        <FieldGroup columns={2}>
          {faceKind === 'fixed' ? (
            <TextInput
              label={t('catalog.sku.faceValue')}
              placeholder={t('catalog.sku.faceValueHint')}
              maxLength={60}
              {...form.getInputProps('faceValue')}
            />
          ) : (
            <>
              <TextInput
                label={t('catalog.sku.faceMin')}
                inputMode="decimal"
                required
                {...form.getInputProps('faceMin')}
              />
              <TextInput
                label={t('catalog.sku.faceMax')}
                inputMode="decimal"
                required
                {...form.getInputProps('faceMax')}
              />
            </>
          )}
          <TextInput
            label={t('catalog.sku.faceCurrency')}
            description={t('catalog.sku.faceCurrencyHelp')}
            maxLength={12}
            {...form.getInputProps('faceCurrency')}
          />
          <WholeField
            label={t('catalog.sku.periodDays')}
            description={t('catalog.sku.periodHelp')}
            {...form.getInputProps('periodDays')}
          />
          <TextInput
            label={t('catalog.sku.region')}
            placeholder="CN"
            maxLength={20}
            {...form.getInputProps('region')}
          />
        </FieldGroup>
        {kind === 'top_up' ? (
          <TemplateEditor
            value={form.values.accountTemplate}
            onChange={(template) => form.setFieldValue('accountTemplate', template)}
            error={form.errors['accountTemplate']}
          />
        ) : null}
        <SkuPriceFields form={form} />
        <SkuLimitFields form={form} />
        <SkuScheduleFields form={form} />
      </Stack>
    </Form>
  );
}
