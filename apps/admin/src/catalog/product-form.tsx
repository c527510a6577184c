import { productInputSchema } from '@keyfall/contracts/catalog-schemas';
import type { ProductInput } from '@keyfall/contracts/catalog-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, Form, useSchemaForm } from '@keyfall/ui';
import { serverFieldErrors, useCan, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';
import { ChangedMeanwhile } from '../parts/changed-meanwhile.tsx';
import { LongField, MomentField, WholeField, toInstant, toLocalMoment, toWhole } from '../parts/typed-fields.tsx';
import { ImagesField } from './images-field.tsx';

type Product = Outputs['catalog']['product'];

interface ProductValues {
  readonly categoryId: string;
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly descriptionZh: string;
  readonly descriptionEn: string;
  readonly howtoZh: string;
  readonly howtoEn: string;
  readonly imageIds: readonly string[];
  readonly publishAt: string;
  readonly unpublishAt: string;
  readonly position: string;
}

function valuesOf(product: Product | undefined): ProductValues {
  return {
    categoryId: product?.categoryId ?? '',
    slug: product?.slug ?? '',
    nameZh: product?.nameZh ?? '',
    nameEn: product?.nameEn ?? '',
    descriptionZh: product?.descriptionZh ?? '',
    descriptionEn: product?.descriptionEn ?? '',
    howtoZh: product?.howtoZh ?? '',
    howtoEn: product?.howtoEn ?? '',
    imageIds: product?.imageIds ?? [],
    publishAt: toLocalMoment(product?.publishAt ?? null),
    unpublishAt: toLocalMoment(product?.unpublishAt ?? null),
    position: String(product?.position ?? 0),
  };
}

// The form holds what was typed; the schema sees what it means.
const schema = {
  safeParse: (values: unknown) => {
    const typed = values as ProductValues;
    return productInputSchema.safeParse({
      ...typed,
      publishAt: toInstant(typed.publishAt),
      unpublishAt: toInstant(typed.unpublishAt),
      position: toWhole(typed.position) ?? undefined,
    });
  },
};

export interface ProductFormProps {
  /** Undefined: a new one. */
  readonly product: Product | undefined;
  readonly onSaved: (id: string) => void;
}

/** A product's texts in both languages, its pictures, its place and its schedule. */
export function ProductForm({ product, onSaved }: ProductFormProps): ReactNode {
  // What is being edited stays what it was when editing began, so that a newer version does not wipe out what was typed.
  const [edited, setEdited] = useState(product);
  return (
    <ProductEditor
      key={edited?.version ?? 'new'}
      product={edited}
      latest={product}
      onAdopt={() => setEdited(product)}
      onSaved={onSaved}
    />
  );
}

interface ProductEditorProps extends ProductFormProps {
  /** The product as the server has it now. */
  readonly latest: Product | undefined;
  readonly onAdopt: () => void;
}

function ProductEditor({ product, latest, onAdopt, onSaved }: ProductEditorProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const nameOf = useLocalName();
  const categories = useQuery(trpc.catalog.categories.queryOptions());
  const { form, submit } = useSchemaForm({ schema, initialValues: valuesOf(product), message });
  const save = useMutation({
    mutationFn: (input: ProductInput) =>
      client.catalog.saveProduct.mutate({
        target: product === undefined ? null : { id: product.id, version: product.version },
        product: input,
      }),
    onSuccess: async ({ id }) => {
      form.resetDirty();
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() });
      onSaved(id);
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const labels = {
    categoryId: t('catalog.category'),
    slug: t('catalog.slug'),
    nameZh: t('catalog.nameZh'),
    nameEn: t('catalog.nameEn'),
    publishAt: t('catalog.publishAt'),
    unpublishAt: t('catalog.unpublishAt'),
    position: t('catalog.position'),
  };
  const hasMoved = latest?.version !== product?.version;
  const isDirty = form.isDirty();
  useEffect(() => {
    if (hasMoved && !isDirty) onAdopt();
  }, [hasMoved, isDirty, onAdopt]);
  const isReadOnly = !can('catalog.write');
  return (
    <section className="panel-card" aria-label={t('catalog.productTexts')}>
      <h2>{t('catalog.productTexts')}</h2>
      {hasMoved ? <ChangedMeanwhile onLoad={onAdopt} /> : null}
      <Form
        onSubmit={submit((input) => save.mutate(input))}
        errors={form.errors}
        fieldLabels={labels}
        serverError={noticeOf(save.error)}
        submitLabel={t('common:actions.save')}
        busy={save.isPending || isReadOnly}
      >
        <div className="main-and-aside">
          <Stack gap="lg">
            <FieldGroup title={t('catalog.names')} columns={2}>
              <TextInput label={labels.nameZh} required maxLength={200} {...form.getInputProps('nameZh')} />
              <TextInput label={labels.nameEn} required maxLength={200} {...form.getInputProps('nameEn')} />
              <NativeSelect
                label={labels.categoryId}
                required
                data={[
                  { value: '', label: t('list.choose') },
                  ...(categories.data ?? []).map((each) => ({ value: each.id, label: nameOf(each) })),
                ]}
                {...form.getInputProps('categoryId')}
              />
              <TextInput
                label={labels.slug}
                description={t('catalog.slugHelp')}
                required
                maxLength={81}
                {...form.getInputProps('slug')}
              />
            </FieldGroup>
            <FieldGroup title={t('catalog.description')} help={t('catalog.markdownHelp')} columns={2}>
              <LongField label={t('catalog.inChinese')} maxLength={20_000} {...form.getInputProps('descriptionZh')} />
              <LongField label={t('catalog.inEnglish')} maxLength={20_000} {...form.getInputProps('descriptionEn')} />
            </FieldGroup>
            <FieldGroup title={t('catalog.howto')} help={t('catalog.howtoHelp')} columns={2}>
              <LongField label={t('catalog.inChinese')} maxLength={10_000} {...form.getInputProps('howtoZh')} />
              <LongField label={t('catalog.inEnglish')} maxLength={10_000} {...form.getInputProps('howtoEn')} />
            </FieldGroup>
          </Stack>
          <Stack gap="lg">
            <FieldGroup title={t('catalog.images')}>
              <ImagesField
                seed={product?.id ?? 'new'}
                name={nameOf(form.values)}
                imageIds={form.values.imageIds}
                onChange={(imageIds) => form.setFieldValue('imageIds', imageIds)}
                readOnly={isReadOnly}
              />
            </FieldGroup>
            <FieldGroup title={t('catalog.schedule')} help={t('catalog.scheduleHelp')}>
              <MomentField label={labels.publishAt} {...form.getInputProps('publishAt')} />
              <MomentField label={labels.unpublishAt} {...form.getInputProps('unpublishAt')} />
            </FieldGroup>
            <FieldGroup>
              <WholeField
                label={labels.position}
                description={t('catalog.positionHelp')}
                {...form.getInputProps('position')}
              />
            </FieldGroup>
          </Stack>
        </div>
      </Form>
    </section>
  );
}
