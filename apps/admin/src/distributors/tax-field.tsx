import { distributorTaxInputSchema } from '@keyfall/contracts/withdrawal-schemas';
import { useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { Loaded, useCan, useErrorNotice, useFieldMessage, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';

/** The rate of tax withheld from a distributor's withdrawals, where it has one of its own. */
export function TaxField({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const query = useQuery(trpc.withdrawals.tax.queryOptions({ distributorId: distributor.id }));
  return <Loaded query={query}>{(tax) => <TaxForm distributorId={distributor.id} tax={tax} />}</Loaded>;
}

interface TaxFormProps {
  readonly distributorId: Distributor['id'];
  readonly tax: Outputs['withdrawals']['tax'];
}

function TaxForm({ distributorId, tax }: TaxFormProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const schema = {
    safeParse: (values: unknown) => {
      const typed = (values as { readonly taxRate: string }).taxRate.trim();
      return distributorTaxInputSchema.safeParse({ distributorId, taxRate: typed === '' ? null : typed });
    },
  };
  const { form, submit } = useSchemaForm({ schema, initialValues: { taxRate: tax.own ?? '' }, message });
  const save = useMutation({
    mutationFn: (input: Inputs['withdrawals']['setTax']) => withStepUp(() => client.withdrawals.setTax.mutate(input)),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.withdrawals.tax.pathKey() });
    },
  });
  const mayWrite = can('settings.write_money');
  const field = (
    <TextInput
      label={t('withdrawals.rules.ownTax')}
      description={t('withdrawals.rules.ownTaxHelp', { usual: tax.usual })}
      inputMode="decimal"
      readOnly={!mayWrite}
      {...form.getInputProps('taxRate')}
    />
  );
  if (!mayWrite) return field;
  return (
    <Form
      onSubmit={submit((input) => save.mutate(input))}
      errors={form.errors}
      serverError={noticeOf(save.error)}
      submitLabel={t('common:actions.save')}
      busy={save.isPending}
    >
      {field}
    </Form>
  );
}
