import { saveHoldRulesInputSchema } from '@keyfall/contracts/withdrawal-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, Form, useSchemaForm } from '@keyfall/ui';
import { Loaded, useCan, useErrorNotice, useFieldMessage, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { WholeField, toWhole } from '../parts/typed-fields.tsx';
import { refreshWithdrawals } from './refresh-withdrawals.ts';

type Rules = Outputs['withdrawals']['hold'];

/** How long income waits: usually, of doubted orders, and by the account that took the money. */
export function HoldRules(): ReactNode {
  const t = useT('admin');
  const query = useQuery(trpc.withdrawals.hold.queryOptions());
  return (
    <section className="panel-card" aria-label={t('withdrawals.rules.hold')}>
      <h2>{t('withdrawals.rules.hold')}</h2>
      <p>{t('withdrawals.rules.holdHelp')}</p>
      <Loaded query={query}>{(rules) => <HoldForm rules={rules} />}</Loaded>
    </section>
  );
}

interface Values {
  readonly usualDays: string;
  readonly riskyDays: string;
  readonly accounts: readonly { readonly id: string; readonly days: string }[];
}

const schema = {
  safeParse: (values: unknown) => {
    const typed = values as Values;
    return saveHoldRulesInputSchema.safeParse({
      usualDays: toWhole(typed.usualDays),
      riskyDays: toWhole(typed.riskyDays),
      accounts: typed.accounts.map(({ id, days }) => ({ id, days: toWhole(days) })),
    });
  },
};

function HoldForm({ rules }: { readonly rules: Rules }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const initialValues: Values = {
    usualDays: String(rules.usualDays),
    riskyDays: String(rules.riskyDays),
    accounts: rules.accounts.map(({ id, days }) => ({ id, days: days === null ? '' : String(days) })),
  };
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: Inputs['withdrawals']['saveHold']) =>
      withStepUp(() => client.withdrawals.saveHold.mutate(input)),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await refreshWithdrawals();
    },
  });
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      serverError={noticeOf(save.error)}
      submitLabel={t('common:actions.save')}
      busy={save.isPending || !can('settings.write_money')}
    >
      <FieldGroup columns={2}>
        <WholeField label={t('withdrawals.rules.usualDays')} {...form.getInputProps('usualDays')} />
        <WholeField label={t('withdrawals.rules.riskyDays')} {...form.getInputProps('riskyDays')} />
        {rules.accounts.map((account, index) => (
          <WholeField
            key={account.id}
            label={account.name}
            placeholder={t('withdrawals.rules.accountHelp')}
            {...form.getInputProps(`accounts.${index}.days`)}
          />
        ))}
      </FieldGroup>
    </Form>
  );
}
