import { saveIssuerInputSchema } from '@keyfall/contracts/invoice-schemas';
import type { IssuerDetailsDto, SaveIssuerInput } from '@keyfall/contracts/invoice-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, Form, useSchemaForm } from '@keyfall/ui';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { serverFieldErrors, useFieldMessage } from '../../errors/field-messages.ts';
import { Loaded } from '../../widgets/loaded.tsx';
import { useToast } from '../toasts.tsx';
import { SALES_KEY, type InvoiceSalesApi } from './invoice-sales-api.ts';

/** In whose name the reader issues invoices, and the tax its prices include. */
export function InvoiceIssuerView({ api }: { readonly api: InvoiceSalesApi }): ReactNode {
  const query = useQuery({ queryKey: [SALES_KEY, 'issuer'], queryFn: () => api.issuer() });
  return (
    <Loaded query={query}>{(issuer) => <IssuerForm key={JSON.stringify(issuer)} api={api} issuer={issuer} />}</Loaded>
  );
}

function IssuerForm({
  api,
  issuer,
}: {
  readonly api: InvoiceSalesApi;
  readonly issuer: IssuerDetailsDto | null;
}): ReactNode {
  const t = useT('documents');
  const toast = useToast();
  const queries = useQueryClient();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const { form, submit } = useSchemaForm({
    schema: saveIssuerInputSchema,
    initialValues: {
      legalName: issuer?.legalName ?? '',
      taxNumber: issuer?.taxNumber ?? '',
      address: issuer?.address ?? '',
      phone: issuer?.phone ?? '',
      bankName: issuer?.bankName ?? '',
      bankNumber: issuer?.bankNumber ?? '',
      taxRate: issuer?.taxRate ?? '6',
    },
    message,
  });
  const save = useMutation({
    mutationFn: (input: SaveIssuerInput) => api.saveIssuer(input),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await queries.invalidateQueries({ queryKey: [SALES_KEY] });
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <section aria-label={t('invoices.views.issuer')} style={{ maxWidth: 760 }}>
      <p style={{ marginTop: 0 }}>{t('invoices.issuerHelp')}</p>
      <Form
        onSubmit={submit((input) => save.mutate(input))}
        errors={form.errors}
        fieldLabels={{
          legalName: t('invoices.fields.legalName'),
          taxNumber: t('invoices.fields.taxNumber'),
          taxRate: t('invoices.fields.taxRate'),
        }}
        serverError={noticeOf(save.error)}
        submitLabel={t('common:actions.save')}
        busy={save.isPending || !api.canIssue}
      >
        <FieldGroup columns={2}>
          <TextInput
            label={t('invoices.fields.legalName')}
            required
            maxLength={200}
            {...form.getInputProps('legalName')}
          />
          <TextInput
            label={t('invoices.fields.taxNumber')}
            required
            maxLength={40}
            {...form.getInputProps('taxNumber')}
          />
          <TextInput label={t('invoices.fields.address')} maxLength={300} {...form.getInputProps('address')} />
          <TextInput label={t('invoices.fields.phone')} maxLength={40} {...form.getInputProps('phone')} />
          <TextInput label={t('invoices.fields.bankName')} maxLength={120} {...form.getInputProps('bankName')} />
          <TextInput label={t('invoices.fields.bankNumber')} maxLength={60} {...form.getInputProps('bankNumber')} />
          <TextInput
            label={t('invoices.fields.taxRate')}
            description={t('invoices.fields.taxRateHelp')}
            inputMode="decimal"
            required
            maxLength={12}
            {...form.getInputProps('taxRate')}
          />
        </FieldGroup>
      </Form>
    </section>
  );
}
