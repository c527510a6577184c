import { INCOME_DEPTH_USUAL, moneySettingsSchema, tenantSettingsSchema } from '@keyfall/contracts/tenancy-schemas';
import type { MoneyChange, MoneySettings, TenantSettings } from '@keyfall/contracts/tenancy-schemas';
import { LOCALE_NAMES, LOCALES, useT } from '@keyfall/i18n';
import { ConfirmAction, FieldGroup, Form, PageHeader, useSchemaForm } from '@keyfall/ui';
import {
  Can,
  Loaded,
  serverFieldErrors,
  useCan,
  useErrorNotice,
  useFieldMessage,
  useStepUp,
  useTitle,
} from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Alert, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { WholeField, toWhole } from '../parts/typed-fields.tsx';
import { useAdminSession } from '../session/use-admin-session.ts';
import { TenantRecruiting } from '../distributors/tenant-recruiting.tsx';
import { Levels } from './levels.tsx';

type Tenant = Outputs['settings']['get'];

/** The wholesaler's own settings: name and rules of orders, who earns what and when, price levels. */
export function SettingsPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.settings'), useAdminSession().tenant.name);
  const query = useQuery(trpc.settings.get.queryOptions());
  return (
    <div className="form-page">
      <PageHeader title={t('nav.settings')} description={t('settings.help')} />
      <Loaded query={query}>
        {(tenant) => (
          <Stack gap="lg">
            <GeneralSettings tenant={tenant} />
            <MoneyRules tenant={tenant} />
            <Can permission="distributors.read">
              <TenantRecruiting />
            </Can>
            <Can permission="levels.read">
              <Levels />
            </Can>
          </Stack>
        )}
      </Loaded>
    </div>
  );
}

async function refreshSettings(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: trpc.settings.pathKey() }),
    queryClient.invalidateQueries({ queryKey: trpc.session.me.queryKey() }),
  ]);
}

interface GeneralValues {
  readonly name: string;
  readonly timezone: string;
  readonly defaultLocale: string;
  readonly orderHoldSeconds: string;
  readonly unpaidOrdersMax: string;
}

const generalSchema = {
  safeParse: (values: unknown) => {
    const typed = values as GeneralValues;
    return tenantSettingsSchema.safeParse({
      ...typed,
      orderHoldSeconds: toWhole(typed.orderHoldSeconds),
      unpaidOrdersMax: toWhole(typed.unpaidOrdersMax),
    });
  },
};

function GeneralSettings({ tenant }: { readonly tenant: Tenant }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const initialValues: GeneralValues = {
    name: tenant.name,
    timezone: tenant.timezone,
    defaultLocale: tenant.defaultLocale,
    orderHoldSeconds: String(tenant.orderHoldSeconds),
    unpaidOrdersMax: String(tenant.unpaidOrdersMax),
  };
  const { form, submit } = useSchemaForm({ schema: generalSchema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: TenantSettings) => client.settings.update.mutate(input),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      await refreshSettings();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  return (
    <section className="panel-card" aria-label={t('settings.general')}>
      <h2>{t('settings.general')}</h2>
      <Form
        onSubmit={submit((input) => save.mutate(input))}
        errors={form.errors}
        serverError={noticeOf(save.error)}
        submitLabel={t('common:actions.save')}
        busy={save.isPending || !can('settings.write')}
      >
        <FieldGroup columns={2}>
          <TextInput label={t('settings.name')} required maxLength={120} {...form.getInputProps('name')} />
          <TextInput
            label={t('settings.currency')}
            readOnly
            value={tenant.currency}
            description={t('settings.currencyHelp')}
          />
          <NativeSelect
            label={t('settings.timezone')}
            data={Intl.supportedValuesOf('timeZone')}
            {...form.getInputProps('timezone')}
          />
          <NativeSelect
            label={t('common:labels.language')}
            data={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each] }))}
            {...form.getInputProps('defaultLocale')}
          />
          <WholeField
            label={t('settings.orderHold')}
            description={t('settings.orderHoldHelp')}
            {...form.getInputProps('orderHoldSeconds')}
          />
          <WholeField
            label={t('settings.unpaidMax')}
            description={t('settings.unpaidMaxHelp')}
            {...form.getInputProps('unpaidOrdersMax')}
          />
        </FieldGroup>
      </Form>
    </section>
  );
}

interface MoneyValues {
  readonly incomeDepth: string;
  readonly holdDays: string;
}

const moneySchema = {
  safeParse: (values: unknown) => {
    const typed = values as MoneyValues;
    return moneySettingsSchema.safeParse({
      incomeDepth: toWhole(typed.incomeDepth),
      holdDays: toWhole(typed.holdDays),
    });
  },
};

function MoneyRules({ tenant }: { readonly tenant: Tenant }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const withStepUp = useStepUp();
  const [wanted, setWanted] = useState<MoneySettings | undefined>(undefined);
  const [noteRead, setNoteRead] = useState(false);
  const needsNote = wanted !== undefined && wanted.incomeDepth > Math.max(INCOME_DEPTH_USUAL, tenant.incomeDepth);
  const initialValues: MoneyValues = { incomeDepth: String(tenant.incomeDepth), holdDays: String(tenant.holdDays) };
  const { form, submit } = useSchemaForm({ schema: moneySchema, initialValues, message });
  const save = useMutation({
    mutationFn: (input: MoneyChange) => withStepUp(() => client.settings.updateMoney.mutate(input)),
    onSuccess: async () => {
      setWanted(undefined);
      toast.success(t('common:messages.saved'));
      await refreshSettings();
    },
  });
  return (
    <section className="panel-card" aria-label={t('settings.money')}>
      <h2>{t('settings.money')}</h2>
      <Form
        onSubmit={submit(setWanted)}
        errors={form.errors}
        submitLabel={t('common:actions.save')}
        busy={save.isPending || !can('settings.write_money')}
      >
        <FieldGroup columns={2}>
          <WholeField
            label={t('settings.incomeDepth')}
            description={t('settings.incomeDepthHelp')}
            {...form.getInputProps('incomeDepth')}
          />
          <WholeField
            label={t('settings.holdDays')}
            description={t('settings.holdDaysHelp')}
            {...form.getInputProps('holdDays')}
          />
        </FieldGroup>
        {Number(form.values.incomeDepth) > INCOME_DEPTH_USUAL ? (
          <Alert color="yellow" title={t('settings.depthWarning')}>
            {t('settings.depthWarningHelp')}
          </Alert>
        ) : null}
      </Form>
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        title={t('settings.confirmMoney')}
        description={
          <Stack gap="sm">
            <span>{t('settings.confirmMoneyHelp')}</span>
            {needsNote ? (
              <Checkbox
                label={t('settings.depthConfirmed')}
                checked={noteRead}
                onChange={(event) => setNoteRead(event.currentTarget.checked)}
              />
            ) : null}
          </Stack>
        }
        canConfirm={!needsNote || noteRead}
        facts={[
          {
            label: t('settings.incomeDepth'),
            value: `${tenant.incomeDepth} → ${wanted?.incomeDepth ?? ''}`,
            align: 'end',
          },
          { label: t('settings.holdDays'), value: `${tenant.holdDays} → ${wanted?.holdDays ?? ''}`, align: 'end' },
        ]}
        confirmLabel={t('common:actions.save')}
        busy={save.isPending}
        error={noticeOf(save.error)}
        onConfirm={() => (wanted === undefined ? undefined : save.mutate({ ...wanted, legalNoteRead: noteRead }))}
      />
    </section>
  );
}
