import { withdrawalPolicySchema } from '@keyfall/contracts/withdrawal-schemas';
import type { WithdrawalPolicyDto } from '@keyfall/contracts/withdrawal-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, FieldGroup, Form, MoneyField, useSchemaForm } from '@keyfall/ui';
import { Loaded, fullAmount, useCan, useErrorNotice, useFieldMessage, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { WholeField, toWhole } from '../parts/typed-fields.tsx';
import { HoldRules } from './hold-rules.tsx';
import { PayoutAccounts } from './payout-accounts.tsx';
import { refreshWithdrawals } from './refresh-withdrawals.ts';

type Policy = Outputs['withdrawals']['policy'];
type Account = Outputs['withdrawals']['accounts'][number];

/** Fee, tax, limits and who has to approve; and what is paid from. */
export function WithdrawalRules(): ReactNode {
  const policy = useQuery(trpc.withdrawals.policy.queryOptions());
  const accounts = useQuery(trpc.withdrawals.accounts.queryOptions());
  return (
    <Stack gap="lg" className="form-page">
      <Loaded query={policy}>
        {(found) => <PolicyForm key={found.version} policy={found} accounts={accounts.data ?? []} />}
      </Loaded>
      <HoldRules />
      <PayoutAccounts accounts={accounts.data} />
    </Stack>
  );
}

const AMOUNTS = ['minimum', 'feeFixed', 'dailyMax', 'monthlyMax', 'secondAbove', 'autoApproveMax'] as const;
type AmountField = (typeof AMOUNTS)[number];
type Values = Readonly<Record<AmountField | 'feeRate' | 'taxRate' | 'autoAccountId' | 'coolingOffHours', string>>;

function PolicyForm({
  policy,
  accounts,
}: {
  readonly policy: Policy;
  readonly accounts: readonly Account[];
}): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const [wanted, setWanted] = useState<WithdrawalPolicyDto | undefined>(undefined);
  const { currency } = policy;
  const schema = {
    safeParse: (values: unknown) => {
      const typed = values as Values;
      const money = (field: AmountField) => ({ amount: fullAmount(typed[field], currency), currency });
      const orNull = (field: AmountField) => (typed[field].trim() === '' ? null : money(field));
      return withdrawalPolicySchema.safeParse({
        minimum: money('minimum'),
        feeFixed: money('feeFixed'),
        feeRate: typed.feeRate,
        taxRate: typed.taxRate,
        dailyMax: orNull('dailyMax'),
        monthlyMax: orNull('monthlyMax'),
        secondAbove: orNull('secondAbove'),
        autoApproveMax: money('autoApproveMax'),
        autoAccountId: typed.autoAccountId === '' ? null : typed.autoAccountId,
        coolingOffHours: toWhole(typed.coolingOffHours),
      });
    },
  };
  const initialValues: Values = {
    minimum: policy.minimum.amount,
    feeFixed: policy.feeFixed.amount,
    feeRate: policy.feeRate,
    taxRate: policy.taxRate,
    dailyMax: policy.dailyMax?.amount ?? '',
    monthlyMax: policy.monthlyMax?.amount ?? '',
    secondAbove: policy.secondAbove?.amount ?? '',
    autoApproveMax: policy.autoApproveMax.amount,
    autoAccountId: policy.autoAccountId ?? '',
    coolingOffHours: String(policy.coolingOffHours),
  };
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: WithdrawalPolicyDto) =>
      withStepUp(() => client.withdrawals.savePolicy.mutate({ ...input, version: policy.version })),
    onSuccess: async () => {
      setWanted(undefined);
      toast.success(t('common:messages.saved'));
      await refreshWithdrawals();
    },
  });
  const labels: Readonly<Record<AmountField, string>> = {
    minimum: t('withdrawals.rules.minimum'),
    feeFixed: t('withdrawals.rules.feeFixed'),
    dailyMax: t('withdrawals.rules.dailyMax'),
    monthlyMax: t('withdrawals.rules.monthlyMax'),
    secondAbove: t('withdrawals.rules.secondAbove'),
    autoApproveMax: t('withdrawals.rules.autoApprove'),
  };
  const helps: Partial<Record<AmountField, string>> = {
    dailyMax: t('withdrawals.rules.limitHelp'),
    monthlyMax: t('withdrawals.rules.limitHelp'),
    secondAbove: t('withdrawals.rules.secondHelp'),
    autoApproveMax: t('withdrawals.rules.autoHelp'),
  };
  const amountField = (field: AmountField): ReactNode => (
    <MoneyField
      key={field}
      label={labels[field]}
      currency={currency}
      name={field}
      {...(helps[field] === undefined ? {} : { help: helps[field] })}
      value={form.values[field]}
      error={form.errors[field] ?? form.errors[`${field}.amount`]}
      onChange={(amount) => form.setFieldValue(field, amount)}
    />
  );
  const changes = wanted === undefined ? [] : changesOf(policy, wanted, labels, '–');
  return (
    <section className="panel-card" aria-label={t('withdrawals.rules.title')}>
      <h2>{t('withdrawals.rules.title')}</h2>
      <Form
        onSubmit={submit(setWanted)}
        errors={form.errors}
        submitLabel={t('common:actions.save')}
        busy={save.isPending || !can('settings.write_money')}
      >
        <FieldGroup columns={2}>
          {amountField('minimum')}
          {amountField('feeFixed')}
          <TextInput label={t('withdrawals.rules.feeRate')} inputMode="decimal" {...form.getInputProps('feeRate')} />
          <TextInput
            label={t('withdrawals.rules.taxRate')}
            inputMode="decimal"
            description={t('withdrawals.rules.taxHelp')}
            {...form.getInputProps('taxRate')}
          />
          {amountField('dailyMax')}
          {amountField('monthlyMax')}
          {amountField('secondAbove')}
          {amountField('autoApproveMax')}
          <NativeSelect
            label={t('withdrawals.rules.autoAccount')}
            description={t('withdrawals.rules.autoAccountHelp')}
            data={[
              { value: '', label: t('withdrawals.rules.nobody') },
              ...accounts
                .filter((account) => account.provider !== 'bank_file' && account.enabled)
                .map((account) => ({ value: account.id, label: account.name })),
            ]}
            {...form.getInputProps('autoAccountId')}
          />
          <WholeField label={t('withdrawals.rules.coolingOff')} {...form.getInputProps('coolingOffHours')} />
        </FieldGroup>
      </Form>
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        title={t('withdrawals.rules.confirm')}
        description={t('withdrawals.rules.confirmHelp')}
        facts={changes}
        confirmLabel={t('common:actions.save')}
        busy={save.isPending}
        error={noticeOf(save.error)}
        onConfirm={() => (wanted === undefined ? undefined : save.mutate(wanted))}
      />
    </section>
  );
}

/** Amounts that will be other ones, before and after. */
function changesOf(
  policy: Policy,
  wanted: WithdrawalPolicyDto,
  labels: Readonly<Record<AmountField, string>>,
  none: string,
) {
  return AMOUNTS.flatMap((field) => {
    const [before, after] = [policy[field]?.amount ?? none, wanted[field]?.amount ?? none];
    return before === after ? [] : [{ label: labels[field], value: `${before} → ${after}`, align: 'end' as const }];
  });
}
