import { invoiceRecipientSchema } from '@keyfall/contracts/invoice-schemas';
import type { BillableDto, InvoiceDetailDto, InvoiceRecipient } from '@keyfall/contracts/invoice-schemas';
import { formatMinor, isCurrencyCode, parseMinor } from '@keyfall/money/format';
import { useFormat, useT } from '@keyfall/i18n';
import { FieldGroup, Form, SidePanel, useSchemaForm } from '@keyfall/ui';
import { Loaded, serverFieldErrors, useErrorNotice, useFieldMessage, useMoneyText } from '@keyfall/web';
import { useStatementPeriod, useToast } from '@keyfall/web/office';
import { Alert, Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';

type Scope = Inputs['invoices']['request']['scope'];

/** Asks the house for an invoice: what the wallet paid on some days, all or some of it, and in whose name. */
export function RequestPanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT('documents');
  const before = useQuery({ queryKey: [...trpc.invoices.pathKey(), 'newest'], queryFn: newestInvoice });
  return (
    <SidePanel opened onClose={onClose} title={t('invoices.ask')}>
      <Loaded query={before}>{(found) => <RequestForm before={found} onDone={onClose} />}</Loaded>
    </SidePanel>
  );
}

/** Whoever asked before most likely asks in the same name again. */
async function newestInvoice(): Promise<InvoiceDetailDto | null> {
  const { items } = await client.invoices.list.query({ limit: 1 });
  const [newest] = items;
  return newest === undefined ? null : await client.invoices.get.query({ invoiceId: newest.id });
}

interface RequestFormProps {
  readonly before: InvoiceDetailDto | null;
  readonly onDone: () => void;
}

function RequestForm({ before, onDone }: RequestFormProps): ReactNode {
  const t = useT('documents');
  const toast = useToast();
  const moneyText = useMoneyText();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const [period, setPeriod] = useState(useStatementPeriod({}));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  // One reference per panel: pressing twice, or again after a lost answer, asks once.
  const [clientRef] = useState(() => crypto.randomUUID());
  const billable = useQuery({ ...trpc.invoices.billable.queryOptions({ period }), placeholderData: keepPreviousData });
  const chosen = chosenOf(billable.data, left);
  const { form, submit } = useSchemaForm({
    schema: invoiceRecipientSchema,
    initialValues: {
      kind: before?.kind ?? 'ordinary',
      title: before?.title ?? '',
      taxNumber: before?.taxNumber ?? '',
      address: before?.address ?? '',
      phone: before?.phone ?? '',
      bankName: before?.bankName ?? '',
      bankNumber: before?.bankNumber ?? '',
      mail: before?.mail ?? '',
      note: '',
    },
    message,
  });
  const request = useMutation({
    mutationFn: (recipient: InvoiceRecipient) => {
      const scope: Scope = { by: 'period', period, except: [...left] };
      return client.invoices.request.mutate({ clientRef, scope, recipient });
    },
    onSuccess: async () => {
      toast.success(t('invoices.asked'));
      onDone();
      await queryClient.invalidateQueries({ queryKey: trpc.invoices.pathKey() });
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const canAsk = chosen.count > 0 && billable.data?.isTooMany !== true;
  const labels = {
    title: t('invoices.titleField'),
    taxNumber: t('invoices.fields.taxNumber'),
    address: t('invoices.fields.address'),
    phone: t('invoices.fields.phone'),
    bankName: t('invoices.fields.bankName'),
    bankNumber: t('invoices.fields.bankNumber'),
    mail: t('common:labels.mail'),
    note: t('common:labels.note'),
  };
  const isSpecial = form.values.kind === 'special';
  return (
    <Form
      onSubmit={submit((recipient) => (canAsk ? request.mutate(recipient) : undefined))}
      errors={form.errors}
      fieldLabels={labels}
      serverError={noticeOf(request.error)}
      submitLabel={t('invoices.askSubmit', { amount: moneyText(chosen.total) })}
      busy={request.isPending || !canAsk}
      onCancel={onDone}
    >
      <FieldGroup columns={2}>
        {(['from', 'until'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`invoices.${end}`)}
            required
            value={period[end]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value === '') return;
              setPeriod((now) => ({ ...now, [end]: value }));
              setLeft(new Set());
            }}
          />
        ))}
      </FieldGroup>
      <OrderChoice
        billable={billable.data}
        failed={noticeOf(billable.error) !== undefined}
        left={left}
        onChange={setLeft}
      />
      <NativeSelect
        label={t('invoices.kind')}
        data={(['ordinary', 'special'] as const).map((value) => ({ value, label: t(`invoices.kinds.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      <TextInput label={labels.title} required maxLength={200} {...form.getInputProps('title')} />
      <TextInput label={labels.taxNumber} required={isSpecial} maxLength={40} {...form.getInputProps('taxNumber')} />
      <TextInput label={labels.address} required={isSpecial} maxLength={300} {...form.getInputProps('address')} />
      <TextInput label={labels.phone} required={isSpecial} maxLength={40} {...form.getInputProps('phone')} />
      <FieldGroup columns={2}>
        <TextInput label={labels.bankName} required={isSpecial} maxLength={120} {...form.getInputProps('bankName')} />
        <TextInput
          label={labels.bankNumber}
          required={isSpecial}
          maxLength={60}
          {...form.getInputProps('bankNumber')}
        />
      </FieldGroup>
      <TextInput label={labels.mail} type="email" maxLength={254} {...form.getInputProps('mail')} />
      <Textarea label={labels.note} maxLength={500} autosize minRows={2} {...form.getInputProps('note')} />
    </Form>
  );
}

/** How many stay ticked or are not listed, and what they come to. */
function chosenOf(billable: BillableDto | undefined, left: ReadonlySet<string>) {
  if (billable === undefined) return { count: 0, total: { amount: '0', currency: 'CNY' } };
  const { orders, count, total } = billable;
  const { amount, currency } = total;
  if (!isCurrencyCode(currency)) return { count: 0, total };
  const without = orders.filter((order) => left.has(order.orderNo));
  const minor = without.reduce(
    (sum, order) => sum - parseMinor(order.amount.amount, currency),
    parseMinor(amount, currency),
  );
  return { count: count - without.length, total: { amount: formatMinor(minor, currency), currency } };
}

interface OrderChoiceProps {
  readonly billable: BillableDto | undefined;
  readonly failed: boolean;
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

function OrderChoice({ billable, failed, left, onChange }: OrderChoiceProps): ReactNode {
  const t = useT('documents');
  const format = useFormat();
  const moneyText = useMoneyText();
  if (failed || billable?.orders.length === 0)
    return (
      <Alert role="note" color="gray">
        {t('invoices.nothingToAsk')}
      </Alert>
    );
  const chosen = chosenOf(billable, left);
  const notListed = (billable?.count ?? 0) - (billable?.orders.length ?? 0);
  const toggle = (orderNo: string): void => {
    const next = new Set(left);
    if (!next.delete(orderNo)) next.add(orderNo);
    onChange(next);
  };
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
      <legend style={{ padding: 0, fontWeight: 500 }}>{t('invoices.choose')}</legend>
      {billable?.isTooMany === true ? (
        <Alert role="alert" color="yellow">
          {t('invoices.isTooMany', { max: format.number(billable.count) })}
        </Alert>
      ) : null}
      <Stack gap={6} my={6} style={{ maxBlockSize: 220, overflowY: 'auto' }}>
        {(billable?.orders ?? []).map((order) => (
          <Checkbox
            key={order.orderNo}
            checked={!left.has(order.orderNo)}
            onChange={() => toggle(order.orderNo)}
            label={
              <>
                <span className="mono">{order.orderNo}</span> {moneyText(order.amount)}
              </>
            }
            description={`${t(`invoices.subjects.${order.about}`)} · ${format.dateTime(order.paidAt)}`}
          />
        ))}
        {notListed > 0 ? <span>{t('invoices.more', { count: notListed })}</span> : null}
      </Stack>
      <output>{t('invoices.chosen', { count: chosen.count, amount: moneyText(chosen.total) })}</output>
    </fieldset>
  );
}
