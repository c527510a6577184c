import { INCOME_MODELS, type IncomeModel } from '@keyfall/contracts';
import type { IncomeRulesDto } from '@keyfall/contracts/income-schemas';
import { incomePolicySchema } from '@keyfall/contracts/income-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, FieldGroup, Form, useSchemaForm } from '@keyfall/ui';
import { useCan, useErrorNotice, useFieldMessage, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Anchor, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Inputs } from '../api.ts';
import { refreshIncomeRules } from './refresh-income-rules.ts';

type Wanted = Omit<Inputs['incomeRules']['savePolicy'], 'version'>;

interface Values {
  readonly model: IncomeModel;
  readonly marginMin: string;
  readonly ownPurchaseEarns: boolean;
}

const schema = {
  safeParse: (values: unknown) => {
    const typed = values as Values;
    return incomePolicySchema.safeParse({
      ...typed,
      marginMin: typed.marginMin.normalize('NFKC').replaceAll(/[\s%]/g, ''),
    });
  },
};

/** The model of all SKUs, the least margin, and whether own purchases earn. */
export function IncomePolicy({ rules }: { readonly rules: IncomeRulesDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const [wanted, setWanted] = useState<Wanted | undefined>(undefined);
  const initialValues: Values = rules.policy;
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: Wanted) =>
      withStepUp(() => client.incomeRules.savePolicy.mutate({ ...input, version: rules.version })),
    onSuccess: async () => {
      setWanted(undefined);
      toast.success(t('common:messages.saved'));
      await refreshIncomeRules();
    },
  });
  const modelName = (model: IncomeModel): string => t(`common:kinds.incomeModel.${model}`);
  const change = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`);
  const earns = (value: boolean): string => t(value ? 'incomeRules.on' : 'incomeRules.off');
  return (
    <section className="panel-card" aria-label={t('incomeRules.policy')}>
      <h2>{t('incomeRules.policy')}</h2>
      <Form
        onSubmit={submit(setWanted)}
        errors={form.errors}
        fieldLabels={{ marginMin: t('incomeRules.marginMin') }}
        submitLabel={t('common:actions.save')}
        busy={save.isPending || !can('settings.write_money')}
      >
        <FieldGroup columns={2}>
          <NativeSelect
            label={t('incomeRules.model')}
            description={t('incomeRules.modelHelp')}
            data={INCOME_MODELS.map((value) => ({ value, label: modelName(value) }))}
            {...form.getInputProps('model')}
          />
          <TextInput
            label={t('incomeRules.marginMin')}
            description={t('incomeRules.marginMinHelp')}
            inputMode="decimal"
            autoComplete="off"
            maxLength={12}
            {...form.getInputProps('marginMin')}
          />
        </FieldGroup>
        <Checkbox
          label={t('incomeRules.ownPurchase')}
          description={t('incomeRules.ownPurchaseHelp')}
          {...form.getInputProps('ownPurchaseEarns', { type: 'checkbox' })}
        />
        <p className="quiet small">
          {t('incomeRules.depth', { count: rules.depth })}{' '}
          {can('settings.read') ? <Anchor href="/settings">{t('incomeRules.depthLink')}</Anchor> : null}
        </p>
      </Form>
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        title={t('incomeRules.confirmPolicy')}
        description={t('incomeRules.confirmHelp')}
        facts={
          wanted === undefined
            ? []
            : [
                {
                  label: t('incomeRules.model'),
                  value: change(modelName(rules.policy.model), modelName(wanted.model)),
                  align: 'end',
                },
                {
                  label: t('incomeRules.marginMin'),
                  value: change(format.decimal(rules.policy.marginMin), format.decimal(wanted.marginMin)),
                  align: 'end',
                },
                {
                  label: t('incomeRules.ownPurchase'),
                  value: change(earns(rules.policy.ownPurchaseEarns), earns(wanted.ownPurchaseEarns)),
                  align: 'end',
                },
              ]
        }
        confirmLabel={t('common:actions.save')}
        busy={save.isPending}
        error={noticeOf(save.error)}
        onConfirm={() => (wanted === undefined ? undefined : save.mutate(wanted))}
      />
    </section>
  );
}
