import { categoryInputSchema } from '@keyfall/contracts/catalog-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, Form, PageHeader, SidePanel, useSchemaForm } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import {
  Can,
  serverFieldErrors,
  useCan,
  useErrorNotice,
  useFieldMessage,
  useTableState,
  useTitle,
  useUrlState,
} from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { WholeField, toWhole } from '../parts/typed-fields.tsx';
import { useLocalName } from '../parts/local-name.ts';
import { useAdminSession } from '../session/use-admin-session.ts';

type Category = Outputs['catalog']['categories'][number];

/** The categories: the list, and beside it the one being written. */
export function CategoriesPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const nameOf = useLocalName();
  useTitle(t('nav.categories'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('open');
  const query = useQuery(trpc.catalog.categories.queryOptions());
  const table = useTableState(query);
  const columns = useCategoryColumns();
  const open = query.data?.find((category) => category.id === url.open);
  const close = (): void => setUrl({ open: undefined });
  const newButton = (
    <Can permission="catalog.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => setUrl({ open: 'new' }, { push: true })}>
        {t('catalog.newCategory')}
      </Button>
    </Can>
  );
  return (
    <>
      <PageHeader title={t('nav.categories')} description={t('catalog.categoriesHelp')} action={newButton} />
      <DataTable
        id="categories"
        label={t('nav.categories')}
        columns={columns}
        rows={query.data}
        rowKey={(row) => row.id}
        rowLabel={nameOf}
        {...table}
        openKey={url.open}
        empty={
          <EmptyState
            title={t('catalog.noCategoriesTitle')}
            description={t('catalog.noCategoriesHelp')}
            action={newButton}
          />
        }
        {...(can('catalog.write') ? { onOpen: (row: Category) => setUrl({ open: row.id }, { push: true }) } : {})}
      />
      <SidePanel
        opened={url.open === 'new' || open !== undefined}
        onClose={close}
        title={open === undefined ? t('catalog.newCategory') : nameOf(open)}
      >
        <CategoryForm key={open?.id ?? 'new'} category={open} onDone={close} />
      </SidePanel>
    </>
  );
}

function useCategoryColumns(): readonly DataColumn<Category>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Category>[] => [
      { id: 'zh', header: t('catalog.nameZh'), cell: (row) => row.nameZh },
      { id: 'en', header: t('catalog.nameEn'), cell: (row) => row.nameEn },
      {
        id: 'slug',
        header: t('catalog.slug'),
        cell: (row) => <span className="mono">{row.slug}</span>,
        narrow: 'hide',
      },
      {
        id: 'products',
        header: t('catalog.products'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.products),
      },
      {
        id: 'position',
        header: t('catalog.position'),
        align: 'end',
        width: 110,
        narrow: 'hide',
        cell: (row) => format.number(row.position),
      },
    ],
    [t, format],
  );
}

interface CategoryValues {
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly position: string;
}

const schema = {
  safeParse: (values: unknown) => {
    const typed = values as CategoryValues;
    return categoryInputSchema.safeParse({ ...typed, position: toWhole(typed.position) ?? undefined });
  },
};

async function refreshCatalog(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() });
}

function CategoryForm(props: { readonly category: Category | undefined; readonly onDone: () => void }): ReactNode {
  const { category, onDone } = props;
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const [removing, setRemoving] = useState(false);
  const initialValues: CategoryValues = {
    slug: category?.slug ?? '',
    nameZh: category?.nameZh ?? '',
    nameEn: category?.nameEn ?? '',
    position: String(category?.position ?? 0),
  };
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: Inputs['catalog']['saveCategory']['category']) =>
      client.catalog.saveCategory.mutate({ id: category?.id ?? null, category: input }),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await refreshCatalog();
      onDone();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const remove = useMutation({
    mutationFn: (id: string) => client.catalog.removeCategory.mutate({ id }),
    onSuccess: async () => {
      toast.success(t('common:messages.deleted'));
      await refreshCatalog();
      onDone();
    },
  });
  return (
    <>
      <Form
        onSubmit={submit((input) => save.mutate(input))}
        errors={form.errors}
        fieldLabels={{ slug: t('catalog.slug'), nameZh: t('catalog.nameZh'), nameEn: t('catalog.nameEn') }}
        serverError={noticeOf(save.error)}
        submitLabel={t('common:actions.save')}
        busy={save.isPending}
        onCancel={onDone}
      >
        <TextInput label={t('catalog.nameZh')} required maxLength={120} {...form.getInputProps('nameZh')} />
        <TextInput label={t('catalog.nameEn')} required maxLength={120} {...form.getInputProps('nameEn')} />
        <TextInput
          label={t('catalog.slug')}
          description={t('catalog.slugHelp')}
          required
          maxLength={61}
          {...form.getInputProps('slug')}
        />
        <WholeField
          label={t('catalog.position')}
          description={t('catalog.positionHelp')}
          {...form.getInputProps('position')}
        />
      </Form>
      {category === undefined ? null : (
        <Button mt="md" variant="subtle" color="red" disabled={category.products > 0} onClick={() => setRemoving(true)}>
          {category.products > 0 ? t('catalog.categoryInUse') : t('catalog.removeCategory')}
        </Button>
      )}
      <ConfirmAction
        opened={removing}
        onClose={() => setRemoving(false)}
        danger
        title={t('catalog.removeCategory')}
        description={t('catalog.removeCategoryHelp')}
        confirmLabel={t('catalog.removeCategory')}
        busy={remove.isPending}
        error={noticeOf(remove.error)}
        onConfirm={() => (category === undefined ? undefined : remove.mutate(category.id))}
      />
    </>
  );
}
