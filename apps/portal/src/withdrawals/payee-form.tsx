import { PAYEE_KINDS } from '@keyfall/contracts/payee';
import { payeeInputSchema } from '@keyfall/contracts/withdrawal-schemas';
import type { PayeeDto } from '@keyfall/contracts/withdrawal-schemas';
import { useT } from '@keyfall/i18n';
import { Form } from '@keyfall/ui';
import { useActForm } from '@keyfall/web/office';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Desk } from './ask-panel.tsx';

interface Values {
  readonly kind: (typeof PAYEE_KINDS)[number];
  readonly holder: string;
  readonly number: string;
  readonly bankName: string;
  readonly branch: string;
  readonly replaces: string | null;
}

const schema = {
  safeParse: (values: unknown) => {
    const typed = values as Values;
    return payeeInputSchema.safeParse({
      ...typed,
      bankName: typed.kind === 'bank_account' ? typed.bankName : null,
      branch: typed.kind === 'bank_account' && typed.branch !== '' ? typed.branch : null,
    });
  },
};

export interface PayeeFormProps {
  /** Says the name that needs no proof, so the form waits for it. */
  readonly desk: Desk;
  /** The payee whose place it takes. */
  readonly replaced: PayeeDto | undefined;
  readonly onDone: () => void;
}

/** Names an account the income may go to. */
export function PayeeForm({ desk, replaced, onDone }: PayeeFormProps): ReactNode {
  const t = useT('portal');
  const initialValues: Values = {
    kind: replaced?.kind ?? 'bank_account',
    holder: replaced?.holder ?? desk.legalName ?? '',
    number: '',
    bankName: replaced?.bankName ?? '',
    branch: replaced?.branch ?? '',
    replaces: replaced?.id ?? null,
  };
  const { form, state } = useActForm(client.payees.save.mutate, {
    schema,
    initialValues,
    said: t('payees.saved'),
    onDone,
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.payees.pathKey() }),
  });
  const isBank = form.values.kind === 'bank_account';
  const hours = desk.terms.coolingOffHours;
  const { legalName } = desk;
  return (
    <Form
      {...state}
      fieldLabels={{
        holder: t('payees.holder'),
        number: t('payees.number'),
        bankName: t('payees.bankName'),
      }}
      submitLabel={t('common:actions.save')}
      onCancel={onDone}
    >
      {replaced === undefined ? null : <p style={{ margin: 0 }}>{t('payees.replaceHelp', { mask: replaced.mask })}</p>}
      <NativeSelect
        label={t('payees.kind')}
        data={PAYEE_KINDS.map((kind) => ({ value: kind, label: t(`common:kinds.payee.${kind}`) }))}
        {...form.getInputProps('kind')}
      />
      <TextInput
        label={t('payees.holder')}
        required
        maxLength={200}
        description={
          legalName === null
            ? t('payees.holderHelpNoName', { hours })
            : t('payees.holderHelp', { name: legalName, hours })
        }
        {...form.getInputProps('holder')}
      />
      <TextInput
        label={t(isBank ? 'payees.number' : 'payees.alipayNumber')}
        required
        maxLength={120}
        autoComplete="off"
        description={t('payees.numberHelp')}
        {...form.getInputProps('number')}
      />
      {isBank ? (
        <>
          <TextInput label={t('payees.bankName')} required maxLength={120} {...form.getInputProps('bankName')} />
          <TextInput label={t('payees.branch')} maxLength={200} {...form.getInputProps('branch')} />
        </>
      ) : null}
    </Form>
  );
}
