import { withdrawalPreviewInputSchema } from '@keyfall/contracts/withdrawal-schemas';
import type { WithdrawalPreviewDto } from '@keyfall/contracts/withdrawal-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, Form, Money, MoneyField, SidePanel, useSchemaForm } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { fullAmount, serverFieldErrors, useErrorNotice, useFieldMessage, useMoneyText } from '@keyfall/web';
import { useAct, usePayeeText } from '@keyfall/web/office';
import { Alert, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';

interface Values {
  readonly amount: string;
  readonly payeeId: string;
}

export type Desk = Outputs['withdrawals']['desk'];

/** Asks for money: amount and payee, then the figures to sign, then the second factor. */
export function AskPanel({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }): ReactNode {
  const t = useT('portal');
  const moneyText = useMoneyText();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const payeeText = usePayeeText();
  const payees = useQuery(trpc.payees.list.queryOptions());
  const usable = (payees.data ?? []).filter((payee) => payee.isUsable);
  const [shown, setShown] = useState<WithdrawalPreviewDto | undefined>(undefined);
  const { currency } = desk.available;
  const schema = {
    safeParse: (values: unknown) => {
      const typed = values as Values;
      return withdrawalPreviewInputSchema.safeParse({
        payeeId: typed.payeeId,
        amount: { amount: fullAmount(typed.amount, currency), currency },
      });
    },
  };
  const initialValues: Values = { amount: desk.available.amount, payeeId: '' };
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const preview = useMutation({
    mutationFn: (input: Inputs['withdrawals']['preview']) => client.withdrawals.preview.query(input),
    onSuccess: setShown,
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const { terms } = desk;
  const help = [
    t('withdrawals.amountHelp', {
      minimum: moneyText(terms.minimum),
      fixed: moneyText(terms.feeFixed),
      rate: terms.feeRate,
    }),
    ...(terms.dailyMax === null ? [] : [t('withdrawals.dayLimit', { limit: moneyText(terms.dailyMax) })]),
    ...(terms.monthlyMax === null ? [] : [t('withdrawals.monthLimit', { limit: moneyText(terms.monthlyMax) })]),
  ].join(' ');
  return (
    <SidePanel opened onClose={onClose} title={t('withdrawals.ask')}>
      {payees.data !== undefined && usable.length === 0 ? (
        <Alert color="yellow" mb="md">
          {t('withdrawals.noPayee', { hours: terms.coolingOffHours })}
        </Alert>
      ) : null}
      <Form
        onSubmit={submit((input) => preview.mutate(input))}
        errors={form.errors}
        fieldLabels={{ amount: t('common:labels.amount'), payeeId: t('withdrawals.payee') }}
        serverError={noticeOf(preview.error)}
        submitLabel={t('withdrawals.next')}
        busy={preview.isPending}
        onCancel={onClose}
      >
        <MoneyField
          label={t('common:labels.amount')}
          currency={currency}
          required
          help={help}
          name="amount"
          value={form.values.amount}
          error={form.errors['amount'] ?? form.errors['amount.amount']}
          onChange={(amount) => form.setFieldValue('amount', amount)}
        />
        <NativeSelect
          label={t('withdrawals.payee')}
          required
          data={[
            { value: '', label: t('withdrawals.choosePayee') },
            ...usable.map((payee) => ({
              value: payee.id,
              label: `${payee.holder} · ${payeeText(payee)}`,
            })),
          ]}
          {...form.getInputProps('payeeId')}
        />
      </Form>
      <SignDialog shown={shown} onClose={() => setShown(undefined)} onDone={onClose} />
    </SidePanel>
  );
}

/** Exactly what is signed; the server refuses when it is no longer so. */
function SignDialog({
  shown,
  onClose,
  onDone,
}: {
  readonly shown: WithdrawalPreviewDto | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const t = useT('portal');
  const moneyText = useMoneyText();
  // One reference per dialog: pressing twice, or again after a lost answer, asks once.
  const [clientRef] = useState(() => crypto.randomUUID());
  const { run, ...state } = useAct(
    ({ payee, amount, fee, taxWithheld, net }: WithdrawalPreviewDto) =>
      client.withdrawals.request.mutate({
        clientRef: `${clientRef}:${amount.amount}`,
        payeeId: payee.id,
        amount,
        signed: { fee, taxWithheld, net },
      }),
    {
      said: t('withdrawals.asked'),
      onDone,
      refresh: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: trpc.withdrawals.pathKey() }),
          queryClient.invalidateQueries({ queryKey: trpc.income.pathKey() }),
        ]),
    },
  );
  return (
    <ConfirmAction
      opened={shown !== undefined}
      onClose={onClose}
      title={t('withdrawals.confirmTitle')}
      description={
        <>
          {t('withdrawals.confirmHelp')}{' '}
          {shown === undefined || shown.checksNeeded === 0
            ? t('withdrawals.byRule')
            : t('withdrawals.byPeople', { count: shown.checksNeeded })}
        </>
      }
      facts={useSignedFacts(shown)}
      confirmLabel={shown === undefined ? '' : t('withdrawals.sign', { amount: moneyText(shown.amount) })}
      {...state}
      onConfirm={() => (shown === undefined ? undefined : run(shown))}
    />
  );
}

function useSignedFacts(shown: WithdrawalPreviewDto | undefined): readonly KeyValue[] {
  const t = useT('portal');
  const payeeText = usePayeeText();
  if (shown === undefined) return [];
  return [
    { label: t('common:labels.amount'), value: <Money {...shown.amount} />, align: 'end' },
    { label: t('withdrawals.fee'), value: <Money {...shown.fee} />, align: 'end' },
    {
      label: t('withdrawals.taxAt', { rate: shown.taxRate }),
      value: <Money {...shown.taxWithheld} />,
      align: 'end',
    },
    { label: t('withdrawals.net'), value: <Money {...shown.net} />, align: 'end', strong: true },
    { label: t('payees.holder'), value: shown.payee.holder },
    { label: t('payees.number'), value: payeeText(shown.payee) },
  ];
}
