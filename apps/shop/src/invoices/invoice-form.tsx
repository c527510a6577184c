import '@keyfall/ui/shop-forms.css';
import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';
import { randomId } from '../orders-api.ts';
import type { BuyerOrder } from '../orders-api.ts';
import type { Invoice } from './invoice-row.tsx';
import classes from './invoices.module.css';

const FIELDS = ['title', 'taxNumber', 'address', 'phone', 'bankName', 'bankNumber'] as const;
type Field = (typeof FIELDS)[number];
type Values = Readonly<Record<Field | 'mail' | 'note', string>> & { readonly kind: 'ordinary' | 'special' };
type RequestInput = Inputs['invoices']['request'];

const LENGTHS: Readonly<Record<Field, number>> = {
  title: 200,
  taxNumber: 40,
  address: 300,
  phone: 40,
  bankName: 120,
  bankNumber: 60,
};

export interface InvoiceFormProps {
  readonly order: BuyerOrder;
  /** What was asked for before, to be put right. */
  readonly before: Invoice | undefined;
  readonly onClose: () => void;
}

/** In whose name the invoice is to be; a special one asks for all that the tax office wants to know. */
export function InvoiceForm({ order, before, onClose }: InvoiceFormProps): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const queryClient = useQueryClient();
  const [clientRef] = useState(randomId);
  const [tried, setTried] = useState(false);
  const [values, setValues] = useState<Values>({
    kind: before?.kind ?? 'ordinary',
    title: before?.title ?? '',
    taxNumber: before?.taxNumber ?? '',
    address: before?.address ?? '',
    phone: before?.phone ?? '',
    bankName: before?.bankName ?? '',
    bankNumber: before?.bankNumber ?? '',
    mail: before?.mail ?? order.contactMail ?? '',
    note: '',
  });
  const isSpecial = values.kind === 'special';
  const isNeeded = (field: Field): boolean => field === 'title' || isSpecial;
  const missing = FIELDS.filter((field) => isNeeded(field) && values[field].trim() === '');
  const ask = useMutation({
    mutationFn: (input: RequestInput) => client.invoices.request.mutate(input),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.invoices.pathKey() });
      onClose();
    },
  });
  const fields = ask.error === null ? {} : serverFieldErrors(ask.error, message);
  const notice = noticeOf(ask.error);
  const set = (patch: Partial<Values>): void => setValues((now) => ({ ...now, ...patch }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (missing.length === 0) ask.mutate({ clientRef, orderNo: order.orderNo, recipient: values });
      }}
    >
      <Stack gap="md" mt="md">
        <p className={classes['quiet']}>{t('invoice.help')}</p>
        <NativeSelect
          label={t('invoice.kind')}
          value={values.kind}
          data={(['ordinary', 'special'] as const).map((value) => ({ value, label: t(`invoice.kinds.${value}`) }))}
          onChange={(event) => set({ kind: event.currentTarget.value === 'special' ? 'special' : 'ordinary' })}
        />
        {FIELDS.filter((field) => isSpecial || field === 'title' || field === 'taxNumber').map((field) => (
          <TextInput
            key={field}
            label={t(`invoice.fields.${field}`)}
            {...(field === 'title' ? { description: t('invoice.titleHelp') } : {})}
            required={isNeeded(field)}
            maxLength={LENGTHS[field]}
            value={values[field]}
            error={tried && missing.includes(field) ? t('errors:fields.required') : fields[`recipient.${field}`]}
            onChange={(event) => set({ [field]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          label={t('common:labels.mail')}
          type="email"
          autoComplete="email"
          maxLength={254}
          value={values.mail}
          error={fields['recipient.mail']}
          onChange={(event) => set({ mail: event.currentTarget.value })}
        />
        <TextInput
          label={t('invoice.fields.note')}
          maxLength={500}
          value={values.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Group grow>
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={ask.isPending}>
            {t('invoice.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
